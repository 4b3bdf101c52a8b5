/** Apart from the other queries of flags: the rail asks it on every page. */
import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';

/** How many open flags the signed-in person has, by queue. */
export const waitingQuery = queryOptions({
  queryKey: ['flags', 'waiting'],
  queryFn: ({ signal }) => body(api.GET('/flags/waiting', { signal })),
  refetchInterval: 300_000,
});
