/** How names of files are read: what is settled, and what it would make of names. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import type { NamePatternSaid, NamePatternsView } from '@/api/schema';

/** The patterns in the order in which they are tried, and those that are offered. */
export const namePatternsQuery = queryOptions({
  queryKey: ['intake', 'name-patterns'],
  queryFn: ({ signal }) => body(api.GET('/intake/name-patterns', { signal })),
});

/** Settle patterns, all of them at once, for what comes in from now on. */
export function useSettledPatterns(settled: NamePatternsView, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (patterns: NamePatternSaid[]) =>
      body(
        api.PUT('/intake/name-patterns', {
          params: { header: { 'if-match': etag(settled) } },
          body: { patterns },
        }),
      ),
    onSuccess: (changed) => {
      client.setQueryData(namePatternsQuery.queryKey, changed);
      onDone();
    },
  });
}

/** Try patterns on names; nothing is settled by it. */
export function usePatternTrial() {
  return useMutation({
    mutationFn: (asked: { names: string[]; patterns: NamePatternSaid[] }) =>
      body(api.POST('/intake/name-patterns/trials', { body: asked })),
  });
}
