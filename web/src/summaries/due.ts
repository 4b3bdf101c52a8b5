/** By when an action is due: the next 1-to-1. */
import { dayOf, daysAfter } from '@/parts/times';

export interface Due {
  day: string;
  /** Why this day, as it is told beside the field. */
  why: string;
}

interface Held {
  id: string;
  scheduled_at: string;
}

/**
 * The day of the next 1-to-1, out of the agent's scheduled ones, the earliest first.
 *
 * @param meeting the 1-to-1 that the report was made in: the next is one after it. Where none is scheduled yet, it is as
 * far ahead as this one is from the last.
 * @param lastDay the day of the previous 1-to-1, where there was one.
 */
export function dueBy(
  scheduled: Held[],
  meeting: Held | null,
  lastDay: string | undefined,
  zone: string,
  today: string,
): Due | null {
  const next = scheduled.find(
    (each) => each.id !== meeting?.id && (!meeting || each.scheduled_at > meeting.scheduled_at),
  );
  if (next) return { day: dayOf(next.scheduled_at, zone), why: 'By the next 1-to-1.' };
  if (!meeting || !lastDay) return null;
  const day = dayOf(meeting.scheduled_at, zone);
  const apart = Math.round((Date.parse(day) - Date.parse(lastDay)) / 86_400_000);
  const due = daysAfter(day, apart);
  if (apart < 1 || due <= today) return null;
  return { day: due, why: 'No next 1-to-1 is scheduled yet: as long after this one as it is from the last.' };
}
