import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Name } from '@/parts/Name';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useDelete, useRetry } from './changes';
import type { KnownSummary } from './queries';

/** A summary that failed: why, and trying again. */
export function Failed({ summary, onDeleted }: { summary: KnownSummary; onDeleted: () => void }) {
  const retry = useRetry(summary);
  const remove = useDelete(summary, onDeleted);
  const problem = retry.error ?? remove.error;
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        <Name of={summary.agent_name} />, {summary.period_label}
      </Text>
      <Alert
        role="alert"
        variant="default"
        icon={<IconAlertTriangle color="var(--debrief-act-line)" />}
        title="The report could not be made"
      >
        <Text size="sm" maw={640}>
          {summary.failure?.sentence ?? 'The reason is not known.'}
        </Text>
        <Group mt="sm" gap="xs">
          {summary.actions.includes('retry') && (
            <Button size="xs" loading={retry.isPending} onClick={() => retry.mutate()}>
              Try again
            </Button>
          )}
          {summary.actions.includes('delete') && (
            <Button
              size="xs"
              variant="default"
              loading={remove.isPending}
              onClick={() => remove.mutate(false)}
            >
              Delete
            </Button>
          )}
        </Group>
      </Alert>
      {problem && <ProblemNotice error={problem} />}
    </>
  );
}
