import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { asProblem, type Problem } from '@/api/problems';
import { scoreNext } from '@/evaluations/queries';

/**
 * The next conversation to score, asked for when it is wanted: what one evaluator is given no other is for a while.
 *
 * nothing: why there is none to go on with. further: whether there is more to look through, so that the next press goes
 * on from where this one came to.
 */
export function useStartNext() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const cameTo = useRef<string | undefined>(undefined);
  const [starting, setStarting] = useState(false);
  const [nothing, setNothing] = useState<{ says: string; further: boolean } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const start = async () => {
    setStarting(true);
    setProblem(null);
    try {
      const found = await scoreNext(client, undefined, cameTo.current);
      if ('cursor' in found) {
        cameTo.current = found.cursor;
        setNothing({
          says: 'None of those looked through so far waits. There are more to look through.',
          further: true,
        });
      } else {
        cameTo.current = undefined;
        await navigate({ to: '/evaluations/$evaluationId', params: { evaluationId: found.id } });
      }
    } catch (error) {
      const refused = asProblem(error);
      // From a place that isn't known any more it begins anew.
      if (!refused.passing) cameTo.current = undefined;
      if (refused.status === 404) setNothing({ says: 'Nothing waits to be scored.', further: false });
      else setProblem(refused);
    } finally {
      setStarting(false);
    }
  };
  return { start, starting, nothing, problem };
}
