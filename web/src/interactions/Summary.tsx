import { Group, Stack, Text } from '@mantine/core';
import type { InteractionView } from '@/api/schema';
import { OriginTag } from './Origins';

const LACKING = {
  budget_spent:
    'This month’s budget for the language model was spent. It is made up for once there is budget again.',
  speakers_changed: 'It is being made anew, because somebody said who is who.',
  gave_up: 'The language model was asked several times and gave no usable answer.',
};

/** What the conversation was about, in a few lines, with who wrote them. */
export function Summary({ interaction }: { interaction: InteractionView }) {
  const { analysis } = interaction;
  const missing = interaction.missing.find((each) => each.part === 'analysis');
  if (!analysis?.summary)
    return (
      <Text size="sm" c="dimmed">
        {missing
          ? LACKING[missing.why]
          : analysis
            ? 'Nothing was summarised.'
            : 'This interaction has not been analysed.'}
      </Text>
    );
  return (
    <Stack gap="xs">
      <Text maw={640} style={{ overflowWrap: 'anywhere' }}>
        {analysis.summary.value}
      </Text>
      <Group>
        <OriginTag reading={analysis.summary} provenance={analysis.provenance} />
      </Group>
    </Stack>
  );
}
