import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { BreakdownReport, BreakdownRow } from '@/api/schema';
import { Behind } from '@/parts/Behind';
import { DataTable, type Column, type Order } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Loaded } from '@/parts/Loaded';
import { SOMEBODY, nameIn, teamsQuery, useNames } from '@/parts/names';
import { average, count, counted, interval, percent } from '@/parts/numbers';
import { ordered } from '@/parts/order';
import { Sheet } from '@/parts/Page';
import { SCORED, type Which } from '@/parts/proof';
import { Rate } from '@/parts/Rate';
import { saySpan } from '@/parts/times';
import { useToday } from '@/parts/When';
import { useMay, useMe } from '@/session/me';
import { Beside, Change } from './before';
import { Framed } from './Framed';
import { breakdownQuery, type Apart as Taken, type Asked } from './queries';

type Part = BreakdownRow['now'];

const HEADS = {
  agent: 'Person',
  team: 'Team',
  version: 'Version',
  evaluator: 'Evaluator',
  week: 'Week',
} as const;

/** One figure, a row for each person, team, version, evaluator or week. */
export function Apart({ asked, apart, order }: { asked: Asked; apart: Taken; order: Order }) {
  const query = useQuery(breakdownQuery(asked, apart));
  return (
    <Loaded query={query}>
      {(report) => (
        <Framed frame={report.frame}>
          {report.by !== 'week' && <Beside days={report.before} />}
          {report.by_unknown > 0 && (
            <Text size="sm" c="dimmed">
              {counted(report.by_unknown, 'more', 'more')} were counted before it was kept who evaluated.
              Whoever runs Debrief can have them counted again.
            </Text>
          )}
          <Sheet title={report.text || 'Evaluations in all'} pad={false}>
            <Rows report={report} asked={asked} order={order} />
          </Sheet>
        </Framed>
      )}
    </Loaded>
  );
}

function Rows({ report, asked, order }: { report: BreakdownReport; asked: Asked; order: Order }) {
  const may = useMay();
  const all = useMe().reach === 'everyone';
  const today = useToday();
  const people = report.rows.filter(({ kind }) => kind === 'agent' || kind === 'person');
  const nameOf = useNames(people.map(({ id }) => id));
  const teams = useQuery({ ...teamsQuery, enabled: report.by === 'team' && may('people.view') });
  const named = (row: BreakdownRow) => {
    if (row.kind === 'agent' || row.kind === 'person') return nameOf(row.id) ?? SOMEBODY;
    if (row.kind === 'team') return nameIn(teams.data, row.id) ?? row.id;
    if (row.kind === 'no_team')
      return all ? 'Without a team' : 'Without a team, or in one that isn’t all in your line';
    if (row.kind === 'version') return `Version ${row.id}`;
    if (row.kind === 'model') return row.id ? `AI: ${row.id}` : 'AI or somebody, which wasn’t kept';
    return saySpan(row.first_day ?? row.id, row.last_day ?? row.id, today);
  };
  const columns = columnsOf(report, asked, named);
  return (
    <DataTable
      name={`${report.text || 'Evaluations in all'}, by ${HEADS[report.by].toLowerCase()}`}
      id={`breakdown-${report.by}`}
      columns={columns}
      rows={ordered(report.rows, columns, order)}
      order={order}
      rowKey={({ kind, id }) => `${kind} ${id}`}
      empty={<Empty title="No evaluations in this period">Choose a longer period, or somebody else.</Empty>}
    />
  );
}

/** Whose evaluations a row counts, and which of them; null where the list couldn't tell them from others. */
function leadsTo(
  row: BreakdownRow,
  report: BreakdownReport,
  asked: Asked,
): { of: Asked; which: Which } | null {
  const which: Which = {
    scorecard: report.scorecard_id,
    ...(report.question_id && { question: report.question_id }),
    ...(report.section_id && { section: report.section_id }),
  };
  switch (row.kind) {
    case 'agent':
      return { of: { ...asked, agent: row.id, team: undefined }, which };
    case 'team':
      return { of: { ...asked, team: row.id }, which };
    case 'no_team':
      return null;
    case 'version':
      return { of: asked, which: { ...which, version: Number(row.id) } };
    case 'person':
      return { of: asked, which: { ...which, evaluator: row.id } };
    case 'model':
      return row.id ? { of: asked, which: { ...which, model: row.id } } : null;
    default:
      return { of: { ...asked, from: row.first_day ?? asked.from, to: row.last_day ?? asked.to }, which };
  }
}

