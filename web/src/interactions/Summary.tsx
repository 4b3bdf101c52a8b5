import { Group, Stack, Text } from '@mantine/core';
import type { InteractionView } from '@/api/schema';
import { counted } from '@/parts/numbers';
import { entryOf, wordOf } from '@/parts/words';
import { OriginTag } from './Origins';
import { FAULT_WORDS } from './words';

const LACKING = {
  budget_spent:
    'This month’s budget for the language model was spent. It is made up for once there is budget again.',
  speakers_changed: 'It is being made anew, because somebody said who is who.',
  gave_up: 'The language model was asked several times and gave no usable answer.',
};

/** How much of what the AI wrote was left out, and why. */
function LeftOutTexts({ interaction }: { interaction: InteractionView }) {
  const dropped = interaction.analysis?.dropped ?? [];
  if (dropped.length === 0) return null;
  const all = dropped.reduce((sum, { count }) => sum + count, 0);
  return (
    <Text size="xs" c="dimmed">
      {counted(all, 'sentence or topic', 'sentences or topics')} of the AI left out:{' '}
      {dropped.map(({ reason, count }) => `${wordOf(FAULT_WORDS, reason)} (${count})`).join(', ')}.
    </Text>
  );
}

/** What the conversation was about, in a few lines, with who wrote them. */
export function Summary({ interaction }: { interaction: InteractionView }) {
  const { analysis } = interaction;
  const missing = interaction.missing.find((each) => each.part === 'analysis');
  if (!analysis?.summary)
    return (
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {missing
            ? entryOf(LACKING, missing.why, 'It could not be made.')
            : analysis
              ? 'Nothing was summarised.'
              : 'This interaction has not been analysed.'}
        </Text>
        <LeftOutTexts interaction={interaction} />
      </Stack>
    );
  return (
    <Stack gap="xs">
      <Text maw={640} style={{ overflowWrap: 'anywhere' }}>
        {analysis.summary.value}
      </Text>
      <Group>
        <OriginTag reading={analysis.summary} provenance={analysis.provenance} />
      </Group>
      <LeftOutTexts interaction={interaction} />
    </Stack>
  );
}
