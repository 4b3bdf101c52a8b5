/** Apart from the other queries of the intake: the rail asks it on every page. */
import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';

/** How many items wait for somebody, and for which reasons. */
export const heldCountQuery = queryOptions({
  queryKey: ['intake', 'counts'],
  queryFn: ({ signal }) => body(api.GET('/intake/counts', { signal })),
  refetchInterval: 60_000,
});
