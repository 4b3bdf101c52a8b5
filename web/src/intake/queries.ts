import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';

/** How many items wait for somebody; the first page of the list says as much as the rail needs. */
export const heldCountQuery = queryOptions({
  queryKey: ['intake', 'held-count'],
  queryFn: async ({ signal }) => {
    const page = await body(api.GET('/intake', { params: { query: { status: 'held', limit: 25 } }, signal }));
    return { count: page.items.length, more: Boolean(page.next_cursor) };
  },
  refetchInterval: 60_000,
});
