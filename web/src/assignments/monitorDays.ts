import { daysAfter } from '@/parts/times';
import type { monitor } from './addresses';

/**
 * The days that the monitor is of: those that are chosen; of follow-ups today, of assignments the week up to the last day.
 *
 * @param today a day of the account's time zone.
 */
export function daysOf(
  { by, from, to }: Pick<ReturnType<typeof monitor>, 'by' | 'from' | 'to'>,
  today: string,
): { from: string; to: string } {
  if (by === 'follow_up')
    return { from: from ?? (to && to < today ? to : today), to: to ?? (from && from > today ? from : today) };
  const last = to ?? today;
  return { from: from ?? daysAfter(last, -6), to: last };
}
