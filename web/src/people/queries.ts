/** Reading and changing people. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, body, etag } from '@/api/client';
import { pagedQuery } from '@/api/queries';
import type { NewPerson, PersonChanges, PersonItem } from '@/api/schema';
import { useMe } from '@/session/me';
import type { list } from './addresses';

type Filters = Omit<ReturnType<typeof list>, 'open'>;

/** The people whom the signed-in person sees, by name. */
export function peopleQuery({ q, status, kind, role, team, group }: Filters) {
  const query = { q, status, kind, role, team, group, limit: 50 };
  return pagedQuery(['people', 'list', query], (cursor, signal) =>
    body(api.GET('/people', { params: { query: { ...query, cursor } }, signal })),
  );
}

export function personQuery(id: string) {
  return queryOptions({
    queryKey: ['people', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/people/{user_id}', { params: { path: { user_id: id } }, signal })),
  });
}

/** What everything knows of a person afterwards: the drawer at once, lists and names by reading again. */
function useTaken(): (person: PersonItem) => Promise<void> {
  const client = useQueryClient();
  const me = useMe();
  return async (person) => {
    client.setQueryData(personQuery(person.id).queryKey, person);
    client.setQueryData(['people', 'name', person.id], person.name);
    await Promise.all([
      client.invalidateQueries({ queryKey: ['people', 'list'] }),
      client.invalidateQueries({ queryKey: ['people', 'choice'] }),
      person.id === me.person.id ? client.invalidateQueries({ queryKey: ['me'] }) : undefined,
    ]);
  };
}

export function useChangePerson() {
  const onSuccess = useTaken();
  return useMutation({
    mutationFn: ({ of, changes }: { of: PersonItem; changes: PersonChanges }) =>
      body(
        api.PATCH('/people/{user_id}', {
          params: { path: { user_id: of.id }, header: { 'if-match': etag(of) } },
          body: changes,
        }),
      ),
    onSuccess,
  });
}

export function useAddPerson() {
  const onSuccess = useTaken();
  return useMutation({
    mutationFn: ({ made, key }: { made: NewPerson; key: string }) =>
      body(api.POST('/people', { headers: { 'Idempotency-Key': key }, body: made })),
    onSuccess,
  });
}

/** What can be done with a person's access. */
export type Step = 'invite' | 'deactivate' | 'activate';

export function useStep() {
  const onSuccess = useTaken();
  return useMutation({
    mutationFn: ({ of, step, key }: { of: PersonItem; step: Step; key: string }) => {
      const asked = { params: { path: { user_id: of.id } }, headers: { 'Idempotency-Key': key } };
      switch (step) {
        case 'invite':
          return body(api.POST('/people/{user_id}/invitation', asked));
        case 'deactivate':
          return body(api.POST('/people/{user_id}/deactivation', asked));
        case 'activate':
          return body(api.POST('/people/{user_id}/activation', asked));
      }
    },
    onSuccess,
  });
}

/** How often an import that runs is looked at. */
const LIVE_MS = 1_000;

/** An import of people; looked at again and again while it runs. What it changed is read anew when it has ended. */
export function usePeopleImport(id: string) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['people', 'import', id],
    queryFn: ({ signal }) =>
      body(api.GET('/people/imports/{import_id}', { params: { path: { import_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? LIVE_MS : false),
  });
  const ended = query.data !== undefined && query.data.status !== 'running';
  useEffect(() => {
    if (!ended) return;
    void client.invalidateQueries({
      predicate: ({ queryKey: [resource, kind] }) =>
        ['people', 'teams', 'groups'].includes(String(resource)) && kind !== 'import',
    });
  }, [client, ended]);
  return query;
}

/** Check a file of people, or with `dryRun` off let it be written. file: its bytes in base64. */
export function useImportPeople() {
  return useMutation({
    mutationFn: ({
      file,
      dryRun,
      createMissing,
      key,
    }: {
      file: string;
      dryRun: boolean;
      createMissing: boolean;
      key: string;
    }) =>
      body(
        api.POST('/people/imports', {
          params: {
            query: { dry_run: dryRun, create_missing: createMissing },
          },
          headers: { 'Idempotency-Key': key },
          body: { file },
        }),
      ),
  });
}

/** The file with the columns of an import and two sample rows. */
export function importTemplate(): Promise<string> {
  return body<string>(api.GET('/people/imports/template', { parseAs: 'text' }));
}
