/** Where the parts of a trend are drawn. Lengths are pixels, scores 0–100. */
import type { Week } from '@/api/schema';

export interface Spot {
  x: number;
  y: number;
}

export interface TrendShape {
  /** The points of the weeks with an average, in stretches without a gap. */
  lines: Spot[][];
  /** The edges of the band, around stretches in which every week has an interval. */
  bands: Spot[][];
  /** The middle of each week, whether it has an average or not. */
  middles: number[];
}

/** Half of the widest day that is written below, "30 Nov 2025": the last one stands in the middle of its week too. */
export const HALF_A_DAY = 36;

/** What is left free for the scale, the days, and half of the last one. */
export const FREE = { left: 44, right: HALF_A_DAY, top: 8, bottom: 24 };

/** The height at which a score stands. */
export function heightOf(score: number, height: number): number {
  const inner = height - FREE.top - FREE.bottom;
  return FREE.top + inner * (1 - Math.min(100, Math.max(0, score)) / 100);
}

/** Lay out weeks over a width and a height. */
export function shapeOf(weeks: Week[], width: number, height: number): TrendShape {
  const inner = Math.max(0, width - FREE.left - FREE.right);
  const step = weeks.length > 1 ? inner / (weeks.length - 1) : 0;
  const middles = weeks.map((_, place) => FREE.left + (weeks.length > 1 ? place * step : inner / 2));
  const at = (place: number, score: number): Spot => ({
    x: middles[place] ?? 0,
    y: heightOf(score, height),
  });
  const lines = stretches(weeks, ({ average }) => average !== null).map((places) =>
    places.map((place) => at(place, weeks[place]?.average ?? 0)),
  );
  const bands = stretches(weeks, banded).map((places) => [
    ...places.map((place) => at(place, weeks[place]?.high ?? 0)),
    ...places.toReversed().map((place) => at(place, weeks[place]?.low ?? 0)),
  ]);
  return { lines, bands, middles };
}

function banded({ average, low, high }: Week): boolean {
  return average !== null && typeof low === 'number' && typeof high === 'number';
}

/** The places of weeks that follow each other without one that `holds` not. */
function stretches(weeks: Week[], holds: (week: Week) => boolean): number[][] {
  const found: number[][] = [];
  weeks.forEach((week, place) => {
    if (!holds(week)) return;
    const last = found.at(-1);
    if (last?.at(-1) === place - 1) last.push(place);
    else found.push([place]);
  });
  return found;
}

/** Every how many weeks a day is written, so that none lies over the next. */
export function everyHowMany(weeks: number, width: number, room = 64): number {
  const fit = Math.max(1, Math.floor((width - FREE.left - FREE.right) / room));
  return Math.max(1, Math.ceil(weeks / fit));
}
