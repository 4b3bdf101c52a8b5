import { Group, Text } from '@mantine/core';
import type { ScorecardVersion } from '@/api/schema';
import { pointsOf, scorePercent, scoreText } from './words';

/** A score as its scorecard counts: percent with the points beside it, or points with the percent beside them. */
export function ScoreFigure({
  score,
  format,
  size = 'md',
  wrap = 'wrap',
}: {
  score: { percent: number | null; earned: number; possible: number };
  format?: ScorecardVersion['format'];
  size?: 'md' | 'xl';
  wrap?: 'wrap' | 'nowrap';
}) {
  const inPoints = format === 'points' && score.percent !== null;
  const first = scoreText(score, format);
  const second = inPoints ? scorePercent(score.percent) : pointsOf(score.earned, score.possible);
  return (
    <Group component="span" gap={6} align="baseline" wrap={wrap} display="inline-flex">
      <Text span inherit fw={size === 'xl' ? 650 : 600} fz={size === 'xl' ? 'xl' : undefined}>
        {first}
      </Text>
      <Text span c="dimmed" style={{ whiteSpace: 'nowrap' }} fz={size === 'xl' ? 'sm' : 'xs'}>
        {second}
      </Text>
    </Group>
  );
}
