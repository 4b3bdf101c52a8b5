/** What home says of what it shows, and in which order. */
import type {
  ActionView,
  ForYouItem,
  ItemMoved,
  LineItemView,
  Me,
  Moved,
  NextMeeting,
  Spending,
  Standing,
} from '@/api/schema';
import { titleFor, usualTitle } from '@/meetings/words';
import { aboutWords } from '@/parts/headings';
import { average, counted, dollars, fixed } from '@/parts/numbers';
import type { Tone } from '@/parts/Tag';
import { dayOf, sayDay } from '@/parts/times';
import { entryOf, wordOf } from '@/parts/words';

/** A figure in a few words, and what it rests on in a line below. */
export interface Said {
  word: string;
  detail: string;
  tone: Tone | null;
  /** The part of `detail` that is a figure of the days before; none where there is none. */
  before?: string;
}

/** "4.2 points", "12 points": whole from ten on, as reports write them. */
export function points(value: number): string {
  const size = Math.abs(value);
  const text = size >= 10 ? fixed(size) : trimmed(fixed(size, 1));
  return `${text} ${text === '1' ? 'point' : 'points'}`;
}

function trimmed(text: string): string {
  return text.replace(/\.0$/, '');
}

/** "95% interval 0.6 to 7.8 points"; an end that isn't 0 is never written as 0. */
export function sayInterval(low: number, high: number): string {
  const end = (value: number) => {
    const text = Math.abs(value) >= 10 ? fixed(value) : trimmed(fixed(value, 1));
    return text.replace('-', '−');
  };
  if (low > 0 && end(low) === '0') return `95% interval above 0 to ${end(high)} points`;
  if (high < 0 && end(high) === '0') return `95% interval ${end(low)} to below 0 points`;
  return `95% interval ${end(low)} to ${end(high)} points`;
}

/** "Not enough data (3 of 5)". */
export function notEnough(sample: number, minimum: number): string {
  return `Not enough data (${sample} of ${minimum})`;
}

/** How a score moved: where it clearly did, from what to what, over how many, within which interval. */
export function sayMoved(moved: Moved | null | undefined, minimum: number, several = false): Said {
  if (!moved || moved.sample === 0) return { word: notEnough(0, minimum), detail: '', tone: null };
  const card = several ? `${moved.scorecard_name}: ` : '';
  const what = moved.measure === 'passed' ? 'passed ' : '';
  const now = typeof moved.now === 'number' ? `${card}${what}${average(moved.now)} of ${moved.sample}` : card;
  if (moved.sample < minimum) {
    return {
      word: notEnough(moved.sample, minimum),
      detail: several ? moved.scorecard_name : '',
      tone: null,
    };
  }
  if (typeof moved.points !== 'number') {
    return {
      word: now,
      detail: `before: not enough data (${moved.sample_before} of ${minimum})`,
      tone: null,
    };
  }
  const before = `${average(moved.before)} of ${moved.sample_before}`;
  const parts = [`${now}, after ${before}`];
  if (typeof moved.low === 'number' && typeof moved.high === 'number') {
    parts.push(sayInterval(moved.low, moved.high));
  }
  if (moved.may_be_chance) parts.push(sayChance(moved));
  return { word: direction(moved), detail: parts.join('; '), tone: toneOf(moved), before };
}

/** What Up and Down mean where several stand in one table; nothing where one stands alone. */
export function sayJudged(rows: number): string {
  return rows > 1 ? `Up or Down where a change is clear among all ${rows}` : '';
}

/**
 * How a strength moved, as one of all that were compared.
 *
 * @param of its name, where several strengths stand there.
 */
export function sayTrend(moved: ItemMoved, of = ''): Said {
  const before = `${moved.sample_before} answers before`;
  const parts = [sayInterval(moved.low, moved.high), `after ${before}`];
  if (moved.may_be_chance) parts.push(sayChance(moved));
  else if (moved.compared > 1) parts.push(`one of ${moved.compared} compared`);
  const word = of ? `${of}: ${direction(moved)}` : direction(moved);
  return { word, detail: parts.join('; '), tone: toneOf(moved), before };
}

/** Why a change may be chance although its interval excludes 0, as reports have it (`chance_note`). */
function sayChance({ low, compared }: { low?: number | null; compared: number }): string {
  const side = `may be chance: ${(low ?? 0) > 0 ? 'above' : 'below'} 0`;
  return compared > 1
    ? `${side} taken alone, not once all ${compared} are compared together`
    : `${side} by its interval, not by an exact test of the same figures`;
}

function direction(moved: Pick<Moved, 'direction' | 'points'>): string {
  if (moved.direction === 'unclear') return 'No clear change';
  return `${moved.direction === 'up' ? 'Up' : 'Down'} ${points(moved.points ?? 0)}`;
}

function toneOf({ direction: way }: Pick<Moved, 'direction'>): Tone | null {
  return way === 'up' ? 'good' : way === 'down' ? 'watch' : null;
}

