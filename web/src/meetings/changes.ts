/** What can be done to 1-to-1s and actions. Each answer is put where it is read, so that nothing is asked for again. */
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, body, etag, intention } from '@/api/client';
import { forgetStandings } from '@/api/queries';
import type {
  ActionChanges,
  ActionDraft,
  ActionView,
  MeetingChanges,
  MeetingDraft,
  MeetingView,
} from '@/api/schema';
import { meetingKey } from './queries';

export type Step = 'start' | 'complete' | 'reopen' | 'acknowledge' | 'cancel';

/** Put a meeting that the API answered with where it is read; lists are read anew when they are next looked at. */
function keep(client: QueryClient, meeting: MeetingView): void {
  client.setQueryData(meetingKey(meeting.id), meeting);
  forgetLists(client);
}

function forgetLists(client: QueryClient): void {
  for (const kind of ['list', 'span', 'some', 'previous']) {
    void client.invalidateQueries({ queryKey: ['meetings', kind] });
  }
  // Since when somebody's figures are compared follows from the last 1-to-1.
  forgetStandings(client);
}

/** Changes of one meeting wait for each other: each is made from the revision that the one before left. */
const oneByOne = (id: string) => ({ id: `meeting ${id}` });

export function useSchedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ draft, key }: { draft: MeetingDraft; key: string }) =>
      body(api.POST('/meetings', { body: draft, headers: { 'Idempotency-Key': key } })),
    onSuccess: (meeting) => keep(client, meeting),
  });
}

export function useChangeMeeting(id: string) {
  const client = useQueryClient();
  return useMutation({
    scope: oneByOne(id),
    mutationFn: (changes: MeetingChanges) => {
      const known = client.getQueryData<MeetingView>(meetingKey(id));
      return body(
        api.PATCH('/meetings/{meeting_id}', {
          params: { path: { meeting_id: id }, header: { 'if-match': etag(known ?? {}) } },
          body: changes,
        }),
      );
    },
    onSuccess: (meeting) => keep(client, meeting),
  });
}

export function useStep(id: string) {
  const client = useQueryClient();
  return useMutation({
    scope: oneByOne(id),
    mutationFn: ({ step, key }: { step: Step; key: string }) => {
      const init = { params: { path: { meeting_id: id } }, headers: { 'Idempotency-Key': key } };
      if (step === 'start') return body(api.POST('/meetings/{meeting_id}/start', init));
      if (step === 'complete') return body(api.POST('/meetings/{meeting_id}/completion', init));
      if (step === 'reopen') return body(api.POST('/meetings/{meeting_id}/reopening', init));
      if (step === 'cancel') return body(api.POST('/meetings/{meeting_id}/cancellation', init));
      return body(api.POST('/meetings/{meeting_id}/acknowledgement', init));
    },
    onSuccess: (meeting) => keep(client, meeting),
  });
}

export function useDeleteMeeting(id: string) {
  const client = useQueryClient();
  return useMutation({
    scope: oneByOne(id),
    mutationFn: async () => {
      const known = client.getQueryData<MeetingView>(meetingKey(id));
      await api.DELETE('/meetings/{meeting_id}', {
        params: { path: { meeting_id: id }, header: { 'if-match': etag(known ?? {}) } },
      });
    },
    onSuccess: () => forgetLists(client),
  });
}

// Actions ------------------------------------------------------------------------------------------------------------

/** Change an action wherever a list of actions holds it; null takes it out. */
function change(client: QueryClient, id: string, to: ((action: ActionView) => ActionView) | null): void {
  client.setQueriesData<ActionView[]>({ queryKey: ['actions', 'some'] }, (list) =>
    to ? list?.map((each) => (each.id === id ? to(each) : each)) : list?.filter((each) => each.id !== id),
  );
}

/** Put what the API answered where the action is read; how many are overdue may be others now. */
function changed(client: QueryClient, answer: ActionView): void {
  change(client, answer.id, () => answer);
  forgetStandings(client);
}

/** Tick an action or open it again: shown at once, and taken back where the API refuses. */
export function useTick() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ action, done }: { action: ActionView; done: boolean }) => {
      const init = {
        params: { path: { action_id: action.id } },
        headers: { 'Idempotency-Key': intention() },
      };
      return body(
        done
          ? api.POST('/actions/{action_id}/completion', init)
          : api.POST('/actions/{action_id}/reopening', init),
      );
    },
    onMutate: async ({ action, done }) => {
      await client.cancelQueries({ queryKey: ['actions'] });
      change(client, action.id, (each) => ({ ...each, status: done ? 'completed' : 'open', overdue: false }));
    },
    onError: (_error, { action }) => change(client, action.id, () => action),
    onSuccess: (answer) => changed(client, answer),
  });
}

export function useAddAction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ draft, key }: { draft: ActionDraft; key: string }) =>
      body(api.POST('/actions', { body: draft, headers: { 'Idempotency-Key': key } })),
    onSuccess: async () => {
      forgetStandings(client);
      await client.invalidateQueries({ queryKey: ['actions'] });
    },
  });
}

export function useChangeAction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ action, changes }: { action: ActionView; changes: ActionChanges }) =>
      body(
        api.PATCH('/actions/{action_id}', {
          params: { path: { action_id: action.id }, header: { 'if-match': etag(action) } },
          body: changes,
        }),
      ),
    onSuccess: (answer) => changed(client, answer),
  });
}

export function useDeleteAction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (action: ActionView) => {
      await api.DELETE('/actions/{action_id}', {
        params: { path: { action_id: action.id }, header: { 'if-match': etag(action) } },
      });
      return action;
    },
    onSuccess: ({ id }) => {
      change(client, id, null);
      forgetStandings(client);
    },
  });
}
