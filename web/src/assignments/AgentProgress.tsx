import { Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AreaProgress, AttributeAverage, MonitorDetails } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Loaded } from '@/parts/Loaded';
import { average, counted, interval } from '@/parts/numbers';
import { Tag, type Tone } from '@/parts/Tag';
import { tagOf } from '@/parts/words';
import { Day } from '@/parts/When';
import { Wide } from '@/parts/Wide';
import { progressQuery } from './queries';
import { arrowOf, sayMove } from './words';

/** How one agent has come along in each area, and what chance alone would have brought. */
export function AgentProgress({ assignmentId }: { assignmentId: string }) {
  const query = useQuery(progressQuery(assignmentId));
  return <Loaded query={query}>{(details) => <Told details={details} />}</Loaded>;
}

function Told({ details }: { details: MonitorDetails }) {
  const { line } = details;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        The seven days before it was assigned, <Day day={details.before_first} /> to{' '}
        <Day day={details.before_last} />, against the past seven since, <Day day={details.now_first} /> to{' '}
        <Day day={details.now_last} />.{' '}
        <Anchor
          to="/coaching/assignments/$assignmentId"
          params={{ assignmentId: line.assignment_id }}
          inherit
        >
          Open the assignment
        </Anchor>
      </Text>
      <Wide label="Progress by attribute">
        <Table aria-label="Progress by attribute">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Attribute</Table.Th>
              <Table.Th scope="col">When assigned</Table.Th>
              <Table.Th scope="col">Now</Table.Th>
              <Table.Th scope="col">Moved</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {details.areas.map((each) => (
              <Row
                key={`${each.area.scorecard_id ?? ''}${each.area.name}`}
                of={each}
                minimum={details.minimum}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
      <Text size="sm" c="dimmed">
        {details.fixed_at
          ? `${counted(details.considered, 'colleague')} of the team who weren’t in coaching were looked at when it was assigned. Those whose week was most like this one were fixed then: what they do now is what a bad week alone brings.`
          : 'Whom to hold this against isn’t fixed yet.'}
      </Text>
    </Stack>
  );
}

function Row({ of, minimum }: { of: AreaProgress; minimum: number }) {
  const { area, progress } = of;
  if (!progress)
    return (
      <Table.Tr>
        <Table.Th scope="row">{area.name}</Table.Th>
        <Table.Td colSpan={3}>
          <Text size="sm" c="dimmed">
            In words alone: no score follows it
          </Text>
        </Table.Td>
      </Table.Tr>
    );
  const { move, expected, verdict } = progress;
  const { word, tone } = tagOf(VERDICT_WORDS, verdict);
  return (
    <>
      <Table.Tr>
        <Table.Th scope="row">{area.name}</Table.Th>
        <Table.Td>
          <Averaged of={progress.before} minimum={minimum} />
        </Table.Td>
        <Table.Td>
          <Averaged of={progress.now} minimum={minimum} />
        </Table.Td>
        <Table.Td>
          {move ? (
            <>
              {arrowOf(move)} {sayMove(move)}
            </>
          ) : (
            '–'
          )}
        </Table.Td>
      </Table.Tr>
      <Table.Tr>
        <Table.Td colSpan={4}>
          <Text size="sm">
            <Tag tone={tone}>{word}</Tag>{' '}
            {expected
              ? `Chance alone would bring ${average(expected.value)} (${interval(expected.low, expected.high) ?? '–'}), by ${counted(expected.colleagues, 'colleague')} with a week like it who weren’t coached${expected.left_out ? `; ${expected.left_out} left out, coached since or without data` : ''}.`
              : 'There is too little to hold it against: it takes four colleagues with data, and enough answers of the agent.'}
          </Text>
        </Table.Td>
      </Table.Tr>
    </>
  );
}

function Averaged({ of, minimum }: { of: AttributeAverage; minimum: number }) {
  if (typeof of.value !== 'number')
    return (
      <Text size="sm" c="dimmed">
        Not enough data ({of.sample} of {minimum})
      </Text>
    );
  const around = interval(of.low, of.high);
  return (
    <>
      {average(of.value)} over {of.sample}
      {around && (
        <Text span display="block" size="xs" c="dimmed">
          {around}
        </Text>
      )}
    </>
  );
}

const VERDICT_WORDS: Record<string, { word: string; tone: Tone }> = {
  improved: { word: 'Improved beyond chance', tone: 'good' },
  not_shown: { word: 'No improvement beyond chance is shown', tone: 'neutral' },
  not_enough_data: { word: 'Not enough data', tone: 'neutral' },
};
