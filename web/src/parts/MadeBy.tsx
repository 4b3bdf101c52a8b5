import { Group, Text } from '@mantine/core';
import { IconSparkles, IconUser, IconUserCheck, type TablerIcon } from '@tabler/icons-react';
import type { EvaluationDetail } from '@/api/schema';

/** The shape of who made an evaluation. */
export const SHAPES: Partial<Record<string, TablerIcon>> = {
  automatic: IconSparkles,
  blended: IconUserCheck,
  manual: IconUser,
};

/** Who made an evaluation: the AI, a person, or a person with the AI; told by a shape and by words. */
export function MadeBy({
  evaluation: { type, evaluator_name: name, status },
}: {
  evaluation: Pick<EvaluationDetail, 'type' | 'evaluator_name' | 'status'>;
}) {
  const Shape = SHAPES[type] ?? IconUser;
  return (
    // On the line of the words beside it, which would else stand on the lower edge of the shape.
    <Group
      gap={5}
      wrap="nowrap"
      component="span"
      display="inline-flex"
      align="center"
      style={{ verticalAlign: 'top' }}
    >
      <Shape size={15} aria-hidden style={{ flexShrink: 0 }} />
      <Text span inherit>
        {name ?? (status === 'draft' ? 'Nobody yet' : 'AI')}
        {name && type === 'blended' && (
          <Text span inherit c="dimmed">
            {' '}
            with the AI
          </Text>
        )}
      </Text>
    </Group>
  );
}
