/** What the API says of coaching plans. */
import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import { pagedQuery } from '@/api/queries';
import type { Channel, EffectMetric, PlanDetail, PlanDraft, PlanView } from '@/api/schema';

export interface PlanFilter {
  agent_id?: string | undefined;
  status?: PlanView['status'][] | undefined;
}

/** Plans page by page, newest first; without a person, of all whom one coaches, or else one's own. */
export function plansQuery(filter: PlanFilter) {
  return pagedQuery<PlanView>(['plans', 'list', filter], (cursor, signal) =>
    body(api.GET('/plans', { params: { query: { ...filter, limit: 25, cursor } }, signal })),
  );
}

/** One plan with its way. */
export const planQuery = (id: string) =>
  queryOptions({
    queryKey: ['plans', 'one', id],
    queryFn: ({ signal }) => body(api.GET('/plans/{plan_id}', { params: { path: { plan_id: id } }, signal })),
  });

/** What helps to make a plan for an inquiry on a channel. */
export const adviceQuery = (channel: Channel, inquiry: string) =>
  queryOptions({
    queryKey: ['plans', 'advice', channel, inquiry],
    // Targets that move while somebody chooses one would confuse; what they commit to is reckoned then.
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      body(api.GET('/plans/advice', { params: { query: { channel, inquiry } }, signal })),
  });

/** One's own conversations about it that came to the worst. */
export const poorQuery = (channel: Channel, inquiry: string, metric: EffectMetric) =>
  queryOptions({
    queryKey: ['plans', 'poor', channel, inquiry, metric],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET('/plans/poor-conversations', { params: { query: { channel, inquiry, metric } }, signal }),
        )
      ).items,
  });

/** Commit to a plan. */
export function useCommit() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ draft, key }: { draft: PlanDraft; key: string }) =>
      body(api.POST('/plans', { body: draft, headers: { 'Idempotency-Key': key } })),
    onSuccess: (plan) => keep(client, plan),
  });
}

/** Tick an action as done, or untick it: shown at once, and taken back when it is refused. */
export function useTick(plan: PlanDetail) {
  const client = useQueryClient();
  const { queryKey } = planQuery(plan.id);
  return useMutation({
    mutationFn: ({ number, done }: { number: number; done: boolean }) =>
      body(
        api.PATCH('/plans/{plan_id}/planned-actions/{number}', {
          params: { path: { plan_id: plan.id, number }, header: { 'if-match': etag(plan) } },
          body: { done },
        }),
      ),
    onMutate: ({ number, done }) => {
      const before = client.getQueryData<PlanDetail>(queryKey);
      client.setQueryData(queryKey, {
        ...plan,
        planned_actions: plan.planned_actions.map((each) =>
          each.number === number ? { ...each, done_at: done ? new Date().toISOString() : null } : each,
        ),
      });
      return before;
    },
    onSuccess: (changed) => keep(client, changed),
    onError: (_, __, before) => {
      // What was refused isn't shown, also where the plan can't be read anew just now.
      client.setQueryData(queryKey, before);
      // A look by night may have changed it since it was read.
      void client.invalidateQueries({ queryKey });
    },
  });
}

/** Give a plan up. */
export function useCancel(plan: PlanDetail) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) =>
      body(
        api.POST('/plans/{plan_id}/cancellation', {
          params: { path: { plan_id: plan.id }, header: { 'if-match': etag(plan) } },
          headers: { 'Idempotency-Key': key },
        }),
      ),
    onSuccess: (changed) => keep(client, changed),
  });
}

function keep(client: QueryClient, plan: PlanDetail) {
  client.setQueryData(planQuery(plan.id).queryKey, plan);
  void client.invalidateQueries({ queryKey: ['plans', 'list'] });
  void client.invalidateQueries({ queryKey: ['plans', 'advice'] });
}
