import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { EvaluationDetail, Score } from '@/api/schema';
import { choicesIn, type Unsaved } from './answers';
import { scoreWithQuery } from './queries';

/** How long no choice must have changed before the API is asked. */
const SETTLED_MS = 250;

/**
 * What a completed evaluation would come to with unsaved answers, as the API counts it. What it said before stays until
 * it has said more.
 *
 * @returns the score, null where it couldn't be told, and the way to ask again.
 */
export function useScoreWith(
  evaluation: EvaluationDetail,
  unsaved: Unsaved,
): { score: Score | null; askAgain: () => void } {
  const now = useMemo(() => choicesIn(evaluation.answers, unsaved), [evaluation.answers, unsaved]);
  const [choices] = useDebouncedValue(now, SETTLED_MS);
  const asked = useQuery({ ...scoreWithQuery(evaluation, choices), enabled: choices.length > 0 });
  const told = choices.length > 0 ? asked.data?.score : undefined;
  const saved = evaluation.score ?? null;
  const askAgain = () => void asked.refetch();
  if (now.length === 0) return { score: saved, askAgain };
  return { score: asked.error ? null : (told ?? saved), askAgain };
}
