import { Problem } from '@/api/problems';
import { ProblemNotice } from './ProblemNotice';

/**
 * What went wrong with a form: all of it, but for what stands at its fields already.
 *
 * @param shown the fields that say themselves what is wrong with them, by the first part of their JSON pointer.
 * @param onReload reads the newest state, when somebody else changed it meanwhile.
 */
export function OtherProblem({
  problem,
  shown,
  onReload,
}: {
  problem: Problem | null;
  shown: string[];
  onReload?: () => void;
}) {
  if (!problem) return null;
  const elsewhere = problem.fields.filter(({ pointer }) => !shown.includes(pointer.split('/')[1] ?? ''));
  if (problem.fields.length > 0 && elsewhere.length === 0) {
    return <ProblemNotice error={told(problem, [])} changing />;
  }
  return (
    <ProblemNotice
      error={told(problem, elsewhere)}
      changing
      onRetry={problem.kind === 'stale' ? onReload : undefined}
    />
  );
}

function told({ kind, status, detail, traceId, retryAfter }: Problem, fields: Problem['fields']): Problem {
  return new Problem(kind, status, detail, fields, traceId, retryAfter);
}
