/** What the API says of interactions, one by one and as lists. */
import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';

/** One interaction with its analysis. */
export const interactionQuery = (id: string) =>
  queryOptions({
    queryKey: ['interactions', id],
    queryFn: ({ signal }) =>
      body(api.GET('/interactions/{interaction_id}', { params: { path: { interaction_id: id } }, signal })),
  });

/** Its transcript, which never changes once it is loaded. */
export const transcriptQuery = (id: string) =>
  queryOptions({
    queryKey: ['interactions', id, 'transcript'],
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      body(
        api.GET('/interactions/{interaction_id}/transcript', {
          params: { path: { interaction_id: id } },
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
