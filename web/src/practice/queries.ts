/** What the API says of practice: scenarios, and attempts at them. */
import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import { pagedQuery } from '@/api/queries';
import type { AttemptView, PersonsScore, ScenarioDraft, ScenarioView, ScenarioWords } from '@/api/schema';
import type { STANDINGS } from './addresses';

/** How often is looked for what the model is at. */
const LIVE_MS = 1_500;

export interface PracticeFilter {
  agent_id?: string | undefined;
  state?: (typeof STANDINGS)[number] | undefined;
}

/** Scenarios page by page, newest first: one's own, of an agent, or of all whom one leads those that stand so. */
export const practiceQuery = (filter: PracticeFilter) =>
  pagedQuery<ScenarioView>(['practice', 'list', filter], (cursor, signal) =>
    body(api.GET('/practice', { params: { query: { ...filter, limit: 25, cursor } }, signal })),
  );

/** One scenario; looked at again while the model writes it. */
export const scenarioQuery = (id: string) =>
  queryOptions({
    queryKey: ['practice', 'one', id],
    queryFn: async ({ signal, client, queryKey }) => {
      const before = client.getQueryData<ScenarioView>(queryKey);
      const now = await body(
        api.GET('/practice/{scenario_id}', { params: { path: { scenario_id: id } }, signal }),
      );
      if (before && before.state !== now.state) void forgetLists(client);
      return now;
    },
    refetchInterval: ({ state }) => (state.data?.working ? LIVE_MS : false),
  });

/** The attempts at a scenario with their scores, newest first; looked at again while one is being scored. */
export const attemptsQuery = (id: string) => ({
  ...pagedQuery<AttemptView>(['practice', 'attempts', id], async (cursor, signal, client) => {
    const before =
      cursor === undefined && isScoring(client.getQueryData<Attempts>(['practice', 'attempts', id]));
    const page = await body(
      api.GET('/practice/{scenario_id}/attempts', {
        params: { path: { scenario_id: id }, query: { limit: 50, cursor } },
        signal,
      }),
    );
    if (before && !isScoring({ pages: [page] })) void forgetScores(client, id, 'attempts');
    return page;
  }),
  refetchInterval: ({ state }: { state: { data: Attempts | undefined } }) =>
    isScoring(state.data) ? LIVE_MS : (false as const),
});

interface Attempts {
  pages: { items: Pick<AttemptView, 'state'>[] }[];
}

/** Whether the newest attempts have one that the model is scoring. */
export const isScoring = (attempts: Attempts | undefined): boolean =>
  attempts?.pages[0]?.items.some(({ state }) => state === 'scoring') ?? false;

/** One attempt with what was said; looked at again while the customer, or the score, is waited for. */
export const attemptQuery = (scenario: string, attempt: string) =>
  queryOptions({
    queryKey: ['practice', 'attempt', scenario, attempt],
    staleTime: 0,
    queryFn: async ({ signal, client, queryKey }) => {
      const before = client.getQueryData<AttemptView>(queryKey);
      const now = await body(
        api.GET('/practice/{scenario_id}/attempts/{attempt_id}', {
          params: { path: { scenario_id: scenario, attempt_id: attempt } },
          signal,
        }),
      );
      if (before && before.state !== now.state) void forgetScores(client, scenario);
      return now;
    },
    refetchInterval: ({ state }) => (state.data?.waits_for ? LIVE_MS : false),
  });

/** Have the lists of scenarios read anew, and what stands of one at its coaching log. */
function forgetLists(client: QueryClient): Promise<unknown> {
  return Promise.all([
    client.invalidateQueries({ queryKey: ['practice', 'list'] }),
    client.invalidateQueries({ queryKey: ['practice', 'of'] }),
  ]);
}

/** Have it read anew how a scenario stands, which follows from the scores of its attempts. */
function forgetScores(client: QueryClient, scenario: string, but?: 'attempts'): Promise<unknown> {
  return Promise.all([
    forgetLists(client),
    but ?? client.invalidateQueries({ queryKey: ['practice', 'attempts', scenario] }),
    client.invalidateQueries({ queryKey: ['practice', 'one', scenario] }),
  ]);
}

/** Make a scenario by hand. */
export function useMake() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ draft, key }: { draft: ScenarioDraft; key: string }) =>
      body(api.POST('/practice', { body: draft, headers: { 'Idempotency-Key': key } })),
    onSettled: () => void forgetLists(client),
  });
}

/** What somebody who leads the agent does with a scenario. */
export type Settling =
  | { verb: 'edit' | 'approve'; words: ScenarioWords }
  | { verb: 'decline'; reason: string }
  | { verb: 'draft' | 'close' };

export function useSettle(of: ScenarioView) {
  const client = useQueryClient();
  const params = { path: { scenario_id: of.id }, header: { 'if-match': etag(of) } };
  return useMutation({
    mutationFn: (what: Settling) => {
      if (what.verb === 'edit')
        return body(api.PATCH('/practice/{scenario_id}', { params, body: what.words }));
      if (what.verb === 'approve')
        return body(api.POST('/practice/{scenario_id}/approval', { params, body: { text: what.words } }));
      if (what.verb === 'decline')
        return body(api.POST('/practice/{scenario_id}/refusal', { params, body: { reason: what.reason } }));
      if (what.verb === 'draft') return body(api.POST('/practice/{scenario_id}/redraft', { params }));
      return body(api.POST('/practice/{scenario_id}/closing', { params }));
    },
    onSuccess: (now) => {
      client.setQueryData(scenarioQuery(of.id).queryKey, now);
      void forgetLists(client);
    },
  });
}

/** Begin an attempt. */
export function useBegin(scenario: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) =>
      body(
        api.POST('/practice/{scenario_id}/attempts', {
          params: { path: { scenario_id: scenario } },
          headers: { 'Idempotency-Key': key },
        }),
      ),
    onSettled: () => void forgetScores(client, scenario),
  });
}

/** What is done with an attempt, by its agent, or by a person who scores it. */
export type Act =
  | { verb: 'say'; text: string }
  | { verb: 'ask_again' | 'end' | 'give_up' | 'resume' }
  | { verb: 'score'; score: PersonsScore };

export function useAct(of: AttemptView) {
  const client = useQueryClient();
  const key = attemptQuery(of.scenario_id, of.id).queryKey;
  const params = {
    path: { scenario_id: of.scenario_id, attempt_id: of.id },
    header: { 'if-match': etag(of) },
  };
  return useMutation({
    mutationFn: (act: Act) => {
      switch (act.verb) {
        case 'say':
          return body(
            api.POST('/practice/{scenario_id}/attempts/{attempt_id}/turns', {
              params,
              body: { text: act.text },
            }),
          );
        case 'ask_again':
          return body(api.POST('/practice/{scenario_id}/attempts/{attempt_id}/retry', { params }));
        case 'end':
          return body(api.POST('/practice/{scenario_id}/attempts/{attempt_id}/completion', { params }));
        case 'give_up':
          return body(api.POST('/practice/{scenario_id}/attempts/{attempt_id}/pause', { params }));
        case 'resume':
          return body(api.POST('/practice/{scenario_id}/attempts/{attempt_id}/resumption', { params }));
        case 'score':
          return body(
            api.POST('/practice/{scenario_id}/attempts/{attempt_id}/score', { params, body: act.score }),
          );
      }
    },
    onSuccess: (now) => client.setQueryData(key, now),
    // What was said in another window meanwhile, or couldn't be asked for, stands in the attempt as it is now.
    onError: () => client.invalidateQueries({ queryKey: key }),
    onSettled: () => void forgetScores(client, of.scenario_id),
  });
}
