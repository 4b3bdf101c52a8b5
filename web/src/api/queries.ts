/** How answers are kept: when they count as fresh, what is tried again, and how pages of a list follow each other. */
import { QueryClient, infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { Problem } from './problems';

/** Tries after the first, for reading only: a change is tried again by the person who made it. */
const READ_TRIES = 2;
const LONGEST_WAIT_S = 8;

/** One for the whole console. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: true,
        retry: (tries, error) => tries < READ_TRIES && error instanceof Problem && error.passing,
        retryDelay: (tries, error) => {
          const asked = error instanceof Problem ? error.retryAfter : null;
          return Math.min(asked ?? 2 ** tries * 0.5, LONGEST_WAIT_S) * 1000;
        },
        // A cut network shows as a problem with a way to try again, not as an endless skeleton.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** A page of a list as the API answers it. */
export interface Page<T> {
  items: T[];
  next_cursor?: string | null;
}

/**
 * Options of a list that is read page by page.
 *
 * @param key the resource, then its filters: `['interactions', filters]`.
 * @param read asks for one page; `cursor` is undefined for the first.
 */
export function pagedQuery<T, P extends Page<T> = Page<T>>(
  key: readonly unknown[],
  read: (cursor: string | undefined, signal: AbortSignal, client: QueryClient) => Promise<P>,
) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal, client }) => read(pageParam, signal, client),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: P) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Everything that was read of a list so far. */
export function itemsOf<T>(query: { data: { pages: Page<T>[] } | undefined }): T[] {
  return query.data?.pages.flatMap((page) => page.items) ?? [];
}

/** Key of how people stand, as home shows it. */
export const STANDINGS = ['home', 'standings'] as const;

/** Have it read anew how people stand: it rests on their evaluations, their 1-to-1s and what was agreed with them. */
export function forgetStandings(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: STANDINGS });
}
