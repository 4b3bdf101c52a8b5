/** What a scorecard asks and how it scores, in words. */
import type { Question, RequiredPhrases, ScorecardItem, ScorecardVersion } from '@/api/schema';
import { trim } from '@/parts/numbers';
import type { Tone } from '@/parts/Tag';
import { clock } from '@/parts/times';

export const STATUS_WORDS: Record<ScorecardItem['status'], string> = {
  draft: 'Draft',
  published: 'Published',
  archived: 'Archived',
};

export const STATUS_TONES: Record<ScorecardItem['status'], Tone> = {
  draft: 'accent',
  published: 'good',
  archived: 'neutral',
};

export const KIND_WORDS: Record<Question['kind'], string> = {
  yes_no: 'Yes/no',
  single_choice: 'Single choice',
  rating_scale: 'Rating scale',
};

/** "1 point", "2.5 points". */
export function sayPoints(points: number): string {
  const said = trim(points);
  return said === '1' ? '1 point' : `${said} points`;
}

/** Who answers a question. */
export function answererOf(question: Pick<Question, 'answerer' | 'check'>): string {
  if (question.answerer === 'human') return 'Evaluator';
  return question.check === 'exact_match' ? 'AI, exact match' : 'AI, by intent';
}

/** Who answers a scorecard: as the type of its evaluations is called. */
export function typeOf(version: ScorecardVersion): string {
  const who = new Set(version.sections.flatMap(({ questions }) => questions).map((each) => each.answerer));
  if (who.size === 2) return 'Blended: the AI and evaluators answer';
  return who.has('ai') ? 'Automatic: the AI answers' : 'Manual: evaluators answer';
}

/** The interactions that a version is for. */
export function appliesTo(version: ScorecardVersion): string {
  const { channels = [], queues = [] } = version.applies_to ?? {};
  const where = channels.length ? channels.join(', ') : 'every channel';
  return queues.length ? `${where}; queues ${queues.join(', ')}` : where;
}

/** The words that an exact match looks for, in a sentence. */
export function phrasesOf(phrases: RequiredPhrases): string {
  const { all_of: all, any_of: any } = phrases;
  const quoted = (words: string[]) => words.map((each) => `“${each}”`).join(', ');
  const what = [
    all.length ? (all.length > 1 ? `all of ${quoted(all)}` : quoted(all)) : '',
    any.length ? (any.length > 1 ? `one of ${quoted(any)}` : quoted(any)) : '',
  ].filter(Boolean);
  const where = [
    phrases.within_turns ? `in the first ${phrases.within_turns} turns` : '',
    phrases.within_ms ? `in turns that begin before ${clock(phrases.within_ms)}` : '',
  ].filter(Boolean);
  const said = `The ${phrases.speaker} has to say ${what.join(' and ')}${where.length ? `, ${where.join(', ')}` : ''}.`;
  return phrases.tolerance === 'none' ? said : `${said} ${toleranceOf([...all, ...any])}`;
}

/** What is tolerated of phrases, as the rule has it: slips by the number of words. */
function toleranceOf(phrases: string[]): string {
  const slips = phrases.map((each) => slipsOf(each.split(/\s+/).filter(Boolean).length));
  const [least, most] = [Math.min(...slips), Math.max(...slips)];
  const told = least === most ? String(most) : `${String(least)} to ${String(most)}`;
  return `Tolerated: case, punctuation, numbers in words or digits, “um” and the like, and ${told} small ${
    most === 1 && least === most ? 'slip' : 'slips'
  } of recognition a phrase; another number or a word that denies never.`;
}

/** As `most_slips` of the answering rules. */
function slipsOf(words: number): number {
  if (words < 3) return 0;
  if (words < 8) return 1;
  return words < 12 ? 2 : 3;
}

export const RULE_WORDS: Record<ScorecardVersion['section_auto_fail_rule'], string> = {
  zero: 'A section that fails automatically counts 0',
  leave_out: 'A section that fails automatically is left out of the total',
};
