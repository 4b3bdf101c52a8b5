/** A plan that is being made: what is chosen so far, and what each step still wants. */
import type { EffectMetric, PlanAdvice, PlanMetric } from '@/api/schema';
import { METRICS } from './addresses';

export const STEPS = [
  'metric',
  'target',
  'date',
  'conversations',
  'actions',
  'assistance',
  'summary',
] as const;
export type Step = (typeof STEPS)[number];
export const MOST = 3;

/** What is typed and chosen; lists have a line for each entry, empty ones count for nothing. */
export interface Made {
  metric: EffectMetric | null;
  percent: number;
  date: string | null;
  actions: string[];
  assistance: string[];
}

/** Before anything is chosen. */
export const NOTHING: Made = { metric: null, percent: 10, date: null, actions: [''], assistance: [] };

/** The metric that is looked at: the one that was chosen, else what the address says, else the recommended one. */
export function metricOf(
  made: Made,
  advice: PlanAdvice,
  asked: EffectMetric | undefined,
): PlanMetric | undefined {
  const open = advice.metrics.filter(({ targets }) => targets.length > 0);
  const named = (metric: EffectMetric | null | undefined) => open.find((each) => each.metric === metric);
  return (
    named(made.metric) ??
    named(asked) ??
    open.find(({ recommended }) => recommended) ??
    METRICS.map(named).find((each) => each !== undefined)
  );
}

/** The percentage, within what may be chosen of the metric. */
export function percentOf(made: Made, metric: PlanMetric): number {
  const last = metric.targets.at(-1)?.percent ?? 5;
  return Math.min(last, Math.max(metric.targets[0]?.percent ?? 5, made.percent));
}

/** The value of the target; undefined where nothing may be aimed at. */
export function targetOf(metric: PlanMetric, percent: number): number | undefined {
  return metric.targets.find((each) => each.percent === percent)?.value;
}

export const written = (lines: readonly string[]) =>
  lines.map((each) => each.trim()).filter((each) => each !== '');

/** What a step still wants before the next one, in a sentence; undefined where it has all. */
export function wants(
  step: Step,
  made: Made,
  advice: PlanAdvice,
  metric: PlanMetric | undefined,
): string | undefined {
  switch (step) {
    case 'metric':
    case 'target':
      return metric ? undefined : 'Choose a metric';
    case 'date':
      if (!made.date) return 'Choose a day';
      return made.date < advice.dates.earliest || made.date > advice.dates.latest
        ? 'Choose a day to come'
        : undefined;
    case 'actions':
      return lacking(made.actions, 'Write down one action at least');
    case 'assistance':
      return lacking(made.assistance, 'Choose one kind of help at least, or write down your own');
    case 'conversations':
    case 'summary':
      return undefined;
  }
}

function lacking(lines: readonly string[], nothing: string): string | undefined {
  const told = written(lines);
  if (told.length === 0) return nothing;
  if (told.length > MOST) return `${MOST} at most`;
  const plain = told.map((each) => each.toLowerCase().replace(/\s+/g, ' '));
  return new Set(plain).size < plain.length ? 'Something stands there twice' : undefined;
}

/** What is advised of a day. */
export function adviceOn(day: string, { dates }: PlanAdvice): 'shorter' | 'advised' | 'longer' {
  if (day < dates.advised_from) return 'shorter';
  return day > dates.advised_to ? 'longer' : 'advised';
}
