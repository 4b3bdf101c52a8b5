import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { asProblem } from '@/api/problems';
import { said } from '@/parts/say';
import { scoreNext } from './queries';

/** Where one goes once an evaluation is completed: to the next conversation to score, or nowhere. */
export function useCompleted(evaluationId: string) {
  const client = useQueryClient();
  const router = useRouter();
  return async (next: boolean) => {
    if (!next) return;
    const from = router.state.location.pathname;
    try {
      const id = await scoreNext(client, evaluationId);
      if (id === undefined)
        said(
          'It is completed. None of those looked through so far waits; choose the next one from the list.',
        );
      // Whoever went elsewhere meanwhile stays there.
      else if (router.state.location.pathname !== from)
        said('The next conversation to score waits under “To do”.');
      else await router.navigate({ to: '/evaluations/$evaluationId', params: { evaluationId: id } });
    } catch (error) {
      // It is completed all the same: what failed is only to find the next one.
      if (asProblem(error).status === 404)
        said('That was the last one: nothing else waits to be scored with this scorecard.');
      else said('It is completed. The next one could not be opened just now; choose it from the list.');
    }
  };
}
