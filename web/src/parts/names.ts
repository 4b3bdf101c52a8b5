/** Names for ids: one request for all the people that a page speaks of, and each of them asked for once. */
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { NameRef } from '@/api/schema';
import { useMe } from '@/session/me';

const FRESH_MS = 10 * 60_000;
const AT_ONCE = 100;

const nameKey = (id: string) => ['people', 'name', id] as const;

/** What to say where a name may not be known. */
export const SOMEBODY = 'Somebody outside your line';

/** A name within a sentence: what stands in the place of one that may not be known begins small there. */
export function amid(name: string | undefined): string | undefined {
  return name === SOMEBODY ? `${name.slice(0, 1).toLowerCase()}${name.slice(1)}` : name;
}

/**
 * The names of people by their ids, as far as the signed-in person may know them.
 *
 * @returns a function from id to name; undefined while it is being read, {@link SOMEBODY} where it isn't given.
 */
export function useNames(ids: (string | null | undefined)[]): (id: string) => string | undefined {
  const client = useQueryClient();
  const { person } = useMe();
  const unknown = [...new Set(ids)]
    .filter((id): id is string => Boolean(id) && id !== person.id)
    .filter((id) => client.getQueryData(nameKey(id)) === undefined)
    .sort()
    .slice(0, AT_ONCE);
  useQuery({
    queryKey: ['people', 'names', unknown],
    enabled: unknown.length > 0,
    staleTime: FRESH_MS,
    queryFn: async ({ signal }) => {
      const { items } = await body(
        api.GET('/people', { params: { query: { id: unknown, limit: AT_ONCE } }, signal }),
      );
      const found = new Map(items.map((each) => [each.id, each.name]));
      for (const id of unknown) client.setQueryData(nameKey(id), found.get(id) ?? SOMEBODY);
      return [...found.keys()];
    },
  });
  return (id) => (id === person.id ? person.name : client.getQueryData<string>(nameKey(id)));
}

/**
 * Every page of a list that is short by nature, such as teams and scorecards.
 *
 * @param most items that are read on for at the most, where a list may grow long; a page may hold fewer than asked for.
 */
export async function everyPage<T>(
  read: (cursor: string | undefined) => Promise<{ items: T[]; next_cursor?: string | null }>,
  most = Infinity,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    all.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor && all.length < most);
  return all;
}

/** All teams, by name. */
export const teamsQuery = queryOptions({
  queryKey: ['teams', 'all'],
  staleTime: FRESH_MS,
  queryFn: ({ signal }) =>
    everyPage((cursor) => body(api.GET('/teams', { params: { query: { limit: 100, cursor } }, signal }))),
});

/** All scorecards, by name. */
export const scorecardsQuery = queryOptions({
  queryKey: ['scorecards', 'all'],
  staleTime: FRESH_MS,
  queryFn: ({ signal }) =>
    everyPage((cursor) =>
      body(api.GET('/scorecards', { params: { query: { limit: 100, cursor } }, signal })),
    ),
});

/** The name of an id in a list that was read. */
export function nameIn(list: NameRef[] | undefined, id: string | null | undefined): string | undefined {
  return list?.find((each) => each.id === id)?.name;
}
