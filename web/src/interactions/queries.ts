/** What the API says of interactions, one by one and as lists. */
import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { pagedQuery } from '@/api/queries';
import type { InteractionView } from '@/api/schema';
import { daysAfter, instantAt } from '@/parts/times';
import type { ListSearch } from './addresses';

const PAGE = 50;

/** The list with its filters. Days are those of the account's time zone; the last one is in it. */
export function interactionsQuery(search: Omit<ListSearch, 'open'>, zone: string) {
  const { agent, team, reference, from, to, instructs, ...others } = search;
  const query = {
    ...others,
    agent_id: agent,
    team_id: team,
    contact_reference: reference,
    instructs: instructs && instructs === 'yes',
    from: from && instantAt(`${from}T00:00`, zone),
    to: to && instantAt(`${daysAfter(to, 1)}T00:00`, zone),
  };
  return pagedQuery<InteractionView>(['interactions', 'list', query], (cursor, signal) =>
    body(api.GET('/interactions', { params: { query: { ...query, limit: PAGE, cursor } }, signal })),
  );
}

/** The evaluations of one interaction. */
export const evaluationsOfQuery = (id: string) =>
  queryOptions({
    queryKey: ['evaluations', 'of-interaction', id],
    queryFn: ({ signal }) =>
      body(
        api.GET('/evaluations', {
          params: { query: { interaction_id: id, limit: 100 } },
          signal,
        }),
      ),
  });

/** The drafts of an interaction that the signed-in person may go on with: their own, and those that nobody has taken. */
export const draftsOfQuery = (id: string) =>
  queryOptions({
    queryKey: ['evaluations', 'of-interaction', id, 'drafts'],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET('/evaluations', {
            params: { query: { interaction_id: id, status: 'draft', limit: 100 } },
            signal,
          }),
        )
      ).items,
  });

/** One interaction with its analysis. */
export const interactionQuery = (id: string) =>
  queryOptions({
    queryKey: ['interactions', id],
    queryFn: ({ signal }) =>
      body(api.GET('/interactions/{interaction_id}', { params: { path: { interaction_id: id } }, signal })),
  });

/** What a transcript is known by: the digest of its words; the state of the interaction where it has none. */
export function transcriptKey({
  id,
  revision,
  transcript,
}: Pick<InteractionView, 'id' | 'revision' | 'transcript'>) {
  return ['interactions', id, 'transcript', transcript?.digest ?? revision] as const;
}

/** Its transcript. It stays as it is until it is replaced, and then it is known by another key. */
export const transcriptQuery = (of: Pick<InteractionView, 'id' | 'revision' | 'transcript'>) =>
  queryOptions({
    queryKey: transcriptKey(of),
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      body(
        api.GET('/interactions/{interaction_id}/transcript', {
          params: { path: { interaction_id: of.id } },
          signal,
        }),
      ),
  });

/** Where its recordings can be read for some minutes. Asked again by the player only, when the address has run out. */
export const mediaQuery = (id: string) =>
  queryOptions({
    queryKey: ['interactions', id, 'media'],
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: ({ signal }) =>
      body(
        api.GET('/interactions/{interaction_id}/media', { params: { path: { interaction_id: id } }, signal }),
      ),
  });