/** "since the last 1-to-1 on 28 Feb", "in the last four weeks (since 11 Feb)": which days the figures are about. */
export function sayBasis(
  { basis, first_day: first }: Pick<Standing, 'basis' | 'first_day'>,
  today: string,
): string {
  const day = sayDay(first, today);
  if (basis === 'since_last_meeting') return `since the last 1-to-1 on ${day}`;
  return `in the last ${basis === 'last_13_weeks' ? '13' : 'four'} weeks (since ${day})`;
}

/** That days aren't counted of which the reader assesses a conversation without seeing how it was evaluated. */
export function sayLeftOut(days: number): string {
  const them = days === 1 ? 'it' : 'them';
  return `${counted(days, 'day')} left out: you assess a conversation of ${them} in a calibration`;
}

/** Where whoever has no next 1-to-1 was looked for one; empty where nothing was left out. */
export function sayNone(until: string | null | undefined, zone: string, now: Date): string {
  return until ? `None until ${sayDay(dayOf(until, zone), dayOf(now, zone))}` : '';
}

/** "3 overdue", "100+ overdue", "Not all were counted"; null where it is certain that nothing is. None found among some isn't that. */
export function sayOverdue(overdue: number, more: boolean): string | null {
  if (overdue === 0) return more ? 'Not all were counted' : null;
  return `${overdue}${more ? '+' : ''} overdue`;
}

/** "and 2 more with this rate"; empty where all stand there. */
export function sayMoreAlike(more: number): string {
  return more > 0 ? `and ${more} more with this rate` : '';
}

/** Why no weakest line item is named: nothing was answered often enough, or none is weaker than the others. */
export function sayNoWeakest({
  most_answers: most,
  minimum,
}: Pick<Standing, 'most_answers' | 'minimum'>): string {
  return most < minimum ? notEnough(most, minimum) : 'None stands out';
}

/** Why no strength is named: nothing was answered often enough, or what was doesn't pass often enough to be called one. */
export function sayNoStrength(
  standing: Pick<Standing, 'most_answers' | 'minimum' | 'basis' | 'first_day'>,
  today: string,
): string {
  const { most_answers: most, minimum } = standing;
  const days = sayBasis(standing, today);
  return most < minimum
    ? `There are not enough answers ${days} to name a strength (${most} of ${minimum}). It will stand here once there are.`
    : `No line item stands out as a strength ${days}.`;
}

/** Line items of one rate in one line. items: all of them; item: the figures are its own; each: they are also those of the others. */
export interface Alike {
  names: string;
  item: LineItemView;
  items: LineItemView[];
  each: boolean;
}

/** Line items that share a rate: in one line where the samples are the same too, else each with its own figures. */
export function alike(items: LineItemView[]): Alike[] {
  const [first] = items;
  if (!first) return [];
  if (items.every((item) => item.applicable === first.applicable)) {
    const names = together(items.map((item) => item.text));
    return [{ names, item: first, items, each: items.length > 1 }];
  }
  return items.map((item) => ({ names: item.text, item, items: [item], each: false }));
}

/** What each kind of thing is called in the list, and what its one act is. */
const KIND_WORDS: Record<ForYouItem['kind'], { what: string; act: string }> = {
  meeting: { what: '1-to-1', act: 'Prepare' },
  own_meeting: { what: 'Your 1-to-1', act: 'Open' },
  missed: { what: '1-to-1 not completed', act: 'Complete or move' },
  acknowledge: { what: '1-to-1 to acknowledge', act: 'Read and acknowledge' },
  action: { what: 'You agreed to', act: 'Open' },
  action_set: { what: 'Overdue action', act: 'Look at it' },
  draft: { what: 'Evaluation begun', act: 'Go on' },
  review: { what: 'Evaluation to look at', act: 'Look at it' },
  to_acknowledge: { what: 'Your evaluation to answer', act: 'Read and answer' },
  dispute: { what: 'Dispute to decide', act: 'Decide' },
  calibration: { what: 'Calibration', act: 'Assess' },
  blind_check: { what: 'Blind check of the AI', act: 'Check' },
  assignment: { what: 'Your coaching', act: 'Look through it' },
  plan: { what: 'Your coaching plan', act: 'Open' },
  practice: { what: 'Your practice', act: 'Practise' },
  practice_to_approve: { what: 'Practice to approve', act: 'Read it' },
  notice: { what: 'News', act: 'Read' },
  flags_compliance: { what: 'Flags', act: 'Look through them' },
  flags_quality: { what: 'Flags', act: 'Look through them' },
  held: { what: 'Intake', act: 'Look through them' },
  failed: { what: 'Intake', act: 'See what failed' },
};

