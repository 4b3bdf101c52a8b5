/** Reading and changing goals. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import { pagedQuery } from '@/api/queries';
import type { DrawFile, GivenItem, GoalContentInput, GoalView } from '@/api/schema';
import { everyPage } from '@/parts/names';
import { partOf } from './drawParts';
import type { Figure } from './words';

/** A draw goes on for minutes. */
const LIVE_MS = 5_000;

/** Every goal that the signed-in person sees, each with the draw of the period that it is. */
export const goalsQuery = queryOptions({
  queryKey: ['goals', 'all'],
  queryFn: ({ signal }) =>
    everyPage((cursor) => body(api.GET('/goals', { params: { query: { limit: 25, cursor } }, signal }))),
  refetchInterval: ({ state }) => (state.data?.some(isDrawing) ? LIVE_MS : false),
});

/** The evaluations that a figure of a draw counts. */
export function drawnQuery({ draw, evaluator, agent, state }: Figure) {
  const which = { evaluator_id: evaluator, agent_id: agent, done: state === 'done' ? true : undefined };
  return pagedQuery<GivenItem>(['draws', draw, 'evaluations', which], (cursor, signal) =>
    body(
      api.GET('/draws/{draw_id}/evaluations', {
        params: { path: { draw_id: draw }, query: { ...which, limit: 50, cursor } },
        signal,
      }),
    ),
  );
}

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

const PART = 100;

/** A draw as a file, all its parts together. */
export async function readDraw(id: string): Promise<DrawFile> {
  const path = { draw_id: id };
  const read = (cursor: string | undefined) =>
    body(api.GET('/draws/{draw_id}/file', { params: { path, query: { limit: PART, cursor } } }));
  let part = await read(undefined);
  const agents = [...part.agents];
  while (part.next_cursor) {
    part = await read(part.next_cursor);
    agents.push(...part.agents);
  }
  return { ...part, agents, next_cursor: null };
}

/** The same as CSV. */
export async function readDrawCsv(id: string): Promise<string> {
  const path = { draw_id: id };
  let whole = '';
  for (let cursor: string | undefined; ;) {
    const part = await body<string>(
      api.GET('/draws/{draw_id}/csv', { params: { path, query: { limit: PART, cursor } }, parseAs: 'text' }),
    );
    const [text, next] = partOf(part);
    whole += text;
    if (next === undefined) return whole;
    cursor = next;
  }
}
