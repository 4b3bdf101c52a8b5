/** What the API says of marks, groups, bookmarks, assignments and the monitor. */
import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import { useEffect, useRef } from 'react';
import { pagedQuery } from '@/api/queries';
import type {
  AssignmentDraft,
  AssignmentLine,
  BookmarkView,
  CoachingGroupDraft,
  CoachingGroupView,
  ContentDraft,
  MarkChanges,
  MarkDraft,
  MarkView,
  MonitorLine,
} from '@/api/schema';
import { everyPage } from '@/parts/names';
import type { list, monitor } from './addresses';

const PAGE = 50;
const LIVE_MS = 3_000;
const MOST_BOOKMARKS = 1000;

/** Assignments, newest first. */
export const assignmentsQuery = (search: ReturnType<typeof list>) =>
  pagedQuery<AssignmentLine>(['assignments', 'list', search], (cursor, signal) =>
    body(
      api.GET('/assignments', {
        params: {
          query: {
            status: search.status,
            type: search.type && [search.type],
            area: search.area,
            limit: PAGE,
            cursor,
          },
        },
        signal,
      }),
    ),
  );

/** One of them, whole. */
export const assignmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['assignments', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/assignments/{assignment_id}', { params: { path: { assignment_id: id } }, signal })),
  });

/** What was said in a best response. */
export const bestResponseQuery = (id: string, interactionId: string) =>
  queryOptions({
    queryKey: ['assignments', 'best', id, interactionId],
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      body(
        api.GET('/assignments/{assignment_id}/best-responses/{interaction_id}', {
          params: { path: { assignment_id: id, interaction_id: interactionId } },
          signal,
        }),
      ),
  });

/** How many agents are in coaching. */
export const inCoachingQuery = queryOptions({
  queryKey: ['assignments', 'in-coaching'],
  queryFn: ({ signal }) => body(api.GET('/assignments/in-coaching', { signal })),
});

/** A group and how far its sending is; looked at again while it is on its way. */
export const groupQuery = (id: string) =>
  queryOptions({
    queryKey: ['coaching-groups', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/coaching-groups/{group_id}', { params: { path: { group_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'sending' ? LIVE_MS : false),
  });

/**
 * What was sent to a group, as one line; and one by one.
 *
 * @param sending while it is on its way: then it is looked at again.
 */
export const groupLineQuery = (id: string, sending = false) =>
  queryOptions({
    refetchInterval: sending ? LIVE_MS : false,
    queryKey: ['assignments', 'group', id],
    queryFn: ({ signal }) =>
      body(api.GET('/coaching-groups/{group_id}/assignment', { params: { path: { group_id: id } }, signal })),
  });

export const groupAgentsQuery = (id: string, agent: string | undefined, sending = false) => ({
  ...pagedQuery<AssignmentLine>(['assignments', 'group-agents', id, agent], (cursor, signal) =>
    body(
      api.GET('/coaching-groups/{group_id}/assignments', {
        params: { path: { group_id: id }, query: { agent, limit: PAGE, cursor } },
        signal,
      }),
    ),
  ),
  refetchInterval: sending ? LIVE_MS : (false as const),
});

/** Read anew what was sent to a group, once the last is given: what was read while it was sent isn't all. */
export function useOnceSent(state: CoachingGroupView['state'] | undefined) {
  const client = useQueryClient();
  const before = useRef(state);
  useEffect(() => {
    if (before.current === 'sending' && state === 'sent')
      void client.invalidateQueries({ queryKey: ['assignments'] });
    before.current = state ?? before.current;
  }, [client, state]);
}

/** Who is marked: among Individuals, or in a group. */
export const marksQuery = (groupId?: string) =>
  pagedQuery<MarkView>(['coaching-marks', 'list', groupId], (cursor, signal) =>
    body(
      api.GET('/coaching-marks', { params: { query: { group_id: groupId, limit: PAGE, cursor } }, signal }),
    ),
  );

/** One mark, where it isn't among those that are read of the list. */
export const markQuery = (id: string) =>
  queryOptions({
    queryKey: ['coaching-marks', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/coaching-marks/{mark_id}', { params: { path: { mark_id: id } }, signal })),
  });

/** The marks of an agent. */
export const marksOfQuery = (agentId: string) =>
  queryOptions({
    queryKey: ['coaching-marks', 'of', agentId],
    queryFn: ({ signal }) =>
      body(api.GET('/coaching-marks', { params: { query: { agent_id: agentId } }, signal })),
  });

/** Groups that aren't sent. While one is on its way it is looked at again. */
export const groupsQuery = () => ({
  ...pagedQuery<CoachingGroupView>(['coaching-groups', 'list'], (cursor, signal) =>
    body(api.GET('/coaching-groups', { params: { query: { limit: PAGE, cursor } }, signal })),
  ),
  refetchInterval: ({
    state,
  }: {
    state: { data?: { pages: { items: CoachingGroupView[] }[] } | undefined };
  }) =>
    state.data?.pages.some(({ items }) => items.some((each) => each.state === 'sending')) ? LIVE_MS : false,
});

/** Whether a group may be called so. */
export const groupNameQuery = (name: string) =>
  queryOptions({
    queryKey: ['coaching-groups', 'name', name],
    enabled: name !== '',
    staleTime: 0,
    queryFn: ({ signal }) => body(api.GET('/coaching-groups/names', { params: { query: { name } }, signal })),
  });

/** All groups that wait to be sent, to choose one of them. */
export const pendingGroupsQuery = queryOptions({
  queryKey: ['coaching-groups', 'pending'],
  queryFn: async ({ signal }) => {
    const all = await everyPage((cursor) =>
      body(api.GET('/coaching-groups', { params: { query: { limit: PAGE, cursor } }, signal })),
    );
    return all.filter(({ state }) => state === 'pending');
  },
});

/** The newest bookmarks that one has set, to choose some of them. */
export const bookmarksQuery = queryOptions({
  queryKey: ['bookmarks', 'all'],
  queryFn: ({ signal }) =>
    everyPage(
      (cursor) => body(api.GET('/bookmarks', { params: { query: { limit: PAGE, cursor } }, signal })),
      MOST_BOOKMARKS,
    ),
});

/** The bookmark of a conversation, if one has set it. */
export const bookmarkOfQuery = (interactionId: string) =>
  queryOptions({
    queryKey: ['bookmarks', 'of', interactionId],
    queryFn: ({ signal }) =>
      body(api.GET('/bookmarks', { params: { query: { interaction_id: interactionId } }, signal })),
  });

/** Assignments with their agents' scores. days: those that the fields show, also where nobody has chosen any. */
export const monitorQuery = (search: ReturnType<typeof monitor>, days: { from: string; to: string }) =>
  pagedQuery<MonitorLine>(
    ['coaching-monitor', 'list', { ...search, ...days, open: undefined }],
    (cursor, signal) => {
      const { from, to } = days;
      const dates =
        search.by === 'follow_up'
          ? { follow_up_from: from, follow_up_to: to }
          : { assigned_from: from, assigned_to: to };
      return body(
        api.GET('/coaching-monitor', {
          params: {
            query: {
              ...dates,
              area: search.area,
              group_id: search.group,
              agent_id: search.agent,
              compare: search.compare !== undefined,
              limit: 25,
              cursor,
            },
          },
          signal,
        }),
      );
    },
  );

/** How one agent has come along. */
export const progressQuery = (id: string) =>
  queryOptions({
    queryKey: ['coaching-monitor', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/coaching-monitor/{assignment_id}', { params: { path: { assignment_id: id } }, signal })),
  });

/** Mark an agent. */
export function useMark() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ draft, key }: { draft: MarkDraft; key: string }) =>
      body(api.POST('/coaching-marks', { body: draft, headers: { 'Idempotency-Key': key } })),
    onSuccess: () => forget(client),
  });
}

