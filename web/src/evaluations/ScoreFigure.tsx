import { Group, Text } from '@mantine/core';
import type { ScorecardVersion } from '@/api/schema';
import { scorePercent, scoreText } from './words';

/**
 * A score as its scorecard counts: points with the percent beside them, or, where sections count by their weights,
 * percent alone: there the points don't add up to it.
 */
export function ScoreFigure({
  score,
  format,
  size = 'md',
  wrap = 'wrap',
}: {
  score: { percent: number | null; earned: number; possible: number };
  format?: ScorecardVersion['format'] | null | undefined;
  size?: 'md' | 'xl';
  wrap?: 'wrap' | 'nowrap';
}) {
  const inPoints = format === 'points' && score.percent !== null;
  return (
    <Group component="span" gap={6} align="baseline" wrap={wrap} display="inline-flex">
      <Text span inherit fw={size === 'xl' ? 650 : 600} fz={size === 'xl' ? 'xl' : undefined}>
        {scoreText(score, format ?? 'percentage')}
      </Text>
      {inPoints && (
        <Text span c="dimmed" style={{ whiteSpace: 'nowrap' }} fz={size === 'xl' ? 'sm' : 'xs'}>
          {scorePercent(score.percent)}
        </Text>
      )}
    </Group>
  );
}
