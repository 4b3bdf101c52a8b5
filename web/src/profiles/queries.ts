/** What is read of one person. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { pagedQuery } from '@/api/queries';
import type { EvaluationItem, FeedbackDraft, InteractionView, PersonItem } from '@/api/schema';
import { daysAfter } from '@/parts/times';

/** Those above somebody, the nearest first. */
export function lineQuery(id: string) {
  return queryOptions({
    queryKey: ['people', 'line', id],
    queryFn: async ({ signal }) =>
      (await body(api.GET('/people/{user_id}/line', { params: { path: { user_id: id } }, signal }))).items,
  });
}

/** Those who report to somebody directly. */
export function directReportsQuery(id: string) {
  return pagedQuery<PersonItem>(['people', 'reports', id], (cursor, signal) =>
    body(
      api.GET('/people/{user_id}/reports', {
        params: { path: { user_id: id }, query: { limit: 50, cursor } },
        signal,
      }),
    ),
  );
}

export interface Span {
  from: string;
  to: string;
}

/** The last four weeks with today as the last day. */
export function fourWeeks(today: string): Span {
  return { from: daysAfter(today, -27), to: today };
}

/** Somebody's conversations in sum. */
export function conversationsQuery(agentId: string, span: Span) {
  const query = { agent_id: agentId, ...span, every: 'week' as const };
  return queryOptions({
    queryKey: ['reports', 'conversations', query],
    queryFn: ({ signal }) => body(api.GET('/reports/conversations', { params: { query }, signal })),
  });
}

/** How often each line item passed for somebody. */
export function lineItemsQuery(agentId: string, span: Span) {
  const query = { agent_id: agentId, ...span };
  return queryOptions({
    queryKey: ['reports', 'line-items', query],
    queryFn: ({ signal }) => body(api.GET('/reports/line-items', { params: { query }, signal })),
  });
}

export function evaluationsOfQuery(agentId: string) {
  return pagedQuery<EvaluationItem>(['evaluations', { agent_id: [agentId] }], (cursor, signal) =>
    body(
      api.GET('/evaluations', {
        params: { query: { agent_id: [agentId], cursor } },
        signal,
      }),
    ),
  );
}

export function interactionsOfQuery(agentId: string) {
  return pagedQuery<InteractionView>(['interactions', { agent_id: agentId }], (cursor, signal) =>
    body(api.GET('/interactions', { params: { query: { agent_id: agentId, cursor } }, signal })),
  );
}

export function useGiveFeedback() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ draft, key }: { draft: FeedbackDraft; key: string }) =>
      body(api.POST('/feedback', { body: draft, headers: { 'Idempotency-Key': key } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['feedback'] }),
  });
}
