import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { asProblem } from '@/api/problems';
import { Empty } from '@/parts/Empty';
import { Lines } from '@/parts/Loaded';
import { ProblemNotice } from '@/parts/ProblemNotice';

/**
 * In the place of what is asked for by its id while it isn't in the list: a list is read in parts, so that what isn't
 * among its rows needn't be gone.
 *
 * @param asked the question for it by its id.
 * @param title what is said of it where it is gone.
 */
export function NotHere({
  asked,
  title,
  children,
}: {
  asked: UseQueryResult;
  title: string;
  children: ReactNode;
}) {
  if (asked.isPending) return <Lines count={4} />;
  if (asked.error && asProblem(asked.error).status !== 404)
    return <ProblemNotice error={asked.error} onRetry={() => void asked.refetch()} />;
  return <Empty title={title}>{children}</Empty>;
}
