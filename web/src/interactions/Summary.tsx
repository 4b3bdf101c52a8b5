import { Group, Stack, Text } from '@mantine/core';
import type { InteractionView } from '@/api/schema';
import { OriginTag } from './Origins';

/** What the conversation was about, in a few lines, with who wrote them. */
export function Summary({ interaction }: { interaction: InteractionView }) {
  const { analysis } = interaction;
  if (!analysis?.summary)
    return (
      <Text size="sm" c="dimmed">
        {analysis ? 'Nothing was summarised.' : 'This interaction has not been analysed.'}
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
