/** What is read of 1-to-1s, the actions agreed in them, and feedback. */
import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problems';
import { pagedQuery } from '@/api/queries';
import type { ActionView, FeedbackView, MeetingView } from '@/api/schema';
import { everyPage } from '@/parts/names';
import { clashesOf, type Slot } from './clashes';

export type Status = MeetingView['status'];

export interface MeetingFilter {
  participant_id?: string | undefined;
  facilitator_id?: string | undefined;
  status?: Status[] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  order?: 'newest' | 'oldest' | undefined;
}

/** Meetings page by page, newest first; one's own unless a person is named. */
export function meetingsQuery(filter: MeetingFilter, limit = 25) {
  return pagedQuery<MeetingView>(['meetings', 'list', filter, limit], (cursor, signal) =>
    body(api.GET('/meetings', { params: { query: { ...filter, limit, cursor } }, signal })),
  );
}

/** All meetings of a span, the earliest first. */
export function spanQuery(filter: MeetingFilter) {
  return queryOptions({
    queryKey: ['meetings', 'span', filter],
    queryFn: async ({ signal }) => {
      const meetings = await everyPage<MeetingView>((cursor) =>
        body(api.GET('/meetings', { params: { query: { ...filter, limit: 100, cursor } }, signal })),
      );
      return meetings.sort((a, b) => a.scheduled_at.localeCompare(b.scheduled_at));
    },
  });
}

/** The first meetings of a list. */
export function someMeetingsQuery(filter: MeetingFilter, limit: number) {
  return queryOptions({
    queryKey: ['meetings', 'some', filter, limit],
    queryFn: async ({ signal }) =>
      (await body(api.GET('/meetings', { params: { query: { ...filter, limit } }, signal }))).items,
  });
}

export const meetingKey = (id: string) => ['meetings', 'one', id] as const;

export function meetingQuery(id: string) {
  return queryOptions({
    queryKey: meetingKey(id),
    queryFn: ({ signal }) =>
      body(api.GET('/meetings/{meeting_id}', { params: { path: { meeting_id: id } }, signal })),
    // A draft lies over it; reading it anew while somebody types would ask them about changes of their own.
    refetchOnWindowFocus: false,
  });
}

/** The last 1-to-1 with the same participant that was held before this one. */
export function previousQuery(meeting: Pick<MeetingView, 'id' | 'participant_id' | 'scheduled_at'>) {
  return queryOptions({
    queryKey: ['meetings', 'previous', meeting.id, meeting.scheduled_at],
    queryFn: async ({ signal }) => {
      const { items } = await body(
        api.GET('/meetings', {
          params: {
            query: {
              participant_id: meeting.participant_id,
              status: ['completed', 'acknowledged'],
              to: meeting.scheduled_at,
              limit: 2,
            },
          },
          signal,
        }),
      );
      return items.find((each) => each.id !== meeting.id) ?? null;
    },
  });
}

/** No 1-to-1 is longer. */
const LONGEST_MS = 8 * 3_600_000;

/** The other 1-to-1s, of both who are to meet, as far as the signed-in person may see them: two small lists for each. */
export function clashesQuery(people: readonly string[], slot: Slot | null) {
  return queryOptions({
    queryKey: ['meetings', 'some', 'clashes', people, slot],
    enabled: slot !== null && people.length > 0,
    staleTime: 15_000,
    queryFn: async ({ signal }) => {
      if (!slot) return [];
      const from = new Date(Date.parse(slot.at) - LONGEST_MS).toISOString();
      const to = new Date(Date.parse(slot.at) + slot.ms).toISOString();
      const of = (who: { participant_id: string } | { facilitator_id: string }) =>
        body(
          api.GET('/meetings', {
            params: { query: { ...who, status: ['scheduled', 'in_progress'], from, to, limit: 50 } },
            signal,
          }),
        ).then(
          ({ items }) => items,
          (error: unknown) => {
            // What the person may not see they are not warned of. Any other failure isn't the same as no clash.
            if ([403, 404].includes(asProblem(error).status)) return [];
            throw error;
          },
        );
      const found = await Promise.all(
        people.flatMap((id) => [of({ participant_id: id }), of({ facilitator_id: id })]),
      );
      return clashesOf(found.flat(), slot);
    },
  });
}

export interface ActionFilter {
  assignee_id?: string | undefined;
  attached_to?: string | undefined;
  created_by?: string | undefined;
  status?: ActionView['status'][] | undefined;
}

/** Key of a list of actions: all of them are changed together when one is ticked. */
export const actionsKey = (filter: ActionFilter) => ['actions', 'some', filter] as const;

/** So many actions are read; a list that has as many says that it may go on. */
export const MOST_ACTIONS = 1000;

/** Actions, the newest first. */
export function actionsQuery(filter: ActionFilter) {
  return queryOptions({
    queryKey: actionsKey(filter),
    queryFn: ({ signal }) =>
      everyPage<ActionView>(
        (cursor) =>
          body(api.GET('/actions', { params: { query: { ...filter, limit: 100, cursor } }, signal })),
        MOST_ACTIONS,
      ),
  });
}

/** The feedback on somebody, the latest first, a few at a time. */
export function feedbackQuery(agentId: string) {
  return pagedQuery<FeedbackView>(['feedback', agentId], (cursor, signal) =>
    body(api.GET('/feedback', { params: { query: { agent_id: agentId, limit: 5, cursor } }, signal })),
  );
}
