/** Those who may evaluate: whoever gives evaluations chooses among them, beyond their own line. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { Permission } from '@/api/schema';
import { useMe } from '@/session/me';
import { SOMEBODY, useNames } from './names';

const FRESH_MS = 10 * 60_000;
const AT_ONCE = 100;

/** Whom a choice offers: the people one sees, or everybody who may evaluate. */
export type Among = 'people' | 'evaluators';

const GIVERS: Permission[] = [
  'evaluations.assign',
  'goals.edit',
  'automations.manage',
  'calibrations.manage',
  'settings.manage',
];

/** Whom the signed-in person may choose among: evaluators are told to those alone who give them something to do. */
export function useAmong(wanted: Among): Among {
  const { permissions } = useMe();
  return GIVERS.some((each) => permissions.includes(each)) ? wanted : 'people';
}

/** A page of the names of those who may evaluate and are called so. */
export function evaluatorsCalled(
  q: string | undefined,
  limit: number,
  cursor: string | undefined,
  signal: AbortSignal,
) {
  return body(api.GET('/people/evaluators', { params: { query: { q, limit, cursor } }, signal }));
}

/** These ids, which come first as evaluators and then as people whom one sees, with a name for each. */
async function named(ids: string[], signal: AbortSignal): Promise<Map<string, string>> {
  const evaluators = await body(
    api.GET('/people/evaluators', { params: { query: { id: ids, limit: AT_ONCE } }, signal }),
  );
  const found = new Map(evaluators.items.map((each) => [each.id, each.name]));
  const left = ids.filter((id) => !found.has(id));
  if (left.length > 0) {
    // Who may not evaluate any more may still be somebody whom one sees.
    const people = await body(
      api.GET('/people', { params: { query: { id: left, limit: AT_ONCE } }, signal }),
    );
    for (const each of people.items) found.set(each.id, each.name);
  }
  return found;
}

const nameKey = (id: string) => ['people', 'evaluator', id] as const;

/**
 * The names of those who were given something to evaluate, whether or not they are in one's line.
 *
 * @returns as `useNames` does, which it asks where the choice is among the people that one sees.
 */
export function useNamesAmong(
  wanted: Among,
  ids: (string | null | undefined)[],
): (id: string) => string | undefined {
  const among = useAmong(wanted);
  const client = useQueryClient();
  const ofPeople = useNames(among === 'people' ? ids : []);
  const unknown = (among === 'people' ? [] : [...new Set(ids)])
    .filter((id): id is string => Boolean(id))
    .filter((id) => client.getQueryData(nameKey(id)) === undefined)
    .sort()
    .slice(0, AT_ONCE);
  useQuery({
    queryKey: ['people', 'evaluators', 'names', unknown],
    enabled: unknown.length > 0,
    staleTime: FRESH_MS,
    queryFn: async ({ signal }) => {
      const found = await named(unknown, signal);
      for (const id of unknown) client.setQueryData(nameKey(id), found.get(id) ?? SOMEBODY);
      return [...found.keys()];
    },
  });
  return among === 'people' ? ofPeople : (id) => client.getQueryData<string>(nameKey(id));
}
