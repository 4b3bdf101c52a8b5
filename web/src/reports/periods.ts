/** The periods that a report is asked for. Days are those of the account's time zone, as in AI performance reports. */
import { daysAfter } from '@/parts/times';

export type PeriodKind = 'week' | 'four_weeks' | 'quarter' | 'custom';

export const PERIOD_WORDS: Record<PeriodKind, string> = {
  week: 'Last week',
  four_weeks: 'Last 4 weeks',
  quarter: 'Last quarter',
  custom: 'Custom range',
};

/** What a report is over as long as nobody chose anything else. */
export const USUAL = 'four_weeks';

export interface Days {
  from: string;
  to: string;
}

/** The days of a preset: today counts, and a quarter is the calendar quarter that was completed last. */
export function daysOf(kind: Exclude<PeriodKind, 'custom'>, today: string): Days {
  if (kind === 'week') return { from: daysAfter(today, -6), to: today };
  if (kind === 'four_weeks') return { from: daysAfter(today, -27), to: today };
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  const first = 3 * Math.floor((month - 1) / 3) + 1;
  const to = daysAfter(`${year}-${pad(first)}-01`, -1);
  return { from: `${to.slice(0, 5)}${pad(Number(to.slice(5, 7)) - 2)}-01`, to };
}

/** Which preset some days are. */
export function kindOf(days: Days, today: string): PeriodKind {
  const presets = ['week', 'four_weeks', 'quarter'] as const;
  return (
    presets.find((kind) => {
      const { from, to } = daysOf(kind, today);
      return from === days.from && to === days.to;
    }) ?? 'custom'
  );
}

/** How a course over some days is cut: by days while there are few of them. */
export function everyOf({ from, to }: Days): 'day' | 'week' {
  return daysAfter(from, 13) >= to ? 'day' : 'week';
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
