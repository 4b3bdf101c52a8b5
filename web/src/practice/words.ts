import type { AttemptView, ScenarioView } from '@/api/schema';
import { percent, trim } from '@/parts/numbers';
import type { Tone } from '@/parts/Tag';
import { entryOf, tagOf, wordOf } from '@/parts/words';
import type { STANDINGS } from './addresses';

type Standing = (typeof STANDINGS)[number];

export const STANDING_WORDS: Record<Standing, { word: string; tone: Tone }> = {
  waiting: { word: 'Waits for approval', tone: 'accent' },
  drafting: { word: 'Being written', tone: 'neutral' },
  failed: { word: 'Couldn’t be written', tone: 'watch' },
  to_review: { word: 'An attempt waits for a person', tone: 'watch' },
  approved: { word: 'To practise', tone: 'neutral' },
  declined: { word: 'Declined', tone: 'neutral' },
  closed: { word: 'Closed', tone: 'neutral' },
};

/** How a scenario stands, in a word: passed once an attempt reached the threshold. */
export function standingOf(scenario: ScenarioView): { word: string; tone: Tone } {
  if (scenario.state === 'approved' && scenario.to_review > 0) return STANDING_WORDS.to_review;
  if (scenario.passed_at) return { word: 'Passed', tone: 'good' };
  return tagOf(STANDING_WORDS, scenario.state);
}

/** How many conversations a practice is for, where it is for several: those that came while it waited. */
export function sayConversations({ logs }: Pick<ScenarioView, 'logs'>): string | null {
  return logs.length > 1 ? `${logs.length} conversations` : null;
}

export const ATTEMPT_WORDS: Record<AttemptView['state'], string> = {
  open: 'Being talked',
  given_up: 'Given up',
  scoring: 'Being scored',
  unscored: 'Not scored yet',
  to_review: 'Waits for a person',
  scored: 'Scored',
};

const WHY_WORDS: Partial<Record<string, string>> = {
  answered_by_people: 'people answer this criterion',
  unsupported: 'the AI found credit that none of the agent’s own sentences clearly shows',
  addresses_ai: 'something in the chat speaks to the AI that scores it',
  about_evaluation: 'the chat speaks of its own score',
  not_applicable: 'the AI holds that nothing called for the criterion',
  no_opportunity: 'the AI found nothing that called for the criterion',
  unchecked: 'the AI’s answer couldn’t be looked at a second time',
};

/** What is left of what was typed once the first of it was said. */
export function withoutSaid(typed: string, said: string): string {
  const from = typed.trimStart();
  return from.startsWith(said) ? from.slice(said.length).trimStart() : typed;
}

/** Why a person is asked, as a sentence. */
export function sayWhy({ why }: Pick<AttemptView, 'why'>): string {
  const reasons = why.map((each) => entryOf(WHY_WORDS, each, each.replaceAll('_', ' ')));
  return `A person is asked to score this attempt: ${reasons.join('; ')}.`;
}

/** What an attempt came to: "80%, passed". */
export function sayScore({ state, score }: Pick<AttemptView, 'state' | 'score'>): string {
  if (!score) return wordOf(ATTEMPT_WORDS, state);
  if (typeof score.percent !== 'number') return 'The criterion wasn’t called for';
  return `${percent(score.percent)}, ${score.passed ? 'passed' : 'not passed'}`;
}

/** How far the best score is from the threshold. */
export function sayProgress({ best, pass_score, scored }: ScenarioView): string {
  const from = typeof pass_score === 'number' ? `passes from ${trim(pass_score)}%` : '';
  if (typeof best !== 'number') return scored > 0 ? `No percentage yet; ${from}` : `Not tried yet; ${from}`;
  return `Best ${percent(best)}; ${from}`;
}
