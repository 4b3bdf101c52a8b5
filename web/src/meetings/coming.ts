/** Which 1-to-1s are still to come. */
import { dayOf, daysAfter, instantAt } from '@/parts/times';
import type { MeetingFilter } from './queries';

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
