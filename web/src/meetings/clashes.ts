/** Whether somebody who is to meet is in another 1-to-1 then. A warning: only people know whether it matters. */
import type { MeetingView } from '@/api/schema';

/** From when on, for how long, and which 1-to-1 is passed over: the one that is moved. */
export interface Slot {
  /** An instant. */
  at: string;
  ms: number;
  except?: string | undefined;
}

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