/** Change a mark. */
export function useChangeMark() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ mark, changes }: { mark: MarkView; changes: MarkChanges }) =>
      body(
        api.PATCH('/coaching-marks/{mark_id}', {
          params: { path: { mark_id: mark.id }, header: { 'if-match': etag(mark) } },
          body: changes,
        }),
      ),
    onSuccess: () => forget(client),
  });
}

/** Take a mark away. */
export function useRemoveMark() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (mark: MarkView) =>
      body(
        api.DELETE('/coaching-marks/{mark_id}', {
          params: { path: { mark_id: mark.id }, header: { 'if-match': etag(mark) } },
        }),
      ),
    onSuccess: () => forget(client),
  });
}

/** Make a group. */
export function useMakeGroup() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ draft, key }: { draft: CoachingGroupDraft; key: string }) =>
      body(api.POST('/coaching-groups', { body: draft, headers: { 'Idempotency-Key': key } })),
    onSuccess: () => forget(client),
  });
}

/** Delete a group in which nobody waits. */
export function useDeleteGroup() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (group: CoachingGroupView) =>
      body(
        api.DELETE('/coaching-groups/{group_id}', {
          params: { path: { group_id: group.id }, header: { 'if-match': etag(group) } },
        }),
      ),
    onSuccess: () => forget(client),
  });
}

/** Send a group: each agent gets an assignment of their own. */
export function useDispatch(groupId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ draft, key }: { draft: ContentDraft; key: string }) =>
      body(
        api.POST('/coaching-groups/{group_id}/dispatch', {
          params: { path: { group_id: groupId } },
          body: draft,
          headers: { 'Idempotency-Key': key },
        }),
      ),
    onSuccess: () => forget(client),
  });
}

/** Give an agent an assignment. */
export function useGive() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ draft, key }: { draft: AssignmentDraft; key: string }) =>
      body(api.POST('/assignments', { body: draft, headers: { 'Idempotency-Key': key } })),
    onSuccess: () => forget(client),
  });
}

/** Take an assignment away. */
export function useRemoveAssignment(of: { id: string; revision: number }, onRemoved: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      body(
        api.DELETE('/assignments/{assignment_id}', {
          params: { path: { assignment_id: of.id }, header: { 'if-match': etag(of) } },
        }),
      ),
    onSuccess: () => {
      onRemoved();
      client.removeQueries({ queryKey: assignmentQuery(of.id).queryKey });
      forget(client);
    },
  });
}

/** Note that one has opened something of one's assignment. */
export function useLook(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (interactionId: string) =>
      body(
        api.POST('/assignments/{assignment_id}/looks', {
          params: { path: { assignment_id: id } },
          body: { interaction_id: interactionId },
        }),
      ),
    onSuccess: (changed) => {
      client.setQueryData(assignmentQuery(id).queryKey, changed);
      void client.invalidateQueries({ queryKey: ['assignments', 'list'] });
    },
  });
}

/** Bookmark a conversation, or take the bookmark away. */
export function useBookmark(interactionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (known: BookmarkView | undefined) => {
      if (known)
        await body(
          api.DELETE('/bookmarks/{bookmark_id}', {
            params: { path: { bookmark_id: known.id }, header: { 'if-match': etag(known) } },
          }),
        );
      else await body(api.POST('/bookmarks', { body: { interaction_id: interactionId, note: '' } }));
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['bookmarks'] }),
  });
}

function forget(client: QueryClient): void {
  for (const key of ['assignments', 'coaching-marks', 'coaching-groups', 'coaching-monitor'])
    void client.invalidateQueries({ queryKey: [key] });
}
