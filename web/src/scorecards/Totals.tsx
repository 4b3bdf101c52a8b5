import { Button, Group, Text } from '@mantine/core';
import type { NewContent } from '@/api/schema';
import { counted, trim } from '@/parts/numbers';
import { Tag } from '@/parts/Tag';
import { pointsOf, weightTotal } from './editing';
import { sayPoints } from './words';

/** What the sections come to together, while it is typed: weights against 100%, and the points. */
export function Totals({ content, onShare }: { content: NewContent; onShare?: () => void }) {
  const points = pointsOf(content.sections.flatMap(({ questions }) => questions));
  const criteria = content.sections.flatMap(({ questions }) => questions).length;
  const total = weightTotal(content);
  const missing = 100 - total;
  return (
    <Group gap="sm" role="status" aria-label="Totals">
      {content.format === 'percentage' && (
        <>
          <Text size="sm">
            The weights total <b>{trim(total)}%</b>
          </Text>
          {Math.abs(missing) < 0.000_001 ? (
            <Tag tone="good">Adds up</Tag>
          ) : (
            <Tag tone="watch">
              {missing > 0 ? `${trim(missing)}% to give` : `${trim(-missing)}% too much`}
            </Tag>
          )}
          {onShare && content.sections.length > 0 && (
            <Button size="compact-sm" variant="subtle" onClick={onShare}>
              Share evenly
            </Button>
          )}
        </>
      )}
      <Text size="sm" c="dimmed">
        {sayPoints(points)} in all
      </Text>
      <Text size="sm" c="dimmed">
        {counted(criteria, 'criterion', 'criteria')}; five to eight are recommended for a type of call
      </Text>
    </Group>
  );
}
