import { Group, Text } from '@mantine/core';
import { IconSparkles, IconUser, IconUserCheck } from '@tabler/icons-react';
import type { EvaluationItem } from '@/api/schema';

const SHAPES = { automatic: IconSparkles, blended: IconUserCheck, manual: IconUser };
const HOW = { automatic: 'by the AI', blended: 'AI and person', manual: 'by a person' };

/** Who made an evaluation: the AI, a person, or both; told by a shape and by words. */
export function MadeBy({
  evaluation,
}: {
  evaluation: Pick<EvaluationItem, 'type' | 'evaluator_name' | 'status'>;
}) {
  const Shape = SHAPES[evaluation.type];
  const by = evaluation.evaluator_name ?? (evaluation.status === 'draft' ? 'Nobody yet' : 'AI');
  return (
    <Group gap={5} wrap="nowrap" component="span" display="inline-flex">
      <Shape size={15} aria-hidden style={{ flexShrink: 0 }} />
      <Text span inherit size="sm">
        {by}
        {evaluation.type !== 'automatic' && (
          <Text span inherit c="dimmed">
            , {HOW[evaluation.type]}
          </Text>
        )}
      </Text>
    </Group>
  );
}
