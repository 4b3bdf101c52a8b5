import { Group, Progress as Bar, Text } from '@mantine/core';
import type { CalibrationView } from '@/api/schema';
import { percent } from '@/parts/numbers';
import { Tag } from '@/parts/Tag';

/** How many have handed in. */
export function Progress({ of }: { of: CalibrationView }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Bar
        value={of.completion_percent}
        w={64}
        aria-hidden
        color={of.status === 'closed' ? 'gray' : undefined}
      />
      <Text span size="sm" data-figures style={{ whiteSpace: 'nowrap' }}>
        {of.handed_in} of {of.assessor_count} ({percent(of.completion_percent)})
      </Text>
    </Group>
  );
}

/** Where it stands, for the one who looks at it. */
export function Standing({ of }: { of: CalibrationView }) {
  if (of.status === 'closed') return <Tag tone="good">Closed</Tag>;
  if (of.actions.includes('answer')) return <Tag tone="watch">Waits for you</Tag>;
  return <Tag tone="accent">Active</Tag>;
}
