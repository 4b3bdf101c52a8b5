/** Plans in words: metrics with their units, how a plan stands, and how it ended. */
import type { EffectMetric, PlanPoint, PlanView } from '@/api/schema';
import { fixed, percent, trim } from '@/parts/numbers';
import type { Tone } from '@/parts/Tag';
import { sayDuration } from '@/parts/times';
import { entryOf } from '@/parts/words';

export const METRIC_WORDS: Record<EffectMetric, string> = {
  effectiveness: 'Agent Effectiveness Score',
  handle_time: 'Average handle time',
  satisfaction: 'Predicted satisfaction',
  resolution: 'Predicted resolution',
};

/** What is better of a metric, as the end of a sentence. */
const BETTER_WORDS: Record<EffectMetric, string> = {
  effectiveness: 'lower is better',
  handle_time: 'lower is better',
  satisfaction: 'higher is better, 5 at most',
  resolution: 'higher is better',
};

export const STATUS_TONES: Record<PlanView['status'], Tone> = {
  in_progress: 'accent',
  achieved: 'good',
  missed: 'watch',
  undecided: 'neutral',
  cancelled: 'neutral',
};

export const STATUS_WORDS: Record<PlanView['status'], string> = {
  in_progress: 'In progress',
  achieved: 'Achieved',
  missed: 'Missed',
  undecided: 'Not decided',
  cancelled: 'Cancelled',
};

type Standing = NonNullable<PlanPoint['standing']>;

export const STANDING_TONES: Record<Standing, Tone> = {
  ahead: 'good',
  on_track: 'accent',
  off_track: 'act',
};

export function betterOf(metric: EffectMetric): string {
  return entryOf(BETTER_WORDS, metric, '');
}

/** "9 min 30 s", "94.3", "4.2", "81%": a value of a metric. */
export function sayValue(metric: EffectMetric, value: number): string {
  if (metric === 'handle_time') return sayDuration(value);
  if (metric === 'resolution') return percent(value);
  return metric === 'satisfaction' ? trim(value) : fixed(value, 1);
}

/** "9 min 30 s to 10 min 10 s", "4.1 to 4.5": from one value to another. */
export function sayBetween(metric: EffectMetric, low: number, high: number): string {
  return `${sayValue(metric, low)} to ${sayValue(metric, high)}`;
}

/** Whether what a plan shows now may be chance, in a sentence; null where that can't be told. */
export function sayChance(point: PlanPoint): string | null {
  if (point.value === null || point.value === undefined) return null;
  if (point.chance_low === null || point.chance_low === undefined) return null;
  if (!point.beyond_chance) return 'Chance alone may do as much: it is too early to call it a change.';
  return point.beyond_chance === 'better'
    ? 'Better than chance alone would do.'
    : 'Worse than chance alone would do.';
}

/** Why a plan that is over was neither achieved nor missed; null of any other. */
export function sayUndecided(plan: Pick<PlanView, 'status' | 'now' | 'minimum'>): string | null {
  if (plan.status !== 'undecided') return null;
  const known = plan.now?.n ?? 0;
  return `too few conversations tell of it (${known} of ${plan.minimum})`;
}

/** How many of the latest conversations make what a plan calls now. */
export function latestOf(plan: Pick<PlanView, 'minimum'>): number {
  return Math.max(20, plan.minimum);
}

/** "12 of the 20 since the plan began". */
export function sayShare(point: PlanPoint): string {
  return `${point.since_start} of the ${point.n} since the plan began`;
}
