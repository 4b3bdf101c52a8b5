import { Group, Text } from '@mantine/core';
import type { ChannelHealthView } from '@/api/schema';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { toneOf, wordOf } from '@/parts/words';
import { backlog, STATE_TONES, STATE_WORDS, whyNot } from './channels';

/** How a channel gets on, in a word, with what is behind it. */
export function Health({ health }: { health: ChannelHealthView }) {
  const left = backlog(health);
  const trouble = health.state === 'troubled' || health.state === 'paused' ? health.error : null;
  return (
    <Group gap={6}>
      <Tag tone={toneOf(STATE_TONES, health.state)}>{wordOf(STATE_WORDS, health.state)}</Tag>
      {trouble && <Text size="xs">{whyNot(trouble)}</Text>}
      {health.paused_until && (
        <Text size="xs" c="dimmed">
          until <When at={health.paused_until} inherit />
        </Text>
      )}
      {left && (
        <Text size="xs" c="dimmed">
          {left}
        </Text>
      )}
    </Group>
  );
}
