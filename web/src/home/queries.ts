/** What home reads: the first screen in one request, then how those on it stand, ten at a time. */
import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { STANDINGS } from '@/api/queries';
import type { Standing } from '@/api/schema';
import type { Asked } from './words';

const FEW = 5;

export const homeKey = ['home', 'screen'] as const;

/** What waits, whom one leads, and one's part of the account. What was done elsewhere shows at once. */
export const homeQuery = queryOptions({
  queryKey: homeKey,
  staleTime: 0,
  queryFn: ({ signal }) => body(api.GET('/home', { signal })),
});

/** How some agents or teams stand, by their id; ten at most. */
export function standingsQuery({ agents = [], teams = [], among = 1 }: Asked) {
  return queryOptions({
    queryKey: [...STANDINGS, agents, teams, among],
    queryFn: async ({ signal }) => {
      const { items } = await body(
        api.GET('/home/standings', {
          params: { query: { agent_id: agents, team_id: teams, among } },
          signal,
        }),
      );
      return new Map<string, Standing>(items.map((each) => [each.agent_id ?? each.team_id ?? '', each]));
    },
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
            params: { query: { agent_id: [me], limit: FEW } },
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
