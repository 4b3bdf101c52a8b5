import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CoachedCriterion, CriterionWeek, Frame } from '@/api/schema';
import { Behind } from '@/parts/Behind';
import { DataTable, type Column } from '@/parts/DataTable';
import { Disclosure } from '@/parts/Disclosure';
import { Empty } from '@/parts/Empty';
import { late } from '@/parts/late';
import { Lines, Loaded } from '@/parts/Loaded';
import { average, counted, interval } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { SCORED, type Counted, type Which } from '@/parts/proof';
import { Rate } from '@/parts/Rate';
import { Tag } from '@/parts/Tag';
import { sayDay } from '@/parts/times';
import { useToday } from '@/parts/When';
import { tagOf } from '@/parts/words';
import { Change } from '@/reports/before';
import { coachedCriteriaQuery } from './improvementQueries';
import { lastOf, sayExpected, spansOf, VERDICT_WORDS } from './improvementWords';

const CourseChart = late(
  () => import('@/reports/CourseChart').then((m) => m.CourseChart),
  <Lines count={6} />,
);

/** What somebody is coached on: each criterion week by week, before and since. */
export function CoachedCriteria({ agent }: { agent: string }) {
  const query = useQuery(coachedCriteriaQuery(agent));
  return (
    <Sheet title="Coached criteria">
      <Loaded query={query} skeleton={<Lines count={8} />}>
        {({ items, more, compared, frame }) =>
          items.length === 0 ? (
            <Empty title="Nothing coached in the past three months">
              Once somebody is given an assignment or practice on a criterion, its weeks are shown here.
            </Empty>
          ) : (
            <Stack gap="xl">
              {items.map((each) => (
                <Criterion
                  key={`${each.scorecard_id} ${each.question_id ?? each.section_id ?? ''}`}
                  of={each}
                  agent={agent}
                  frame={frame}
                  compared={compared}
                />
              ))}
              {more && (
                <Text size="sm" c="dimmed">
                  There are more; those that were coached last are shown.
                </Text>
              )}
            </Stack>
          )
        }
      </Loaded>
    </Sheet>
  );
}

/** The answers of some days to the criterion that is shown. */
type LedBy = (days: { from: string; to: string }) => Pick<LeadingProps, 'of' | 'which'>;

function Criterion({
  of,
  agent,
  frame,
  compared,
}: {
  of: CoachedCriterion;
  agent: string;
  frame: Frame;
  compared: boolean;
}) {
  const today = useToday();
  const { minimum, last_day: last } = frame;
  const leads: LedBy = (days) => ({
    of: { agent, ...days },
    which: of.question_id
      ? { scorecard: of.scorecard_id, question: of.question_id, outcome: SCORED }
      : { scorecard: of.scorecard_id, section: of.section_id ?? '', outcome: ['scored'] },
  });
  const spans = spansOf(of.given, last);
  const { progress, practice } = of;
  const { word, tone } = tagOf(VERDICT_WORDS, progress.verdict);
  const given = sayDay(of.given, today);
  return (
    <Stack gap="xs" component="section" aria-label={of.name}>
      <Group gap="sm" justify="space-between">
        <div>
          <Title order={3}>{of.name}</Title>
          <Text size="sm" c="dimmed">
            {of.scorecard_name}, coached {given}
            {of.times > 1 && `, ${of.times} times in three months`}
          </Text>
        </div>
        {compared && <Tag tone={tone}>{word}</Tag>}
      </Group>
      <Group gap="lg">
        <Averages
          label="Four weeks before"
          of={progress.before}
          minimum={minimum}
          led={leads(spans.before)}
        />
        <Averages
          label="Four newest weeks since"
          of={progress.now}
          minimum={minimum}
          led={leads(spans.now)}
        />
        <Text size="sm" component="div">
          Change <Change of={progress.move} />
        </Text>
      </Group>
      {progress.expected && (
        <Text size="sm" c="dimmed">
          {sayExpected(progress.expected)}
        </Text>
      )}
      {practice && (
        <Text size="sm">
          Practice: {practice.passed} of {counted(practice.scenarios, 'scenario')} passed,{' '}
          {counted(practice.attempts, 'attempt')}
          {practice.first !== null &&
            practice.last !== null &&
            `, from ${average(practice.first)} to ${average(practice.last)}`}
          .
        </Text>
      )}
      <CourseChart
        data={of.weeks.map(({ first_day, average: found, since }) => ({
          day: sayDay(first_day, today),
          ...(found.value !== null && { [since ? 'since' : 'before']: found.value }),
        }))}
        series={[
          { name: 'before', label: 'Before' },
          { name: 'since', label: 'Since the coaching' },
        ]}
        unit="%"
        domain={[0, 100]}
      />
      <Disclosure label="The weeks in figures">
        <Weeks of={of} frame={frame} leads={leads} />
      </Disclosure>
    </Stack>
  );
}

function Averages({
  label,
  of,
  minimum,
  led,
}: {
  label: string;
  of: CoachedCriterion['progress']['now'];
  minimum: number;
  led: ReturnType<LedBy>;
}) {
  return (
    <Text size="sm" component="div">
      {label} <Led average={of} minimum={minimum} says={label} {...led} />
    </Text>
  );
}

interface LeadingProps {
  average: CoachedCriterion['progress']['now'];
  minimum: number;
  of: Counted;
  which: Which;
  /** Of which days, for those who don't see where it stands. */
  says: string;
}

/** An average that leads to the evaluations which it counts. */
function Led({ average: { value, sample, low, high }, minimum, of, which, says }: LeadingProps) {
  const shown = value === null ? null : average(value);
  return (
    <Rate
      percent={shown}
      sample={sample}
      minimum={minimum}
      low={low}
      high={high}
      lead={(figure) => (
        <Behind of={of} which={which} count={sample} says={`${shown ?? ''} of ${sample}: ${says}`}>
          {figure}
        </Behind>
      )}
    />
  );
}

function Weeks({ of, frame, leads }: { of: CoachedCriterion; frame: Frame; leads: LedBy }) {
  const today = useToday();
  const { minimum, last_day: last } = frame;
  const columns: Column<CriterionWeek>[] = [
    { id: 'week', header: 'From', render: ({ first_day }) => sayDay(first_day, today) },
    { id: 'when', header: 'Coaching', render: ({ since }) => (since ? 'Since' : 'Before') },
    {
      id: 'average',
      header: 'Average',
      align: 'right',
      render: ({ first_day: from, average: found }) => (
        <Led
          average={found}
          minimum={minimum}
          says={`from ${sayDay(from, today)}`}
          {...leads({ from, to: lastOf(from, of.weeks, last) })}
        />
      ),
    },
    {
      id: 'interval',
      header: '95% interval',
      align: 'right',
      render: ({ average: { low, high } }) => interval(low, high) ?? '–',
    },
  ];
  return (
    <DataTable
      name={`Weeks of ${of.name}`}
      id="coached-weeks"
      columns={columns}
      rows={of.weeks}
      rowKey={({ first_day }) => first_day}
      empty={null}
    />
  );
}
