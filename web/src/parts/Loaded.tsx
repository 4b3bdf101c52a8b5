import { Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Earlier } from './Earlier';
import { ProblemNotice } from './ProblemNotice';

/**
 * What a query brought: a skeleton while it is read, a problem with a way to try again, or the content.
 * What was read before stays in sight when reading again fails; what was read for other filters says so.
 */
export function Loaded<T>({
  query,
  skeleton = <Lines />,
  children,
}: {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch' | 'isPlaceholderData'>;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return <Earlier of={query}>{children(query.data)}</Earlier>;
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  return <div aria-busy="true">{skeleton}</div>;
}

/** A skeleton of lines of text. */
export function Lines({ count = 4 }: { count?: number }) {
  return (
    <Stack gap="xs" aria-hidden>
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} height={16} width={`${92 - ((index * 17) % 40)}%`} />
      ))}
    </Stack>
  );
}
