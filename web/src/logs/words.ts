import type { LogCriterion, LogView } from '@/api/schema';
import { count, counted, percent, trim } from '@/parts/numbers';
import type { Tone } from '@/parts/Tag';
import { wordOf } from '@/parts/words';

export const STATE_WORDS: Record<LogView['state'], { word: string; tone: Tone }> = {
  written: { word: 'Not shown to the agent', tone: 'accent' },
  released: { word: 'Released', tone: 'watch' },
  acknowledged: { word: 'Read by the agent', tone: 'good' },
  withdrawn: { word: 'Withdrawn', tone: 'neutral' },
};

const OUTCOME_WORDS: Record<LogCriterion['outcome'], string> = {
  passed: 'Passed',
  missed: 'Missed',
  not_applicable: 'N/A',
  open: 'Not answered',
};

export const OUTCOME_TONES: Record<LogCriterion['outcome'], Tone> = {
  passed: 'good',
  missed: 'act',
  not_applicable: 'neutral',
  open: 'neutral',
};

const NO_QUOTE_WORDS: Record<NonNullable<LogCriterion['no_quote']>, string> = {
  none_given: 'No words are given for this answer.',
  not_found:
    'The words given for this answer aren’t in the conversation at their place, so they aren’t shown.',
  no_words: 'The conversation’s words are gone.',
  not_permitted: 'You may not read conversations.',
};

const STEP_WORDS: Record<LogView['history'][number]['kind'], string> = {
  written: 'Written',
  written_again: 'Written again',
  changed: 'The score changed',
  disputed: 'The agent disputes the evaluation',
  decided: 'The dispute is over',
  other_evaluation: 'Another evaluation counts now',
  withdrawn: 'Withdrawn',
  released: 'Released to the agent',
  noted: 'A note was added',
  acknowledged: 'Read by the agent',
};

const GONE_WORDS: Record<NonNullable<LogView['history'][number]['why']>, string> = {
  not_flagged: 'the conversation isn’t flagged any more',
  deleted: 'the evaluation was deleted',
  superseded: 'the conversation has other words now',
  doubtful: 'it seems to instruct the AI, and nobody has decided yet what counts',
};

/** The chosen answer, or why there is none. */
export const answerWords = (criterion: Pick<LogCriterion, 'answer' | 'outcome'>): string =>
  criterion.answer || wordOf(OUTCOME_WORDS, criterion.outcome);

/** Why a criterion shows no words. */
export const noQuoteWords = (criterion: Pick<LogCriterion, 'no_quote'>): string =>
  criterion.no_quote ? wordOf(NO_QUOTE_WORDS, criterion.no_quote) : '';

/** Whether a low criterion is new or recurring; how often it was low before follows in {@link beforeWords}. */
export function standingOf({
  compared,
}: Pick<LogCriterion, 'compared'>): { word: string; tone: Tone } | null {
  if (!compared) return null;
  switch (compared.standing) {
    case 'recurring':
      return { word: 'Recurring', tone: 'act' };
    case 'new':
      return { word: 'New', tone: 'watch' };
    default:
      return { word: 'Too few calls to tell', tone: 'neutral' };
  }
}

/** How often a criterion was low in the agent's calls before. */
export function beforeWords({ compared }: Pick<LogCriterion, 'compared'>): string | null {
  if (!compared) return null;
  return compared.calls === 0
    ? 'There are no calls before to hold it against'
    : `Low in ${count(compared.low)} of ${counted(compared.calls, 'call')} before`;
}

/** How many quotes aren't shown, and why. */
export const droppedWords = ({ dropped }: Pick<LogView, 'dropped'>): string =>
  dropped === 1
    ? '1 quote isn’t shown: its words aren’t in the conversation at their place.'
    : `${count(dropped)} quotes aren’t shown: their words aren’t in the conversation at their places.`;

/** What a criterion came to, with its weight and what it can bring. */
export function scoreWords(criterion: LogCriterion): string {
  const weight = `weight ${trim(criterion.weight)}`;
  if (criterion.percent === null) return weight;
  const earned = `${percent(criterion.percent)} (${trim(criterion.earned)} of ${trim(criterion.possible)} points)`;
  const brings =
    criterion.worth > 0
      ? `brought ${trim(criterion.brought)} of ${trim(criterion.worth)} of the score’s 100`
      : 'counts nothing in the score';
  return `${earned}, ${weight}; ${brings}`;
}

/** One thing that happened to a log, in words, without when. */
export function stepWords(step: LogView['history'][number]): string {
  const why = step.why ? `: ${wordOf(GONE_WORDS, step.why)}` : '';
  const by = step.by_name ? ` by ${step.by_name}` : '';
  const moved =
    typeof step.percent === 'number'
      ? typeof step.was_percent === 'number'
        ? `: ${trim(step.was_percent)}% before, ${trim(step.percent)}% now`
        : `: ${trim(step.percent)}%`
      : '';
  return `${wordOf(STEP_WORDS, step.kind)}${by}${moved}${why}`;
}
