import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem, type Problem } from '@/api/problems';
import { scoreNext } from '@/evaluations/queries';

/**
 * The next conversation to score, asked for when it is wanted: what one evaluator is given no other is for a while.
 *
 * nothing: why there is none to go on with.
 */
export function useStartNext() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [starting, setStarting] = useState(false);
  const [nothing, setNothing] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const start = async () => {
    setStarting(true);
    setProblem(null);
    try {
      const id = await scoreNext(client);
      if (id === undefined) setNothing('None of those looked through so far waits.');
      else await navigate({ to: '/evaluations/$evaluationId', params: { evaluationId: id } });
    } catch (error) {
      const refused = asProblem(error);
      if (refused.status === 404) setNothing('Nothing waits to be scored.');
      else setProblem(refused);
    } finally {
      setStarting(false);
    }
  };
  return { start, starting, nothing, problem };
}
