import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { ScorecardDetail } from '@/api/schema';
import { everyPage } from '@/parts/names';

/** A scorecard with its current version. */
export function scorecardQuery(id: string) {
  return queryOptions({
    queryKey: ['scorecards', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/scorecards/{scorecard_id}', { params: { path: { scorecard_id: id } }, signal })),
  });
}

/** All versions of a scorecard, newest first. */
export function versionsQuery(id: string) {
  return queryOptions({
    queryKey: ['scorecards', 'versions', id],
    queryFn: ({ signal }) =>
      everyPage((cursor) =>
        body(
          api.GET('/scorecards/{scorecard_id}/versions', {
            params: { path: { scorecard_id: id }, query: { limit: 100, cursor } },
            signal,
          }),
        ),
      ),
  });
}

/** Put a scorecard into force, or take it out of use. */
export function useStatusChange(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ to, key }: { to: 'publication' | 'archiving'; key: string }) => {
      const init = { params: { path: { scorecard_id: id } }, headers: { 'Idempotency-Key': key } };
      return body<ScorecardDetail>(
        to === 'publication'
          ? api.POST('/scorecards/{scorecard_id}/publication', init)
          : api.POST('/scorecards/{scorecard_id}/archiving', init),
      );
    },
    onSuccess: (detail) => {
      client.setQueryData(scorecardQuery(id).queryKey, detail);
      void client.invalidateQueries({ queryKey: ['scorecards', 'all'] });
      void client.invalidateQueries({ queryKey: ['scorecards', 'versions', id] });
    },
  });
}
