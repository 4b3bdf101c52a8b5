import type { DrawItem, GoalView } from '@/api/schema';
import { counted } from '@/parts/numbers';
import type { Tone } from '@/parts/Tag';

export const RECURRENCES = {
  daily: 'Every day',
  weekly: 'Every week',
  monthly: 'Every month',
  once: 'Once',
} as const;

export const STATES: Record<DrawItem['state'], string> = {
  gathering: 'Is being drawn',
  giving: 'Is being given out',
  done: 'Drawn',
  failed: 'Could not be drawn',
};

/** What a goal wants: "2 of each agent, every week". */
export function sayGoal({ count, per, recurrence }: Pick<GoalView, 'count' | 'per' | 'recurrence'>): string {
  const what = `${counted(count, 'conversation')} ${per === 'agent' ? 'of each agent' : 'for each evaluator'}`;
  return `${what}, ${RECURRENCES[recurrence].toLowerCase()}`;
}

/** How a goal stands: a draw that is being made comes before what follows it, also where it is the last. */
export function standingOf({ active, next_on, current }: Pick<GoalView, 'active' | 'next_on' | 'current'>): {
  word: string;
  tone: Tone;
} {
  if (current?.state === 'gathering' || current?.state === 'giving')
    return { word: STATES[current.state], tone: 'accent' };
  if (!active) return { word: 'Paused', tone: 'neutral' };
  return next_on ? { word: 'Active', tone: 'good' } : { word: 'Over', tone: 'neutral' };
}

/** Of how many that were given out how many are completed. */
export function doneOf({ progress }: Pick<DrawItem, 'progress'>): { completed: number; assigned: number } {
  return progress.reduce(
    (sum, each) => ({ completed: sum.completed + each.completed, assigned: sum.assigned + each.assigned }),
    { completed: 0, assigned: 0 },
  );
}

/** A figure of a draw: of all, an evaluator or an agent; what is completed, or all that was given. */
export interface Figure {
  draw: string;
  evaluator?: string | undefined;
  agent?: string | undefined;
  state?: 'done' | undefined;
}

/** How many of an agent with too few were given out; draws of before told only how many could be drawn. */
export function givenOf({ given, offered }: Pick<DrawItem['short'][number], 'given' | 'offered'>): number {
  return given ?? offered;
}

/** How many evaluations a figure counts; undefined where the draw says nothing of it. */
export function figureOf(draw: Pick<DrawItem, 'progress' | 'short'>, of: Figure): number | undefined {
  if (of.agent !== undefined) {
    const short = draw.short.find((each) => each.agent_id === of.agent);
    return short && givenOf(short);
  }
  const counted =
    of.evaluator === undefined
      ? doneOf(draw)
      : draw.progress.find((each) => each.evaluator_id === of.evaluator);
  return of.state === 'done' ? counted?.completed : counted?.assigned;
}
