/** The 1-to-1s that one leads and that are still to be held. */
import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';

const MOST = 100;

/** The earliest first: one that was missed stands before those to come. */
export const upcomingQuery = queryOptions({
  queryKey: ['meetings', 'some', 'upcoming'],
  queryFn: async ({ signal }) => {
    const { items } = await body(
      api.GET('/meetings', {
        params: { query: { status: ['scheduled', 'in_progress'], order: 'oldest', limit: MOST } },
        signal,
      }),
    );
    return items.sort((a, b) => a.scheduled_at.localeCompare(b.scheduled_at));
  },
});