function columnsOf(
  report: BreakdownReport,
  asked: Asked,
  named: (row: BreakdownRow) => string,
): Column<BreakdownRow>[] {
  const { minimum } = report.frame;
  const question = report.question_id !== null;
  const section = report.section_id !== null;
  const scored: Which['outcome'] = section ? ['scored'] : SCORED;
  const led = (
    row: BreakdownRow,
    outcome: Which['outcome'],
    figure: string,
    number?: number,
    days = { first_day: asked.from, last_day: asked.to },
  ) => {
    const to = leadsTo(row, report, { ...asked, from: days.first_day, to: days.last_day });
    return (
      <Behind
        of={to?.of ?? null}
        which={{ ...to?.which, outcome }}
        {...(number !== undefined && { count: number })}
        says={`${figure}: ${named(row)}`}
      >
        {figure}
      </Behind>
    );
  };
  const rate = (row: BreakdownRow) => (
    <Rate
      percent={row.now.pass_percent === null ? null : percent(row.now.pass_percent)}
      sample={row.now.sample}
      minimum={minimum}
      low={row.now.pass_low}
      high={row.now.pass_high}
      lead={() => led(row, SCORED, `${percent(row.now.pass_percent)} of ${row.now.sample}`)}
    />
  );
  const mean = (row: BreakdownRow) =>
    row.now.average === null
      ? thin(row.now, minimum)
      : led(row, scored, `${average(row.now.average)} of ${row.now.sample}`);
  const then = (row: BreakdownRow, figure: string) =>
    led(row, scored, figure, row.before?.sample, report.before ?? undefined);
  const both = report.by !== 'week' && report.before !== null;
  return [
    { id: 'who', header: HEADS[report.by], value: (row) => row.first_day ?? named(row), render: named },
    ...when<BreakdownRow>(!section, {
      id: 'rate',
      header: 'Pass rate',
      align: 'right',
      value: ({ now }) => now.pass_percent,
      render: rate,
    }),
    ...when<BreakdownRow>(!section, {
      id: 'interval',
      header: '95% interval',
      align: 'right',
      render: ({ now }) => interval(now.pass_low, now.pass_high) ?? '–',
    }),
    ...when<BreakdownRow>(both && !section, {
      id: 'before',
      header: 'Before',
      align: 'right',
      value: ({ before }) => before?.pass_percent,
      render: (row) => (row.before ? then(row, rateThen(row.before, minimum)) : '–'),
    }),
    ...when<BreakdownRow>(!question, {
      id: 'average',
      header: 'Average score',
      align: 'right',
      value: ({ now }) => now.average,
      render: mean,
    }),
    ...when<BreakdownRow>(!question, {
      id: 'average-interval',
      header: '95% interval of the average',
      align: 'right',
      hidden: !section,
      render: ({ now }) => interval(now.average_low, now.average_high) ?? '–',
    }),
    ...when<BreakdownRow>(both && !question, {
      id: 'average-before',
      header: 'Average before',
      align: 'right',
      value: ({ before }) => before?.average,
      render: (row) =>
        typeof row.before?.average === 'number'
          ? then(row, `${average(row.before.average)} of ${row.before.sample}`)
          : '–',
    }),
    ...when<BreakdownRow>(both, {
      id: 'change',
      header: section ? 'Change of the average, points' : 'Change, points',
      align: 'right',
      value: ({ change }) => change?.points,
      render: ({ change }) => <Change of={change} judged={change?.of === 'average' ? 'mean' : 'together'} />,
    }),
    ...when<BreakdownRow>(question, {
      id: 'answers',
      header: 'Answers',
      render: ({ now }) =>
        now.options.map(({ label, count: many }) => `${label} ${count(many)}`).join(', ') || '–',
    }),
    ...when<BreakdownRow>(!section, {
      id: 'missed',
      header: 'Missed',
      align: 'right',
      value: ({ now }) => now.sample - (now.passed ?? 0),
      render: (row) => {
        const missed = row.now.sample - (row.now.passed ?? 0);
        return led(row, ['missed'], count(missed), missed);
      },
    }),
    {
      id: 'not-applicable',
      header: 'N/A',
      align: 'right',
      value: ({ now }) => now.not_applicable,
      render: (row) => led(row, ['not_applicable'], count(row.now.not_applicable), row.now.not_applicable),
    },
    ...when<BreakdownRow>(question, {
      id: 'no-opportunity',
      header: 'No opportunity',
      align: 'right',
      value: ({ now }) => now.no_opportunity,
      render: (row) => {
        const without = row.now.no_opportunity ?? 0;
        return led(row, ['no_opportunity'], count(without), without);
      },
    }),
    ...when<BreakdownRow>(!question, {
      id: 'auto-failed',
      header: 'Auto-failed',
      align: 'right',
      value: ({ now }) => now.auto_failed,
      render: (row) => led(row, ['auto_failed'], count(row.now.auto_failed ?? 0), row.now.auto_failed ?? 0),
    }),
  ];
}

const when = <T,>(wanted: boolean, column: Column<T>): Column<T>[] => (wanted ? [column] : []);

const thin = (part: Part, minimum: number) => `Not enough data (${part.sample} of ${minimum})`;

const rateThen = (part: Part, minimum: number) =>
  part.pass_percent === null ? thin(part, minimum) : `${percent(part.pass_percent)} of ${part.sample}`;
