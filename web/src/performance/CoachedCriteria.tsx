import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CoachedCriterion, CriterionWeek } from '@/api/schema';
import { DataTable, type Column } from '@/parts/DataTable';
import { Disclosure } from '@/parts/Disclosure';
import { Empty } from '@/parts/Empty';
import { late } from '@/parts/late';
import { Lines, Loaded } from '@/parts/Loaded';
import { average, counted, interval } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { Rate } from '@/parts/Rate';
import { Tag } from '@/parts/Tag';
import { sayDay } from '@/parts/times';
import { useToday } from '@/parts/When';
import { tagOf } from '@/parts/words';
import { Change } from '@/reports/before';
import { coachedCriteriaQuery } from './improvementQueries';
import { sayExpected, VERDICT_WORDS } from './improvementWords';

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
                  minimum={frame.minimum}
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

function Criterion({ of, minimum, compared }: { of: CoachedCriterion; minimum: number; compared: boolean }) {
  const today = useToday();
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
        <Averages label="Four weeks before" of={progress.before} minimum={minimum} />
        <Averages label="Four newest weeks since" of={progress.now} minimum={minimum} />
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
        <Weeks of={of} minimum={minimum} />
      </Disclosure>
    </Stack>
  );
}

function Averages({
  label,
  of,
  minimum,
}: {
  label: string;
  of: CoachedCriterion['progress']['now'];
  minimum: number;
}) {
  return (
    <Text size="sm" component="div">
      {label}{' '}
      <Rate
        percent={of.value === null ? null : average(of.value)}
        sample={of.sample}
        minimum={minimum}
        low={of.low}
        high={of.high}
      />
    </Text>
  );
}

function Weeks({ of, minimum }: { of: CoachedCriterion; minimum: number }) {
  const today = useToday();
  const columns: Column<CriterionWeek>[] = [
    { id: 'week', header: 'From', render: ({ first_day }) => sayDay(first_day, today) },
    { id: 'when', header: 'Coaching', render: ({ since }) => (since ? 'Since' : 'Before') },
    {
      id: 'average',
      header: 'Average',
      align: 'right',
      render: ({ average: found }) => (
        <Rate
          percent={found.value === null ? null : average(found.value)}
          sample={found.sample}
          minimum={minimum}
          low={found.low}
          high={found.high}
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
