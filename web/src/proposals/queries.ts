/** What the API says of best responses that agents propose. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import { pagedQuery } from '@/api/queries';
import type { ProposalView } from '@/api/schema';

/** One's own, or those of whom one coaches that wait for an answer. */
export const proposalsQuery = (agent: string | undefined) =>
  pagedQuery<ProposalView>(['proposals', 'list', agent], (cursor, signal) =>
    body(api.GET('/proposals', { params: { query: { agent_id: agent, limit: 25, cursor } }, signal })),
  );

/** The caller's own newest: whether a conversation is among them. */
export const ownProposalsQuery = (agent: string) =>
  queryOptions({
    queryKey: ['proposals', 'own', agent],
    queryFn: ({ signal }) =>
      body(api.GET('/proposals', { params: { query: { agent_id: agent, limit: 100 } }, signal })),
  });

/** Propose a conversation of one's own. */
export function usePropose() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ interactionId, note, key }: { interactionId: string; note: string; key: string }) =>
      body(
        api.POST('/proposals', {
          body: { interaction_id: interactionId, note },
          headers: { 'Idempotency-Key': key },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['proposals'] }),
  });
}

/** Take one back, accept it, or decline it with a reason. */
export function useAnswerProposal(of: ProposalView) {
  const client = useQueryClient();
  const params = { path: { proposal_id: of.id }, header: { 'if-match': etag(of) } };
  return useMutation({
    mutationFn: async ({ verb, words }: { verb: 'withdraw' | 'accept' | 'decline'; words: string }) => {
      if (verb === 'withdraw') await body(api.DELETE('/proposals/{proposal_id}', { params }));
      else if (verb === 'accept')
        await body(api.POST('/proposals/{proposal_id}/acceptance', { params, body: { answer: words } }));
      else await body(api.POST('/proposals/{proposal_id}/refusal', { params, body: { reason: words } }));
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['bookmarks'] });
      return client.invalidateQueries({ queryKey: ['proposals'] });
    },
  });
}
