import { Box, Group, Stack, Text, Title } from '@mantine/core';
import type { AdviceSheet } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Facts } from '@/parts/Facts';
import { Name } from '@/parts/Name';
import { clock } from '@/parts/times';
import { wordOf } from '@/parts/words';

const SPEAKER_WORDS: Record<string, string> = {
  agent: 'Agent',
  customer: 'Customer',
  colleague: 'Colleague',
  system: 'Announcement',
  unknown: 'Somebody',
};

/** The page for a meeting of two colleagues: what it is about, words that show it, and a course of twenty minutes. */
export function SheetShown({ sheet }: { sheet: AdviceSheet }) {
  const looks: [string, string][] = [
    ['Asked', sheet.description],
    ['Good', sheet.good],
    ['Poor', sheet.poor],
    ['Know', sheet.context],
  ];
  const known = looks.filter(([, text]) => text);
  return (
    <Stack gap="md" maw="75ch">
      <Box>
        <Title order={2}>{sheet.criterion.name}</Title>
        <Text size="sm" c="dimmed">
          <Name of={sheet.learner_name} /> and <Name of={sheet.colleague_name} />, {sheet.minutes} minutes ·{' '}
          {sheet.criterion.scorecard_name}
        </Text>
      </Box>
      {known.length > 0 && <Facts facts={known} />}
      <Box component="section" aria-label="Words that show it">
        <Title order={3} size="h4" mb={4}>
          Words that show it
        </Title>
        {sheet.exchange.length === 0 ? (
          <Text size="sm">There are none here: bring a conversation that went well.</Text>
        ) : (
          <Stack gap={4}>
            {sheet.exchange.map((turn, place) => (
              <Text key={place} size="sm" fw={turn.shows ? 600 : undefined}>
                <Text span inherit c="dimmed" fw={400}>
                  {wordOf(SPEAKER_WORDS, turn.speaker)}
                  {typeof turn.start_ms === 'number' && `, ${clock(turn.start_ms)}`}:
                </Text>{' '}
                {turn.text}
              </Text>
            ))}
          </Stack>
        )}
      </Box>
      {sheet.own_interaction_id && (
        <Group className="no-print">
          <Anchor
            to="/conversations/$interactionId"
            params={{ interactionId: sheet.own_interaction_id }}
            size="sm"
          >
            The conversation of {sheet.learner_name} to talk about
          </Anchor>
        </Group>
      )}
      {sheet.steps.map((step) => (
        <Box key={step.title} component="section" aria-label={step.title}>
          <Title order={3} size="h4" mb={4}>
            {step.title}
            {step.minutes > 0 && (
              <Text span inherit c="dimmed" fw={400}>
                {' '}
                {step.minutes} min
              </Text>
            )}
          </Title>
          <Box component="ul" m={0} pl="md">
            {step.lines.map((line) => (
              <Text component="li" key={line} size="sm">
                {line}
              </Text>
            ))}
          </Box>
        </Box>
      ))}
      {sheet.takeaway && (
        <Text size="sm">
          <Text span inherit fw={600}>
            To try:
          </Text>{' '}
          {sheet.takeaway}
        </Text>
      )}
    </Stack>
  );
}
