import { Box, Group, Progress, Text } from '@mantine/core';
import type { Score, ScorecardVersion } from '@/api/schema';
import { Tag } from '@/parts/Tag';
import type { ReactNode } from 'react';
import { ScoreFigure } from './ScoreFigure';
import { verdict } from './words';

/** The total while answering, as the API counts it: what is open counts zero. */
export function RunningTotal({
  score,
  format,
  answered,
  of,
  final = false,
  beside,
}: {
  /** None where it isn't known. */
  score: Score | null | undefined;
  format: ScorecardVersion['format'];
  answered: number;
  of: number;
  /** Whether it is what the evaluation would come to, so that passing is told. */
  final?: boolean;
  beside: ReactNode;
}) {
  return (
    <Box>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Box>
          <Text size="xs" c="dimmed">
            Running total, open questions count zero
          </Text>
          <Group gap="sm" align="baseline" aria-live="polite" role="group" aria-label="Running total">
            {score && <ScoreFigure score={score} format={format} size="xl" />}
            {score && (final || score.auto_failed) && (
              <Tag tone={verdict(score).tone}>{verdict(score).word}</Tag>
            )}
          </Group>
        </Box>
        {beside}
      </Group>
      <Group gap="xs" mt={4} wrap="nowrap">
        <Progress
          value={of ? (100 * answered) / of : 0}
          size="sm"
          style={{ flex: 1 }}
          aria-label="Answered questions"
        />
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {answered} of {of} answered
        </Text>
      </Group>
    </Box>
  );
}
