/** Which 1-to-1s are still to come. */
import { dayOf, daysAfter, instantAt } from '@/parts/times';
import type { MeetingFilter, Status } from './queries';

/**
 * Those about somebody's work that are to come, the next one first, and one that is going on since yesterday. What was
 * to be held before and wasn't is for whoever leads it.
 */
export function toCome(participantId: string, now: Date, zone: string): MeetingFilter {
  return {
    participant_id: participantId,
    status: ['scheduled', 'in_progress'],
    from: instantAt(`${daysAfter(dayOf(now, zone), -1)}T00:00`, zone),
    order: 'oldest',
  };
}

/** A list of 1-to-1s that stand together, in the order in which they are looked for. */
export interface MeetingSection {
  name: 'To come' | 'Not held' | 'Held' | 'Cancelled';
  filter: MeetingFilter;
}

const SECTIONS: Record<MeetingSection['name'], readonly Status[]> = {
  'To come': ['scheduled', 'in_progress'],
  'Not held': ['scheduled', 'in_progress'],
  Held: ['completed', 'acknowledged'],
  Cancelled: ['cancelled'],
};

/**
 * Somebody's 1-to-1s: those to come, the next one first and today's among them; those whose day has gone by; those that
 * were held, the newest first. Cancelled ones are told where they are asked for.
 */
export function sectionsOf(filter: MeetingFilter, now: Date, zone: string): MeetingSection[] {
  const today = instantAt(`${dayOf(now, zone)}T00:00`, zone);
  const asked = filter.status;
  const days: Record<MeetingSection['name'], Pick<MeetingFilter, 'from' | 'to' | 'order'>> = {
    'To come': { from: today, order: 'oldest' },
    'Not held': { to: today },
    Held: {},
    Cancelled: {},
  };
  return (['To come', 'Not held', 'Held', 'Cancelled'] as const).flatMap((name) => {
    const status = SECTIONS[name].filter((each) => (asked ? asked.includes(each) : each !== 'cancelled'));
    return status.length > 0 ? [{ name, filter: { ...filter, status, ...days[name] } }] : [];
  });
}
