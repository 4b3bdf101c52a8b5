import { Box, Skeleton, Stack, Table, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useId } from 'react';
import type { DaySpan, Passage, Week } from '@/api/schema';
import { late } from '@/parts/late';
import { average, counted } from '@/parts/numbers';
import { saySpan } from '@/parts/times';
import { useToday } from '@/parts/When';
import { useReportPlace } from './context';
import { makesABand, makesALine } from './reading';
import { Texts } from './Texts';
import { sayInterval } from './words';
import classes from './report.module.css';

const TrendChart = late(
  () => import('./TrendChart').then((made) => made.TrendChart),
  <Skeleton height={200} />,
);

/**
 * What changed against the period before, and how the average score moved week by week within this one: as a line in
 * its band where there are weeks enough for one, and as a table.
 */
export function Trend({
  weeks,
  passages,
  against,
}: {
  weeks: Week[];
  passages: Passage[];
  /** The period before; reports from before it was told have none. */
  against: DaySpan | null | undefined;
}) {
  const { facts } = useReportPlace();
  const today = useToday();
  const compared = [...facts.values()].some((fact) => fact.kind === 'change' && fact.question_id);
  const [shown, { toggle }] = useDisclosure(false);
  const id = useId();
  const known = weeks.filter((each) => each.average !== null);
  const line = makesALine(weeks);
  return (
    <Stack gap="sm">
      {against && (
        <Text size="sm" c="dimmed">
          The period before is {saySpan(against.first_day, against.last_day, today)}.
        </Text>
      )}
      <Texts passages={passages} />
      {compared && (
        <Text size="sm" c="dimmed">
          Line items are compared together: the more there are, the more each has to move to be called clear.
        </Text>
      )}
      {line && (
        <Box className="no-print">
          <TrendChart weeks={weeks} />
          <Text size="sm" c="dimmed" mt="xs" mb={4}>
            Week by week within this period, which tells nothing of the period before.
            {makesABand(weeks) &&
              ' The band is the 95% interval of each week’s average: the fewer evaluations, the wider it is.'}
          </Text>
          <UnstyledButton
            fz="sm"
            c="var(--mantine-color-anchor)"
            aria-expanded={shown}
            aria-controls={id}
            onClick={toggle}
          >
            {shown ? 'Hide the table' : 'Show as a table'}
          </UnstyledButton>
        </Box>
      )}
      {weeks.length > 0 && known.length === 0 && (
        <Text size="sm" c="dimmed">
          No week of this period has evaluations enough for an average of its own.
        </Text>
      )}
      {known.length > 0 && (
        <Box id={id} className={shown || !line ? undefined : classes.onlyPrinted}>
          <Weeks weeks={known} left={weeks.length - known.length} />
        </Box>
      )}
    </Stack>
  );
}

/** Weeks with an average. left: how many have none. */
function Weeks({ weeks, left }: { weeks: Week[]; left: number }) {
  const today = useToday();
  const banded = weeks.some((each) => sayInterval(each) !== null);
  return (
    <>
      <Table verticalSpacing={4} horizontalSpacing={6} fz="sm" maw={520} aria-label="Average score by week">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Week</Table.Th>
            <Table.Th ta="right">Average score</Table.Th>
            {banded && <Table.Th ta="right">95% interval</Table.Th>}
            <Table.Th ta="right">Evaluations</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {weeks.map((week) => (
            <Table.Tr key={week.first_day}>
              <Table.Td>{saySpan(week.first_day, week.last_day, today)}</Table.Td>
              <Table.Td ta="right">{average(week.average)}</Table.Td>
              {banded && (
                <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                  {sayInterval(week) ?? '–'}
                </Table.Td>
              )}
              <Table.Td ta="right">{week.sample}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {left > 0 && (
        <Text size="sm" c="dimmed" mt={4}>
          {counted(left, 'other week has', 'other weeks have')} too few evaluations for an average.
        </Text>
      )}
    </>
  );
}
