/** Reading and changing goals. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import type { GoalContentInput, GoalView } from '@/api/schema';
import { everyPage } from '@/parts/names';

/** A draw goes on for minutes. */
const LIVE_MS = 5_000;

/** Every goal that the signed-in person sees, each with the draw of the period that it is. */
export const goalsQuery = queryOptions({
  queryKey: ['goals', 'all'],
  queryFn: ({ signal }) =>
    everyPage((cursor) => body(api.GET('/goals', { params: { query: { limit: 25, cursor } }, signal }))),
  refetchInterval: ({ state }) => (state.data?.some(isDrawing) ? LIVE_MS : false),
});

function isDrawing({ current }: GoalView): boolean {
  return current?.state === 'gathering' || current?.state === 'giving';
}

export function useSaveGoal() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ of, content, key }: { of: GoalView | null; content: GoalContentInput; key: string }) =>
      of
        ? body(
            api.PATCH('/goals/{goal_id}', {
              params: { path: { goal_id: of.id }, header: { 'if-match': etag(of) } },
              body: { ...content, open_ended: content.last_on == null },
            }),
          )
        : body(api.POST('/goals', { headers: { 'Idempotency-Key': key }, body: content })),
    onSuccess: () => client.invalidateQueries({ queryKey: goalsQuery.queryKey }),
  });
}

export function useDeleteGoal() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (of: GoalView) =>
      body(
        api.DELETE('/goals/{goal_id}', {
          params: { path: { goal_id: of.id }, header: { 'if-match': etag(of) } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: goalsQuery.queryKey }),
  });
}
