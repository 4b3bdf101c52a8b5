/** What the API says of coaching logs. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import { pagedQuery } from '@/api/queries';
import type { LogLine, LogView } from '@/api/schema';
import { useIntention } from '@/parts/useIntention';
import type { ListSearch } from './addresses';

/** The logs, as the address says. */
export function logsQuery({ agent, team, criterion, recurring, state }: Omit<ListSearch, 'open'>) {
  const asked = {
    agent_id: agent,
    team_id: team,
    question_id: criterion,
    recurring: recurring === 'yes' || undefined,
    state,
  };
  return pagedQuery<LogLine>(['logs', 'list', asked], (cursor, signal) =>
    body(api.GET('/coaching-logs', { params: { query: { ...asked, limit: 50, cursor } }, signal })),
  );
}

/** One log. */
export const logQuery = (id: string) =>
  queryOptions({
    queryKey: ['logs', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/coaching-logs/{log_id}', { params: { path: { log_id: id } }, signal })),
  });

/** What may be done with a log, and what is said with it. */
export interface Deed {
  act: 'release' | 'note' | 'acknowledge';
  text: string;
}

/** Do something with a log as it was read; every list of logs is read anew afterwards. */
export function useDeed(log: LogView) {
  const client = useQueryClient();
  const keyOf = useIntention();
  return useMutation({
    mutationFn: (deed: Deed) => {
      const options = {
        params: { path: { log_id: log.id }, header: { 'if-match': etag(log) } },
        headers: { 'Idempotency-Key': keyOf({ deed, revision: log.revision }) },
        body: { text: deed.text },
      };
      switch (deed.act) {
        case 'release':
          return body(api.POST('/coaching-logs/{log_id}/release', options));
        case 'note':
          return body(api.POST('/coaching-logs/{log_id}/notes', options));
        case 'acknowledge':
          return body(api.POST('/coaching-logs/{log_id}/acknowledgement', options));
      }
    },
    onSuccess: async (saved) => {
      client.setQueryData(logQuery(log.id).queryKey, saved);
      await client.invalidateQueries({ queryKey: ['logs'] });
    },
  });
}
