import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import { pagedQuery } from '@/api/queries';
import type { FlagItem, NewHandOver, NewResolution, NewSnooze } from '@/api/schema';
import { useIntention } from '@/parts/useIntention';
import type { ListSearch } from './addresses';

/** One of the queues, as the address says. */
export function flagsQuery({ queue, state, whose, kind, agent }: Omit<ListSearch, 'open'>) {
  const asked = { queue, state, whose, kind, agent_id: agent };
  return pagedQuery<FlagItem>(['flags', 'list', asked], (cursor, signal) =>
    body(api.GET('/flags', { params: { query: { ...asked, limit: 50, cursor } }, signal })),
  );
}

/** One flag. */
export function flagQuery(id: string) {
  return queryOptions({
    queryKey: ['flags', 'one', id],
    queryFn: ({ signal }) => body(api.GET('/flags/{flag_id}', { params: { path: { flag_id: id } }, signal })),
  });
}

/** What of a conversation was flagged. */
export function flagsOfQuery(interactionId: string) {
  return queryOptions({
    queryKey: ['flags', 'of', interactionId],
    queryFn: ({ signal }) =>
      body(
        api.GET('/flags/of-conversations/{interaction_id}', {
          params: { path: { interaction_id: interactionId } },
          signal,
        }),
      ),
  });
}

/** What may be done with a flag. */
export type Deed =
  | { act: 'resolve'; given: NewResolution }
  | { act: 'snooze'; given: NewSnooze }
  | { act: 'hand_over'; given: NewHandOver }
  | { act: 'wake' }
  | { act: 'reopen' };

/** Do something with a flag as it was read; every list of flags is read anew afterwards. */
export function useDeed(flag: FlagItem) {
  const client = useQueryClient();
  const keyOf = useIntention();
  return useMutation({
    mutationFn: (deed: Deed) => {
      const options = {
        params: { path: { flag_id: flag.id }, header: { 'if-match': etag(flag) } },
        headers: { 'Idempotency-Key': keyOf({ deed, revision: flag.revision }) },
      };
      switch (deed.act) {
        case 'resolve':
          return body(api.POST('/flags/{flag_id}/resolution', { ...options, body: deed.given }));
        case 'snooze':
          return body(api.POST('/flags/{flag_id}/snooze', { ...options, body: deed.given }));
        case 'hand_over':
          return body(api.POST('/flags/{flag_id}/hand-over', { ...options, body: deed.given }));
        case 'wake':
          return body(api.POST('/flags/{flag_id}/waking', options));
        case 'reopen':
          return body(api.POST('/flags/{flag_id}/reopening', options));
      }
    },
    onSuccess: async (saved) => {
      client.setQueryData(flagQuery(flag.id).queryKey, saved);
      // Whether what the AI read of the conversation counts hangs on it.
      if (flag.kind === 'addresses_ai') void client.invalidateQueries({ queryKey: ['interactions'] });
      await client.invalidateQueries({ queryKey: ['flags'] });
    },
  });
}
