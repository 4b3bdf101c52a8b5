import { Alert, Button, Group, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { asProblem, explain } from '@/api/problems';

/**
 * A problem as sentences: what happened, what is safe, what to do.
 *
 * @param changing whether something was being changed (then it says that nothing typed is lost).
 * @param onRetry offered where trying the same again may help; never of what somebody may not do.
 * @param retryLabel what the button says, when "Try again" isn't it.
 */
export function ProblemNotice({
  error,
  changing = false,
  onRetry,
  retryLabel,
}: {
  error: unknown;
  changing?: boolean;
  onRetry?: (() => void) | undefined;
  retryLabel?: string;
}) {
  const problem = asProblem(error);
  const { title, advice } = explain(problem, changing);
  const stale = problem.kind === 'stale';
  return (
    <Alert
      role="alert"
      variant="default"
      icon={<IconAlertTriangle color="var(--debrief-act-line)" />}
      title={title}
    >
      {advice && <Text size="sm">{advice}</Text>}
      {problem.fields.length > 0 && (
        <List size="sm" mt="xs">
          {problem.fields.map((field) => (
            <List.Item key={field.pointer + field.message}>
              {place(field.pointer)}: {field.message}
            </List.Item>
          ))}
        </List>
      )}
      {onRetry && (retryLabel !== undefined || problem.kind !== 'forbidden') && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={onRetry}>
            {retryLabel ?? (stale ? 'Load the latest' : 'Try again')}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

/** `/answers/3/option_id` → "answers, 3, option id". */
function place(pointer: string): string {
  return pointer.replace(/^[/?]/, '').replaceAll('/', ', ').replaceAll('_', ' ');
}
