/** Where the way of a plan is drawn: its points with their intervals, the expected line, and what chance alone would do. */
import type { EffectMetric, PlanDetail, PlanPoint } from '@/api/schema';

export const FREE = { left: 84, right: 12, top: 12, bottom: 28 };

export interface Spot {
  x: number;
  y: number;
}

export interface WayShape {
  way: Spot[];
  intervals: { x: number; high: number; low: number }[];
  expected: [Spot, Spot];
  /** Around what may be chance, from the high ends to the low ones and back. */
  chance: Spot[];
  target: number;
  ticks: { value: number; y: number }[];
  days: { day: string; x: number }[];
}

const DAY_MS = 86_400_000;

/** The plan in pixels. Days go from its first to its last, values over all that is drawn. */
export function shapeOf(plan: PlanDetail, width: number, height: number): WayShape {
  const first = at(plan.begins_on);
  const span = Math.max(DAY_MS, at(plan.ends_on) - first);
  const [low, high] = rangeOf(plan);
  const x = (day: string) =>
    FREE.left + ((at(day) - first) / span) * Math.max(0, width - FREE.left - FREE.right);
  const y = (value: number) => FREE.top + ((high - value) / (high - low)) * (height - FREE.top - FREE.bottom);
  const known = plan.series.filter(hasValue);
  const told = plan.series.filter(hasBand);
  const last = told.at(-1);
  // What chance alone would do doesn't end with the day that it is.
  const banded = last ? [...told, { ...last, day: plan.ends_on }] : [];
  const start = plan.start.value ?? plan.target;
  return {
    way: known.map((each) => ({ x: x(each.day), y: y(each.value) })),
    intervals: known.flatMap((each) =>
      typeof each.low === 'number' && typeof each.high === 'number'
        ? [{ x: x(each.day), high: y(each.high), low: y(each.low) }]
        : [],
    ),
    expected: [
      { x: x(plan.begins_on), y: y(start) },
      { x: x(plan.ends_on), y: y(plan.target) },
    ],
    chance: [
      ...banded.map((each) => ({ x: x(each.day), y: y(each.chance_high) })),
      ...banded.toReversed().map((each) => ({ x: x(each.day), y: y(each.chance_low) })),
    ],
    target: y(plan.target),
    ticks: roundBetween(low, high, stepOf(plan.metric, high - low)).map((value) => ({ value, y: y(value) })),
    days: [plan.begins_on, plan.ends_on].map((day) => ({ day, x: x(day) })),
  };
}

type WithValue = PlanPoint & { value: number };
type WithBand = PlanPoint & { chance_low: number; chance_high: number };

/** The least that tells two values of a metric apart as they are said; durations are in milliseconds. */
const LEAST: Record<EffectMetric, number> = {
  effectiveness: 0.1,
  handle_time: 1000,
  satisfaction: 0.01,
  resolution: 1,
};
/** By how many seconds durations are counted. */
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18_000];
const MOST_STEPS = 6;

/** By how much a scale goes on from line to line: as people count, in six steps at the most. */
function stepOf(metric: EffectMetric, span: number): number {
  const least = Math.max(span / MOST_STEPS, LEAST[metric]);
  const power = 10 ** Math.floor(Math.log10(least));
  const steps =
    metric === 'handle_time' ? SECONDS.map((each) => each * 1000) : [1, 2, 5].map((each) => each * power);
  return steps.find((each) => each >= least * 0.999_999) ?? 10 * power;
}

/** The multiples of a step from one value to another. */
function roundBetween(low: number, high: number, step: number): number[] {
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) =>
    // 3 × 0.1 is 0.3 here, too.
    Number(((first + n) * step).toPrecision(12)),
  );
}

const hasValue = (each: PlanPoint): each is WithValue => typeof each.value === 'number';
const hasBand = (each: PlanPoint): each is WithBand =>
  typeof each.chance_low === 'number' && typeof each.chance_high === 'number';

function rangeOf(plan: PlanDetail): [number, number] {
  const drawn = plan.series.flatMap((each) => [
    each.value,
    each.low,
    each.high,
    each.chance_low,
    each.chance_high,
  ]);
  const values = [...drawn, plan.start.value, plan.target].filter((each) => typeof each === 'number');
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((high - low || Math.abs(high) || 1) * 0.08, LEAST[plan.metric]);
  // None of the metrics lies below 0.
  return [Math.max(0, low - room), high + room];
}

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
