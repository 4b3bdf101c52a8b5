import { Box, Skeleton, Stack, Table, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, lazy, useId } from 'react';
import type { Passage, Week } from '@/api/schema';
import { average } from '@/parts/numbers';
import { saySpan } from '@/parts/times';
import { useReportPlace } from './context';
import { Texts } from './Texts';
import { sayInterval } from './words';
import classes from './report.module.css';

const TrendChart = lazy(() => import('./TrendChart').then((made) => ({ default: made.TrendChart })));

/** How the average score moved week by week: as a line in its band, and as a table for those who can't see it. */
export function Trend({ weeks, passages }: { weeks: Week[]; passages: Passage[] }) {
  const { facts } = useReportPlace();
  const compared = [...facts.values()].some((fact) => fact.kind === 'change' && fact.question_id);
  const [shown, { toggle }] = useDisclosure(false);
  const id = useId();
  const known = weeks.filter((each) => each.average !== null);
  const banded = weeks.some((each) => sayInterval(each) !== null);
  return (
    <Stack gap="sm">
      <Texts passages={passages} />
      {compared && (
        <Text size="sm" c="dimmed">
          Line items are compared together: the more there are, the more each has to move to be called clear.
        </Text>
      )}
      {known.length > 1 && (
        <Box className="no-print">
          <Suspense fallback={<Skeleton height={200} />}>
            <TrendChart weeks={weeks} />
          </Suspense>
          {banded && (
            <Text size="sm" c="dimmed" mt="xs" mb={4}>
              The band is the 95% interval of each week’s average: the fewer evaluations, the wider it is.
            </Text>
          )}
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
      {known.length > 0 && (
        <Box id={id} className={shown || known.length < 2 ? undefined : classes.onlyPrinted}>
          <Weeks weeks={weeks} banded={banded} />
        </Box>
      )}
    </Stack>
  );
}

function Weeks({ weeks, banded }: { weeks: Week[]; banded: boolean }) {
  const now = new Date();
  return (
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
            <Table.Td>{saySpan(week.first_day, week.last_day, now)}</Table.Td>
            <Table.Td ta="right">
              {week.average === null ? (
                <Text span inherit c="dimmed">
                  Not enough data
                </Text>
              ) : (
                average(week.average)
              )}
            </Table.Td>
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
  );
}
