import { Group, Loader, Text } from '@mantine/core';
import { useState } from 'react';
import type { EvaluationDetail } from '@/api/schema';
import { beginning, follow, sayProgress } from './aiProgress';

const STATUS_ID = 'ai-status';

/** Go to what is said of the AI's answering. */
export function goToAiStatus(): void {
  document.getElementById(STATUS_ID)?.focus({ preventScroll: true });
}

/** How far the AI is with its answers, in sight and said aloud. What went wrong is told beside it. */
export function AiStatus({ evaluation, left }: { evaluation: EvaluationDetail; left: number }) {
  const [progress, setProgress] = useState(beginning);
  const now = follow(progress, evaluation, left);
  if (now !== progress) setProgress(now);
  // Always in the page: screen readers tell only what changes in a place that they know.
  return (
    <Text id={STATUS_ID} size="sm" role="status" aria-live="polite" tabIndex={-1} style={{ outline: 'none' }}>
      <Group gap="xs" component="span" wrap="nowrap">
        {now.state === 'answering' && <Loader size="xs" aria-hidden style={{ flex: 'none' }} />}
        <span>{sayProgress(now)}</span>
      </Group>
    </Text>
  );
}
