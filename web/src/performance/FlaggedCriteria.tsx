import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FlaggedCriterionLine, FlaggedWindow, Frame } from '@/api/schema';
import { Behind } from '@/parts/Behind';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Lines, Loaded } from '@/parts/Loaded';
import { average, counted } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { SCORED, type Counted, type Which } from '@/parts/proof';
import { Rate } from '@/parts/Rate';
import { daysAfter } from '@/parts/times';
import { Change } from '@/reports/before';
import { flaggedCriteriaQuery, type Whom } from './improvementQueries';

interface Row {
  key: string;
  name: string;
  beside: string;
  windows: FlaggedWindow[];
  /** Which answers its figures count; null of all criteria together. */
  which: Which | null;
}

/** How a team does on flagged criteria over 30 and 60 days, beside as many days before. */
export function FlaggedCriteria({ whom }: { whom: Whom }) {
  const query = useQuery(flaggedCriteriaQuery(whom));
  return (
    <Sheet title="Flagged criteria" pad={false}>
      <Stack gap="sm" px="md" pb="md">
        <Loaded query={query} skeleton={<Lines count={6} />}>
          {({ items, overall, more, frame }) => (
            <>
              <Text size="sm" c="dimmed">
                Criteria that coaching logs name as the lowest of a conversation, or that somebody is coached
                on, in the past 120 days. How often answers pass, beside as many days before; a bad spell
                rises again by itself, so that a rise alone is no success of anybody’s.
              </Text>
              <DataTable
                name="Flagged criteria"
                id="flagged-criteria"
                columns={columnsOf(frame, whom)}
                rows={rowsOf(items, overall)}
                rowKey={({ key }) => key}
                empty={
                  <Empty title="No flagged criteria">
                    Nothing was named by coaching logs, and nobody is coached on a criterion.
                  </Empty>
                }
              />
              {more && (
                <Text size="sm" c="dimmed">
                  There are more; those with the most logs are shown.
                </Text>
              )}
            </>
          )}
        </Loaded>
      </Stack>
    </Sheet>
  );
}

function rowsOf(items: FlaggedCriterionLine[], overall: FlaggedWindow[]): Row[] {
  const rows = items.map((each) => ({
    key: `${each.scorecard_id} ${each.question_id}`,
    name: each.name,
    beside: [
      each.scorecard_name,
      each.logs ? `named by ${counted(each.logs, 'coaching log')}` : '',
      each.coached ? 'coached' : '',
    ]
      .filter(Boolean)
      .join(', '),
    windows: each.windows,
    which: { scorecard: each.scorecard_id, question: each.question_id, outcome: SCORED },
  }));
  return rows.length > 1
    ? [{ key: 'all', name: 'All of them together', beside: '', windows: overall, which: null }, ...rows]
    : rows;
}

function columnsOf({ minimum, last_day: today }: Frame, whom: Whom): Column<Row>[] {
  const columns: Column<Row>[] = [
    {
      id: 'criterion',
      header: 'Criterion',
      render: ({ name, beside }) => (
        <Stack gap={0}>
          <Text span inherit fw={550}>
            {name}
          </Text>
          {beside && (
            <Text span size="xs" c="dimmed">
              {beside}
            </Text>
          )}
        </Stack>
      ),
    },
  ];
  for (const days of [30, 60] as const) {
    const of = ({ windows }: Row) => windows.find((each) => each.days === days);
    const now = { from: daysAfter(today, 1 - days), to: today };
    const before = { from: daysAfter(now.from, -days), to: daysAfter(now.from, -1) };
    columns.push(
      {
        id: `now-${days}`,
        header: `Past ${days} days`,
        align: 'right',
        render: (row) => (
          <Average row={row} of={of(row)?.now} minimum={minimum} counts={{ ...whom, ...now }} />
        ),
      },
      {
        id: `before-${days}`,
        header: `${days} days before`,
        align: 'right',
        render: (row) => (
          <Average row={row} of={of(row)?.before} minimum={minimum} counts={{ ...whom, ...before }} />
        ),
      },
      {
        id: `change-${days}`,
        header: `Change in ${days} days`,
        align: 'right',
        render: (row) => <Change of={of(row)?.move} />,
      },
    );
  }
  return columns;
}

/** How often answers pass, which leads to the evaluations that have them; all criteria together have no one list. */
function Average({
  row,
  of,
  minimum,
  counts,
}: {
  row: Row;
  of: FlaggedWindow['now'] | undefined;
  minimum: number;
  counts: Counted;
}) {
  if (!of) return <>–</>;
  const { which } = row;
  return (
    <Rate
      percent={of.value === null ? null : average(of.value)}
      sample={of.sample}
      minimum={minimum}
      low={of.low}
      high={of.high}
      lead={
        which &&
        ((figure) => (
          <Behind
            of={counts}
            which={which}
            count={of.sample}
            says={`${average(of.value ?? 0)} of ${of.sample}: ${row.name}`}
          >
            {figure}
          </Behind>
        ))
      }
    />
  );
}
