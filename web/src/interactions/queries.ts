/** What the API says of interactions, one by one and as lists. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import { forgetStandings, pagedQuery, type Page } from '@/api/queries';
import type { InteractionView, NewAssignment, SpeakersSaid } from '@/api/schema';
import { daysAfter, instantAt } from '@/parts/times';
import type { ListSearch } from './addresses';

const PAGE = 50;
/** Of a part of a reference the API looks at so many conversations, and tells of them on one page. */
export const MOST_ALIKE = 100;
/** How often an interaction is looked at while it is being made anew. */
const LIVE_MS = 2_000;

/** The list with its filters. Days are those of the account's time zone; the last one is in it. */
export function interactionsQuery(search: Omit<ListSearch, 'open'>, zone: string) {
  const { agent, team, reference, from, to, instructs, ...others } = search;
  const query = {
    ...others,
    agent_id: agent,
    team_id: team,
    instructs: instructs && instructs === 'yes',
    from: from && instantAt(`${from}T00:00`, zone),
    to: to && instantAt(`${daysAfter(to, 1)}T00:00`, zone),
  };
  const read = (
    more: { limit: number; cursor?: string; contact_reference?: string; q?: string },
    signal: AbortSignal,
  ) => body(api.GET('/interactions', { params: { query: { ...query, ...more } }, signal }));
  return pagedQuery<InteractionView>(
    ['interactions', 'list', { ...query, reference }],
    async (cursor, signal) => {
      if (!reference) return read({ limit: PAGE, ...(cursor && { cursor }) }, signal);
      // What is too short to be looked for as a part, or was written before parts were, is found by the whole of it.
      const [whole, part] = await Promise.all([
        read({ limit: MOST_ALIKE, contact_reference: reference }, signal),
        read({ limit: MOST_ALIKE, q: reference }, signal),
      ]);
      return together(whole.items, part.items);
    },
  );
}

/** What was found in two ways, each once, newest first, on one page. */
function together(some: InteractionView[], others: InteractionView[]): Page<InteractionView> {
  const found = new Map([...some, ...others].map((each) => [each.id, each]));
  const items = [...found.values()].sort((a, b) => b.started_at.localeCompare(a.started_at));
  return { items, next_cursor: null };
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
            params: { query: { interaction_id: id, status: ['draft'], limit: 100 } },
            signal,
          }),
        )
      ).items,
  });

/** Whether what rests on who is who is being made anew, since a person has said otherwise. */
export function isMadeAnew({ missing }: Pick<InteractionView, 'missing'>): boolean {
  return missing.some(({ why }) => why === 'speakers_changed');
}

/** One interaction with its analysis; looked at again and again while it is being made anew. */
export const interactionQuery = (id: string) =>
  queryOptions({
    queryKey: ['interactions', id],
    queryFn: ({ signal }) =>
      body(api.GET('/interactions/{interaction_id}', { params: { path: { interaction_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isMadeAnew(state.data) ? LIVE_MS : false),
  });

/** The voices of an interaction, and who each is taken for. */
export const speakersQuery = (of: Pick<InteractionView, 'id' | 'revision' | 'transcript'>) =>
  queryOptions({
    queryKey: [...transcriptKey(of), 'speakers'],
    queryFn: ({ signal }) =>
      body(
        api.GET('/interactions/{interaction_id}/speakers', {
          params: { path: { interaction_id: of.id } },
          signal,
        }),
      ),
  });

/** Say who is who. What rests on it is made anew, which the interaction then tells. */
export function useSaidSpeakers(interaction: InteractionView) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ said, key }: { said: SpeakersSaid; key: string }) =>
      body(
        api.POST('/interactions/{interaction_id}/speakers', {
          params: { path: { interaction_id: interaction.id }, header: { 'if-match': etag(interaction) } },
          body: said,
          headers: { 'Idempotency-Key': key },
        }),
      ),
    onSuccess: (changed) => {
      client.setQueryData(interactionQuery(interaction.id).queryKey, changed);
      void client.invalidateQueries({ queryKey: ['interactions', 'list'] });
      // Automatic ones are superseded or hold again, wherever they are shown or counted.
      for (const key of ['evaluations', 'reports']) void client.invalidateQueries({ queryKey: [key] });
      forgetStandings(client);
    },
  });
}

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

/** Its transcript with the personal data in it. It is asked for by hand, is recorded, and isn't kept. */
export const useUnmasked = (id: string) =>
  useMutation({
    gcTime: 0,
    mutationFn: () =>
      body(
        api.GET('/interactions/{interaction_id}/transcript', {
          params: { path: { interaction_id: id }, query: { unmasked: true } },
        }),
      ),
  });

/** Its words as a vCon, masked. */
export const readVcon = (id: string) =>
  body<string>(
    api.GET('/interactions/{interaction_id}/vcon', {
      params: { path: { interaction_id: id } },
      parseAs: 'text',
    }),
  );

/** Its words as captions, masked. */
export const readWebvtt = (id: string) =>
  body<string>(
    api.GET('/interactions/{interaction_id}/webvtt', {
      params: { path: { interaction_id: id } },
      parseAs: 'text',
    }),
  );

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

/** Which automation took an interaction, and why those before it didn't. */
export const decisionQuery = (id: string) =>
  queryOptions({
    queryKey: ['automations', 'decision', id],
    queryFn: ({ signal }) =>
      body(
        api.GET('/automations/decisions/{interaction_id}', {
          params: { path: { interaction_id: id } },
          signal,
        }),
      ),
  });

/** Give an evaluation of an interaction to people to do. */
export function useAssign() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ asked, key }: { asked: NewAssignment; key: string }) =>
      body(api.POST('/evaluations/assignments', { headers: { 'Idempotency-Key': key }, body: asked })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['evaluations'] }),
  });
}
