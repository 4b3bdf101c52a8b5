import type { AssignmentLine, AttributeAverage, AttributeMove, ReviewView } from '@/api/schema';
import { average, signed } from '@/parts/numbers';
import type { Tone } from '@/parts/Tag';

export const STATUS_WORDS: Record<AssignmentLine['status'], { word: string; tone: Tone }> = {
  yet_to_start: { word: 'Yet to start', tone: 'neutral' },
  in_progress: { word: 'In progress', tone: 'accent' },
  completed: { word: 'Completed', tone: 'good' },
  pending_agent_review: { word: 'Pending agent review', tone: 'watch' },
  pending_supervisor_review: { word: 'Pending supervisor review', tone: 'watch' },
  closed: { word: 'Closed', tone: 'neutral' },
};

/** How the agent whose it is reads what others read as "Yet to start". */
export const START = 'Start coaching';

export const REVIEW_WORDS: Record<ReviewView['status'], { word: string; tone: Tone }> = {
  pending_agent_review: { word: 'Pending agent review', tone: 'watch' },
  pending_supervisor_review: { word: 'Pending supervisor review', tone: 'watch' },
  resolved: { word: 'Resolved', tone: 'good' },
  closed: { word: 'Closed', tone: 'neutral' },
};

/** "+12 points (3 to 21)", with what the interval leaves open. */
export function sayMove(move: AttributeMove): string {
  const by = `${signed(move.points, 1)} points`;
  return typeof move.low === 'number' && typeof move.high === 'number'
    ? `${by} (${signed(move.low)} to ${signed(move.high)})`
    : by;
}

/** Which way it went, as a shape beside the number; nothing where it hasn't moved as far as it is written. */
export function arrowOf(move: AttributeMove): '▲' | '▼' | '' {
  const points = Number(signed(move.points, 1).replace('−', '-'));
  return points > 0 ? '▲' : points < 0 ? '▼' : '';
}

/** "70.4% over 9"; below the minimum how many there are. */
export function sayAverage({ value, sample }: Pick<AttributeAverage, 'value' | 'sample'>): string {
  return typeof value === 'number' ? `${average(value)} over ${sample}` : `Not enough data (${sample})`;
}

/** "Before 33.3% over 6, since 100% over 6: ▲ +66.7 points": what a change is of, beside it. */
export function sayChange(
  before: AttributeAverage,
  since: AttributeAverage,
  move: AttributeMove | null,
): string {
  const [was, is] = [before, since].map((each) => {
    const said = sayAverage(each);
    return `${said.slice(0, 1).toLowerCase()}${said.slice(1)}`;
  });
  const moved = move && [arrowOf(move), sayMove(move)].filter(Boolean).join(' ');
  return `Before ${was}, since ${is}${moved ? `: ${moved}` : ''}`;
}

/** What stands open in the place of an id where a new group is made. */
export const NEW = 'new';

/** Of the bookmarks that are ticked those that are still there: one may have been removed, or its conversation erased. */
export function stillThere(
  ticked: readonly string[],
  bookmarks: readonly { id: string }[] | undefined,
): string[] {
  if (bookmarks === undefined) return [...ticked];
  const there = new Set(bookmarks.map(({ id }) => id));
  return ticked.filter((id) => there.has(id));
}
