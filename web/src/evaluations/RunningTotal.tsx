import { Box, Group, Progress, Text } from '@mantine/core';
import type { EvaluationDetail } from '@/api/schema';
import { Tag } from '@/parts/Tag';
import type { ReactNode } from 'react';
import { ScoreFigure } from './ScoreFigure';

/** The total while answering, as the API counts it: what is open counts zero. */
export function RunningTotal({
  evaluation,
  answered,
  of,
  beside,
}: {
  evaluation: EvaluationDetail;
  answered: number;
  of: number;
  beside: ReactNode;
}) {
  const { score, version } = evaluation;
  return (
    <Box>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Box>
          <Text size="xs" c="dimmed">
            Running total, open questions count zero
          </Text>
          <Group gap="sm" align="baseline" aria-live="polite" role="group" aria-label="Running total">
            {score && <ScoreFigure score={score} format={version.format} size="xl" />}
            {score?.auto_failed && <Tag tone="act">Auto-failed</Tag>}
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
