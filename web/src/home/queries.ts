/** What home reads beyond the queries of the features. */
import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { everyPage } from '@/parts/names';

const FEW = 5;
const OF_LINE = 50;

/** Evaluations that one has begun and not completed. */
export function draftsQuery(me: string) {
  return queryOptions({
    queryKey: ['evaluations', 'home', 'drafts', me],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET('/evaluations', {
            params: { query: { evaluator_id: me, status: 'draft', limit: FEW } },
            signal,
          }),
        )
      ).items,
  });
}

/** The latest evaluations of one's own conversations. */
export function latestEvaluationsQuery(me: string) {
  return queryOptions({
    queryKey: ['evaluations', 'home', 'latest', me],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET('/evaluations', {
            params: { query: { agent_id: [me], status: 'completed', limit: FEW } },
            signal,
          }),
        )
      ).items,
  });
}

/** The latest AI performance reports about oneself that one may read. */
export function ownReportsQuery(me: string) {
  return queryOptions({
    queryKey: ['summaries', 'home', me],
    queryFn: async ({ signal }) =>
      (await body(api.GET('/summaries', { params: { query: { agent_id: me } }, signal }))).items,
  });
}

/** The people in one's line, by name; as many as fit a page of their own. */
export const myLineQuery = queryOptions({
  queryKey: ['people', 'home'],
  queryFn: async ({ signal }) => {
    const query = { status: ['active' as const], kind: ['human' as const], role: ['agent'], limit: OF_LINE };
    const people = await everyPage(
      (cursor) => body(api.GET('/people', { params: { query: { ...query, cursor } }, signal })),
      OF_LINE,
    );
    return people.slice(0, OF_LINE);
  },
});
