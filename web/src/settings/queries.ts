/** Reading and changing what the account has settled. */
import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import type {
  FeatureFlagItem,
  GroupItem,
  Indicator,
  NewGroup,
  NewRole,
  RoleItem,
  SettingsItem,
  TeamItem,
} from '@/api/schema';
import { everyPage, teamsQuery } from '@/parts/names';

const FRESH_MS = 10 * 60_000;

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => body(api.GET('/settings', { signal })),
});

export const flagsQuery = queryOptions({
  queryKey: ['flags'],
  queryFn: async ({ signal }) => (await body(api.GET('/feature-flags', { signal }))).items,
});

/** All roles, the built-in ones first. */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  staleTime: FRESH_MS,
  queryFn: async ({ signal }) => (await body(api.GET('/roles', { signal }))).items,
});

/** All agent groups, by name. */
export const groupsQuery = queryOptions({
  queryKey: ['groups', 'all'],
  staleTime: FRESH_MS,
  queryFn: ({ signal }) =>
    everyPage((cursor) => body(api.GET('/groups', { params: { query: { limit: 100, cursor } }, signal }))),
});

/** The names of the indicators, to choose from. */
export const indicatorsQuery = queryOptions({
  queryKey: ['interactions', 'indicators'],
  queryFn: async ({ signal }) => (await body(api.GET('/interactions/indicators', { signal }))).names,
});

/** The phrase rules that make indicators, for those who change them. */
export const indicatorRulesQuery = queryOptions({
  queryKey: ['interactions', 'indicator-rules'],
  queryFn: ({ signal }) => body(api.GET('/interactions/indicator-rules', { signal })),
});

/** The settings as they were saved; who is signed in is read again, since it carries them too. */
export type ChangedSettings = Partial<Omit<SettingsItem, 'revision' | 'actions'>>;

export function useSaveSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ of, changes }: { of: SettingsItem; changes: ChangedSettings }) =>
      body(
        api.PATCH('/settings', {
          params: { header: { 'if-match': etag(of) } },
          // The types ask for all of them, since each has a default; the API changes those that are sent.
          body: changes as Required<Omit<SettingsItem, 'revision' | 'actions'>>,
        }),
      ),
    onSuccess: async (saved) => {
      client.setQueryData(settingsQuery.queryKey, saved);
      await client.invalidateQueries({ queryKey: ['me'] });
    },
  });
}

/** Switch a feature. It shows at once, and goes back when the API refuses. */
export function useSwitchFlag() {
  const client = useQueryClient();
  const put = (flag: FeatureFlagItem) =>
    client.setQueryData(flagsQuery.queryKey, (flags: FeatureFlagItem[] | undefined) =>
      flags?.map((each) => (each.name === flag.name ? flag : each)),
    );
  return useMutation({
    mutationFn: ({ flag, on }: { flag: FeatureFlagItem; on: boolean }) =>
      body(
        api.PATCH('/feature-flags/{name}', {
          params: { path: { name: flag.name }, header: { 'if-match': etag(flag) } },
          body: { on },
        }),
      ),
    onMutate: ({ flag, on }) => put({ ...flag, on }),
    onError: (_, { flag }) => put(flag),
    onSuccess: async (saved) => {
      put(saved);
      await client.invalidateQueries({ queryKey: ['me'] });
    },
  });
}

/** What is saved: the changes of one that there is, or a new one under the key of its maker's intention. */
export type Saving<One, Values> =
  { of: One; changes: Partial<Values> } | { of: null; made: Values; key: string };

export function useSaveRole() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (asked: Saving<RoleItem, NewRole>) =>
      asked.of === null
        ? body(api.POST('/roles', { headers: { 'Idempotency-Key': asked.key }, body: asked.made }))
        : body(
            api.PATCH('/roles/{role_id}', {
              params: { path: { role_id: asked.of.id }, header: { 'if-match': etag(asked.of) } },
              body: asked.changes,
            }),
          ),
    onSuccess: async (role) => {
      client.setQueryData(rolesQuery.queryKey, (roles) => withItem(roles, role));
      await client.invalidateQueries({ queryKey: ['me'] });
    },
  });
}

export function useDeleteRole() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (role: RoleItem) =>
      body(
        api.DELETE('/roles/{role_id}', {
          params: { path: { role_id: role.id }, header: { 'if-match': etag(role) } },
        }),
      ),
    onSuccess: (_, gone) => client.setQueryData(rolesQuery.queryKey, (roles) => without(roles, gone)),
  });
}

export function useSaveTeam() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (asked: Saving<TeamItem, { name: string; supervisor_id: string | null }>) =>
      asked.of === null
        ? body(api.POST('/teams', { headers: { 'Idempotency-Key': asked.key }, body: asked.made }))
        : body(
            api.PATCH('/teams/{team_id}', {
              params: { path: { team_id: asked.of.id }, header: { 'if-match': etag(asked.of) } },
              body: asked.changes,
            }),
          ),
    onSuccess: (team) => {
      client.setQueryData(teamsQuery.queryKey, (teams) => byName(withItem(teams, team)));
      renamed(client);
    },
  });
}

export function useDeleteTeam() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (team: TeamItem) =>
      body(
        api.DELETE('/teams/{team_id}', {
          params: { path: { team_id: team.id }, header: { 'if-match': etag(team) } },
        }),
      ),
    onSuccess: (_, gone) => client.setQueryData(teamsQuery.queryKey, (teams) => without(teams, gone)),
  });
}

export function useSaveGroup() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (asked: Saving<GroupItem, NewGroup>) =>
      asked.of === null
        ? body(
            api.POST('/groups', {
              headers: { 'Idempotency-Key': asked.key },
              body: asked.made,
            }),
          )
        : body(
            api.PATCH('/groups/{group_id}', {
              params: { path: { group_id: asked.of.id }, header: { 'if-match': etag(asked.of) } },
              body: { name: asked.changes.name ?? asked.of.name },
            }),
          ),
    onSuccess: (group) => {
      client.setQueryData(groupsQuery.queryKey, (groups) => byName(withItem(groups, group)));
      renamed(client);
    },
  });
}

export function useDeleteGroup() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (group: GroupItem) =>
      body(
        api.DELETE('/groups/{group_id}', {
          params: { path: { group_id: group.id }, header: { 'if-match': etag(group) } },
        }),
      ),
    onSuccess: (_, gone) => client.setQueryData(groupsQuery.queryKey, (groups) => without(groups, gone)),
  });
}

export function useSaveIndicators() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ rules, revision }: { rules: Indicator[]; revision: number }) =>
      body(
        api.PUT('/interactions/indicator-rules', {
          params: { header: { 'if-match': etag({ revision }) } },
          body: { rules },
        }),
      ),
    onSuccess: (saved) => {
      client.setQueryData(indicatorRulesQuery.queryKey, saved);
      void client.invalidateQueries({ queryKey: indicatorsQuery.queryKey });
    },
  });
}

/** People carry the names of their team and groups. */
function renamed(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ['people', 'list'] });
}

function withItem<T extends { id: string }>(all: T[] | undefined, one: T): T[] | undefined {
  if (all === undefined) return undefined;
  return all.some((each) => each.id === one.id)
    ? all.map((each) => (each.id === one.id ? one : each))
    : [...all, one];
}

function without<T extends { id: string }>(all: T[] | undefined, gone: T): T[] | undefined {
  return all?.filter((each) => each.id !== gone.id);
}

function byName<T extends { name: string }>(all: T[] | undefined): T[] | undefined {
  return all?.toSorted((one, other) => one.name.localeCompare(other.name, 'en-GB'));
}
