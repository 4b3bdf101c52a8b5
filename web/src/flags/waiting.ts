/** Apart from the other queries of flags: the rail asks it on every page. */
import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';

/** So many are counted of a queue: that number stands for so many or more. */
const MOST = 99;

/** "12", "99+": flags of one queue, or of several together. */
export const sayWaiting = (...queues: number[]): string =>
  `${queues.reduce((sum, each) => sum + each, 0)}${queues.some((each) => each >= MOST) ? '+' : ''}`;

/** How many open flags the signed-in person has, by queue. */
export const waitingQuery = queryOptions({
  queryKey: ['flags', 'waiting'],
  queryFn: ({ signal }) => body(api.GET('/flags/waiting', { signal })),
  refetchInterval: 300_000,
});
