import { Group } from '@mantine/core';
import type { PlanView } from '@/api/schema';
import { Tag } from '@/parts/Tag';
import { toneOf } from '@/parts/words';
import { STANDING_TONES, STATUS_TONES } from './words';

/** How a plan stands: its status, and while it is in progress where it is on its way. */
export function PlanTags({ plan }: { plan: PlanView }) {
  const { now, status } = plan;
  return (
    <Group gap={4}>
      <Tag tone={toneOf(STATUS_TONES, status)}>{plan.status_label}</Tag>
      {status === 'in_progress' && now?.standing && (
        <Tag tone={toneOf(STANDING_TONES, now.standing)}>{now.standing_label}</Tag>
      )}
    </Group>
  );
}
