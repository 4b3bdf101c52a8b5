/** Where the scores of attempts lie in a drawing. */
import type { AttemptView } from '@/api/schema';
import { percent as say } from '@/parts/numbers';

export interface Spot {
  x: number;
  y: number;
  number: number;
  percent: number;
  passed: boolean;
}

export const LEFT = 40;
export const TOP = 10;
const RIGHT = 12;
export const BOTTOM = 24;

/**
 * The attempts that have a percentage, in order, over a width and a height, and where the threshold lies.
 *
 * @param passes the threshold, 0–100.
 */
export function trendOf(
  attempts: AttemptView[],
  passes: number | null,
  width: number,
  height: number,
): { spots: Spot[]; threshold: number | null; at: (percent: number) => number } {
  const at = (percent: number) => TOP + (1 - percent / 100) * (height - TOP - BOTTOM);
  const scored = attempts
    .flatMap(({ number, score }) =>
      typeof score?.percent === 'number' ? [{ number, score, percent: score.percent }] : [],
    )
    .sort((one, other) => one.number - other.number);
  const room = Math.max(0, width - LEFT - RIGHT);
  const step = scored.length > 1 ? room / (scored.length - 1) : 0;
  const spots = scored.map(({ number, score, percent }, place) => ({
    x: scored.length > 1 ? LEFT + place * step : LEFT + room / 2,
    y: at(percent),
    number,
    percent,
    passed: score.passed,
  }));
  return { spots, threshold: passes === null ? null : at(passes), at };
}

/** The trend in words, for who doesn't see it. */
export function sayTrend(spots: Spot[]): string {
  return spots.map(({ number, percent }) => `attempt ${number}: ${say(percent)}`).join(', ');
}
