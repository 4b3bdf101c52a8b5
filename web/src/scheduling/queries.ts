/** When two people can meet, shifts in files, and calendars. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { CalendarImport, ShiftImport } from '@/api/schema';

/** Who are to meet, from when on and for how long; except: the 1-to-1 that is moved; pairing: of two colleagues. */
export interface Wanted {
  participant: string;
  facilitator: string;
  at: string;
  ms: number;
  except?: string | undefined;
  pairing?: string | undefined;
}

/** Who are to meet: those of the 1-to-1 that is moved, whose own time doesn't count, or the two. */
function who({ participant, facilitator, except }: Pick<Wanted, 'participant' | 'facilitator' | 'except'>) {
  return except ? { meeting_id: except } : { participant_id: participant, facilitator_id: facilitator };
}

/** What stands against a time, shifts among it. Nothing is refused for it. */
export function standsAgainstQuery(wanted: Wanted | null) {
  return queryOptions({
    queryKey: ['meetings', 'clashes', wanted],
    enabled: wanted !== null,
    staleTime: 15_000,
    queryFn: ({ signal }) => {
      if (!wanted) return { items: [], shifts_unknown: [] };
      const { participant, facilitator, at, ms, except, pairing } = wanted;
      if (pairing) {
        const params = { path: { pairing_id: pairing }, query: { scheduled_at: at, duration_ms: ms } };
        return body(api.GET('/pairings/{pairing_id}/clashes', { params, signal }));
      }
      const query = { ...who({ participant, facilitator, except }), scheduled_at: at, duration_ms: ms };
      return body(api.GET('/meetings/clashes', { params: { query }, signal }));
    },
  });
}

/** The quietest times in some days. */
export function slotsQuery(wanted: Omit<Wanted, 'at'>, first: string, last: string) {
  return queryOptions({
    queryKey: ['meetings', 'slots', wanted, first, last],
    staleTime: 30_000,
    queryFn: ({ signal }) => {
      if (wanted.pairing) {
        const query = { duration_ms: wanted.ms, first_day: first, last_day: last };
        const params = { path: { pairing_id: wanted.pairing }, query };
        return body(api.GET('/pairings/{pairing_id}/slots', { params, signal }));
      }
      const query = {
        ...who(wanted),
        duration_ms: wanted.ms,
        first_day: first,
        last_day: last,
      };
      return body(api.GET('/meetings/slots', { params: { query }, signal }));
    },
  });
}

/** Hand in a table of shifts, step by step. onStep hears how far it is after each; what was wrong is in the last one. */
export function useImportShifts(onStep: (step: ShiftImport) => void) {
  return useMutation({
    mutationFn: async (file: string): Promise<ShiftImport> => {
      let after = 0;
      let written = 0;
      for (;;) {
        const step = await body(api.POST('/shifts/imports', { body: { file, after } }));
        written += step.written;
        const sofar = { ...step, written, unchanged: step.done - written };
        onStep(sofar);
        if (step.next === null) return sofar;
        after = step.next;
      }
    },
  });
}

/** Hand in a person's calendar for their shifts. */
export function useImportCalendar() {
  return useMutation({
    mutationFn: ({ file, person }: { file: string; person: string }): Promise<CalendarImport> =>
      body(api.POST('/shifts/calendars', { body: { file, user_id: person } })),
  });
}

/** The file with the columns of an import and sample rows. */
export function shiftTemplate(): Promise<string> {
  return body<string>(api.GET('/shifts/template', { parseAs: 'text' }));
}

export const feedQuery = queryOptions({
  queryKey: ['calendar-feeds', 'mine'],
  queryFn: ({ signal }) => body(api.GET('/calendar-feeds/mine', { signal })),
});

/** Make a new secret address; it is told in this answer alone. */
export function useMakeFeed() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.PUT('/calendar-feeds/mine', {})),
    onSuccess: ({ open, made_at }) => client.setQueryData(feedQuery.queryKey, { open, made_at }),
  });
}

export function useRevokeFeed() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.POST('/calendar-feeds/mine/revocation', {})),
    onSuccess: () => client.setQueryData(feedQuery.queryKey, { open: false, made_at: null }),
  });
}

/** A 1-to-1 as a file for a calendar program. */
export function useCalendarFile(meetingId: string) {
  return useMutation({
    mutationFn: async () => {
      const path = { meeting_id: meetingId };
      const text = await body<string>(
        api.GET('/meetings/{meeting_id}/calendar', { params: { path }, parseAs: 'text' }),
      );
      save(text, 'text/calendar', '1-to-1.ics');
    },
  });
}

/** Let the browser keep a text as a file. */
export function save(text: string, type: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  globalThis.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
