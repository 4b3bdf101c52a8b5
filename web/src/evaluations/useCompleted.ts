import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { asProblem } from '@/api/problems';
import { said } from '@/parts/say';
import { scoreNext } from './queries';

/**
 * Where one goes once an evaluation is completed: to the next conversation to score, or nowhere.
 *
 * further: whether there is more to look through than was; lookOn goes on from there.
 */
export function useCompleted(evaluationId: string) {
  const client = useQueryClient();
  const router = useRouter();
  const cameTo = useRef<string | undefined>(undefined);
  const looking = useRef(false);
  const [further, setFurther] = useState(false);
  const look = async () => {
    if (looking.current) return;
    looking.current = true;
    const from = router.state.location.pathname;
    try {
      const found = await scoreNext(client, evaluationId, cameTo.current);
      if ('cursor' in found) {
        cameTo.current = found.cursor;
        setFurther(true);
        said('It is completed. None of those looked through so far waits; there are more to look through.');
      }
      // Whoever went elsewhere meanwhile stays there.
      else if (router.state.location.pathname !== from)
        said('The next conversation to score waits under “To do”.');
      else await router.navigate({ to: '/evaluations/$evaluationId', params: { evaluationId: found.id } });
    } catch (error) {
      const refused = asProblem(error);
      // A place that isn't known any more is of no use, and at the end there is none.
      if (!refused.passing) {
        cameTo.current = undefined;
        setFurther(false);
      }
      // It is completed all the same: what failed is only to find the next one.
      if (refused.status === 404)
        said('That was the last one: nothing else waits to be scored with this scorecard.');
      else said('It is completed. The next one could not be opened just now; choose it from the list.');
    } finally {
      looking.current = false;
    }
  };
  return {
    onCompleted: async (next: boolean) => {
      if (next) await look();
    },
    further,
    lookOn: () => void look(),
  };
}