/** Why a person has to look at what the AI answered. */
const WHY_WORDS: Record<ForYouItem['why'][number], string> = {
  unsupported: 'no words show what the AI gives credit for',
  addresses_ai: 'it seems to instruct the AI',
  about_evaluation: 'it speaks about its evaluation',
  no_opportunity: 'nothing said made a question applicable',
  not_applicable: 'the AI left out most of it',
  unchecked: 'the AI’s answers couldn’t be checked',
  not_earned: 'the AI hasn’t earned every question',
  notes: 'the AI went by notes alone',
};

/** Why it waits: "the AI hasn’t earned every question". Nothing of what waits by itself. */
export function sayWhy({ why = [] }: Partial<Pick<ForYouItem, 'why'>>): string {
  return why.map((each) => wordOf(WHY_WORDS, each)).join('; ');
}

/** The words of a kind; of one that came with a later version only that it is new, and that one can go there. */
export function kindWords(kind: ForYouItem['kind']): { what: string; act: string } {
  return entryOf(KIND_WORDS, kind, { what: 'New', act: 'Open' });
}

/**
 * What a row of the list is about, without its date.
 *
 * @param me who reads it.
 */
export function sayItem(item: ForYouItem, me: Pick<Me['person'], 'id' | 'name'>): string {
  const name = item.person?.name ?? '';
  switch (item.kind) {
    case 'meeting':
    case 'missed':
    case 'own_meeting':
      return usualTitle(name);
    case 'acknowledge': {
      const between = { participant_id: me.id, participant_name: me.name, facilitator_name: name };
      return titleFor({ title: item.title, ...between }, me.id);
    }
    case 'action':
    case 'assignment':
    case 'plan':
      return item.title;
    case 'action_set':
      return `${name}: ${item.title}`;
    case 'draft':
    case 'review':
    case 'dispute':
    case 'blind_check':
      return item.conversation ? `${aboutWords(item.conversation)} (${name})` : `${item.title} (${name})`;
    case 'to_acknowledge':
      // One's own work; whoever evaluated it stands nowhere in it.
      return item.conversation ? aboutWords(item.conversation) : item.title;
    case 'notice':
      return item.title;
    case 'flags_compliance':
      return `${counted(item.count ?? 0, 'compliance flag')}${item.and_more ? ' or more' : ''}`;
    case 'flags_quality':
      return `${counted(item.count ?? 0, 'quality flag')}${item.and_more ? ' or more' : ''}`;
    case 'held':
      return `${counted(item.count ?? 0, 'conversation')} held in the intake`;
    case 'failed':
      return `${counted(item.count ?? 0, 'conversation')} failed in the intake`;
    default:
      // A kind that came with a later version.
      return [item.title, name].filter(Boolean).join(', ') || 'Something new';
  }
}

/** "Empathy", "Empathy and Closing", "Empathy, Closing and Greeting". */
export function together(names: string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** The rows in the order in which they are needed: whose 1-to-1 is next, then by name. */
export function inOrder<T extends { next_meeting: NextMeeting | null }>(
  rows: T[],
  nameOf: (row: T) => string,
): T[] {
  const place = (row: T) => row.next_meeting?.scheduled_at ?? '9999';
  return [...rows].sort(
    (a, b) => place(a).localeCompare(place(b)) || nameOf(a).localeCompare(nameOf(b), 'en-GB'),
  );
}

/** So many at a time. */
export function inTens<T>(all: T[], many = 10): T[][] {
  const found: T[][] = [];
  for (let first = 0; first < all.length; first += many) found.push(all.slice(first, first + many));
  return found;
}

/** Of whom it is asked how they stand. among: how many stand in one table, over all of whom it is settled who moved. */
export interface Asked {
  agents?: string[];
  teams?: string[];
  among?: number;
}

/**
 * Of whom it is asked for a table, ten at a time: the same tens in whichever order they stand there, so that a 1-to-1
 * that moved has nothing read again.
 */
export function askedInTens(of: 'agents' | 'teams', ids: string[]): Asked[] {
  const among = ids.length;
  return inTens([...ids].sort()).map((some) =>
    of === 'agents' ? { agents: some, among } : { teams: some, among },
  );
}

/** What is due first stands first; what has no date comes last. */
export function byDue(a: ActionView, b: ActionView): number {
  return (a.due_date ?? '9999').localeCompare(b.due_date ?? '9999');
}

const USE_WORDS: Record<Spending['use'], string> = {
  transcription: 'Transcribing recordings',
  analysis: 'Analysing conversations',
  answers: 'Answering scorecards',
  summary: 'Writing performance reports',
  practice: 'Practice',
};

/** What a use of the model has cost, against its limit: "$1.25 of $25.00 (5%)". */
export function saySpending({ use, spent_micro_usd, limit_micro_usd }: Spending) {
  const spent = spent_micro_usd;
  const limit = limit_micro_usd ?? null;
  const share = limit === null ? null : limit === 0 ? 1 : Math.min(1, spent / limit);
  return {
    name: wordOf(USE_WORDS, use),
    said: limit === null ? `${dollars(spent)}, no limit` : `${dollars(spent)} of ${dollars(limit)}`,
    share,
    spent: share === 1,
  };
}
