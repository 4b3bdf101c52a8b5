/** What the API says of pairings of colleagues. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import { pagedQuery } from '@/api/queries';
import type { PairingDraft, PairingView, PeerMeetingDraft } from '@/api/schema';

/** Pairings, newest first. */
export const pairingsQuery = (which: 'own' | 'made', agent: string | undefined) =>
  pagedQuery<PairingView>(['pairings', 'list', which, agent], (cursor, signal) =>
    body(api.GET('/pairings', { params: { query: { which, agent_id: agent, limit: 25, cursor } }, signal })),
  );

/** One of them. */
export const pairingQuery = (id: string) =>
  queryOptions({
    queryKey: ['pairings', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/pairings/{pairing_id}', { params: { path: { pairing_id: id } }, signal })),
  });

/** The page for their meeting. */
export const sheetQuery = (id: string) =>
  queryOptions({
    queryKey: ['pairings', 'sheet', id],
    queryFn: ({ signal }) =>
      body(api.GET('/pairings/{pairing_id}/sheet', { params: { path: { pairing_id: id } }, signal })),
  });

/** On what somebody could be paired. */
export const criteriaQuery = (agent: string) =>
  queryOptions({
    queryKey: ['pairings', 'criteria', agent],
    queryFn: ({ signal }) =>
      body(api.GET('/pairings/criteria', { params: { query: { agent_id: agent } }, signal })),
  });

/** Who could help. */
export const suggestionsQuery = (learner: string, scorecard: string, question: string) =>
  queryOptions({
    queryKey: ['pairings', 'suggestions', learner, scorecard, question],
    queryFn: ({ signal }) => {
      const query = { learner_id: learner, scorecard_id: scorecard, question_id: question };
      return body(api.GET('/pairings/suggestions', { params: { query }, signal }));
    },
  });

/** Whether one may be asked to help colleagues. */
export const willingnessQuery = queryOptions({
  queryKey: ['pairings', 'willingness'],
  queryFn: ({ signal }) => body(api.GET('/pairings/willingness', { signal })),
});

/** Say whether one may be asked. */
export function useWillingness() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (mayBeAsked: boolean) =>
      body(api.PUT('/pairings/willingness', { body: { may_be_asked: mayBeAsked } })),
    onSuccess: (said) => client.setQueryData(willingnessQuery.queryKey, said),
  });
}

/** Ask a colleague whether they would help. */
export function usePair() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ draft, key }: { draft: PairingDraft; key: string }) =>
      body(api.POST('/pairings', { body: draft, headers: { 'Idempotency-Key': key } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['pairings'] }),
  });
}

export type Said =
  | { verb: 'accept' | 'decline' | 'finish' | 'withdraw'; words: string }
  | { verb: 'schedule'; draft: PeerMeetingDraft };

/** Answer, meet, or end a pairing as it was read. */
export function useStep(of: PairingView) {
  const client = useQueryClient();
  const params = { path: { pairing_id: of.id }, header: { 'if-match': etag(of) } };
  return useMutation({
    mutationFn: (said: Said) => {
      switch (said.verb) {
        case 'accept':
          return body(
            api.POST('/pairings/{pairing_id}/acceptance', { params, body: { answer: said.words } }),
          );
        case 'decline':
          return body(api.POST('/pairings/{pairing_id}/refusal', { params, body: { answer: said.words } }));
        case 'finish':
          return body(
            api.POST('/pairings/{pairing_id}/completion', { params, body: { takeaway: said.words } }),
          );
        case 'withdraw':
          return body(api.POST('/pairings/{pairing_id}/withdrawal', { params, body: { takeaway: '' } }));
        case 'schedule':
          return body(api.POST('/pairings/{pairing_id}/meeting', { params, body: said.draft }));
      }
    },
    onSuccess: (changed) => client.setQueryData(pairingQuery(of.id).queryKey, changed),
    onSettled: () => {
      for (const key of ['pairings', 'meetings']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
