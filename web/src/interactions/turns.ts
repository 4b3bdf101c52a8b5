/** What the times of turns tell: which one is heard at a moment, where nobody speaks, and where two speak at once. */
import type { Speaker, Turn } from '@/api/schema';

/** From this on, nobody speaking counts as a silence. */
export const SILENCE_MS = 5_000;
/** Shorter than this, two speaking at once is the recogniser's rounding. */
export const OVERLAP_MS = 500;

export const SPEAKERS: Record<Speaker, string> = {
  agent: 'Agent',
  customer: 'Customer',
  colleague: 'Another agent',
  system: 'System',
  unknown: 'Unknown speaker',
};

export interface Stretch {
  fromMs: number;
  toMs: number;
}

/** What stands before a turn: a silence, or speech of somebody else that it cuts into. */
export interface Meeting extends Stretch {
  kind: 'silence' | 'overlap';
  /** The turn that ends the silence, or that began while another was going on. */
  turn: number;
}

/** Silences and overlaps between the turns that have times. */
export function meetings(turns: Turn[]): Meeting[] {
  const found: Meeting[] = [];
  let heard: { toMs: number; speaker: Speaker } | undefined;
  for (const turn of turns) {
    if (!hasTimes(turn)) continue;
    const { start_ms: start, end_ms: end } = turn;
    if (heard) {
      const gap = start - heard.toMs;
      if (gap >= SILENCE_MS)
        found.push({ kind: 'silence', turn: turn.index, fromMs: heard.toMs, toMs: start });
      const until = Math.min(heard.toMs, end);
      if (turn.speaker !== heard.speaker && until - start >= OVERLAP_MS)
        found.push({ kind: 'overlap', turn: turn.index, fromMs: start, toMs: until });
    }
    if (!heard || end >= heard.toMs) heard = { toMs: end, speaker: turn.speaker };
  }
  return found;
}

export type Timed = Turn & { start_ms: number; end_ms: number };

export function hasTimes(turn: Turn): turn is Timed {
  return typeof turn.start_ms === 'number' && typeof turn.end_ms === 'number';
}

/** Index of the turn that is heard at a moment: the latest that has begun. Undefined before the first. */
export function turnAt(turns: Turn[], ms: number): number | undefined {
  let latest: { index: number; startMs: number } | undefined;
  for (const turn of turns) {
    const start = turn.start_ms;
    if (typeof start !== 'number' || start > ms) continue;
    if (!latest || start >= latest.startMs) latest = { index: turn.index, startMs: start };
  }
  return latest?.index;
}

/** What belongs to each turn. */
export function byTurn<T>(all: T[], turnOf: (each: T) => number): Map<number, T[]> {
  const grouped = new Map<number, T[]>();
  for (const each of all) grouped.set(turnOf(each), [...(grouped.get(turnOf(each)) ?? []), each]);
  return grouped;
}

/** Flags in the order of time; those that stand closer than `closeMs` to the first of a group are in it. */
export function flagsOf<T extends { atMs: number }>(all: T[], closeMs: number): T[][] {
  const groups: T[][] = [];
  for (const each of [...all].sort((one, other) => one.atMs - other.atMs)) {
    const last = groups.at(-1);
    if (last?.[0] && each.atMs - last[0].atMs < closeMs) last.push(each);
    else groups.push([each]);
  }
  return groups;
}

/** Whether personal data is masked somewhere in what was said. */
export const holdsMasks = (turns: readonly Pick<Turn, 'text'>[]) =>
  turns.some(({ text }) => text.includes('••'));
