/** Whether somebody who is to meet is in another 1-to-1 then. A warning: only people know whether it matters. */
import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { MeetingView } from '@/api/schema';

/** From when on, for how long, and which 1-to-1 is passed over: the one that is moved. */
export interface Slot {
  /** An instant. */
  at: string;
  ms: number;
  except?: string | undefined;
}

/** No 1-to-1 is longer. */
const LONGEST_MS = 8 * 3_600_000;

/** Those that take place while the slot lasts, the earliest first; each once. What ends as it begins is none. */
export function clashesOf(meetings: readonly MeetingView[], { at, ms, except }: Slot): MeetingView[] {
  const from = Date.parse(at);
  const within = meetings.filter(({ id, scheduled_at, duration_ms, status, kind }) => {
    const start = Date.parse(scheduled_at);
    const stands = status === 'scheduled' || status === 'in_progress';
    // Nobody sits in one that is held in writing.
    return (
      id !== except && stands && kind !== 'asynchronous' && start < from + ms && from < start + duration_ms
    );
  });
  return [...new Map(within.map((each) => [each.id, each])).values()].sort((a, b) =>
    a.scheduled_at.localeCompare(b.scheduled_at),
  );
}

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
          // What the person may not see they are not warned of, and nobody is kept from scheduling.
          () => [],
        );
      const found = await Promise.all(
        people.flatMap((id) => [of({ participant_id: id }), of({ facilitator_id: id })]),
      );
      return clashesOf(found.flat(), slot);
    },
  });
}
