import type { FlagItem } from '@/api/schema';
import { trim } from '@/parts/numbers';
import type { Tone } from '@/parts/Tag';
import { wordOf } from '@/parts/words';

export const KIND_WORDS = {
  low_score: 'Low score',
  compliance: 'Criterion missed',
  pattern: 'Pattern',
  keyword: 'Keyword',
  hang_up: 'Hang-up',
  policy: 'Policy',
  addresses_ai: 'Speaks to the AI',
};

export const STATE_WORDS = {
  open: 'Open',
  snoozed: 'Snoozed',
  resolved: 'Resolved',
  withdrawn: 'Withdrawn',
};

export const STATE_TONES: Record<FlagItem['state'], Tone> = {
  open: 'act',
  snoozed: 'watch',
  resolved: 'good',
  withdrawn: 'neutral',
};

export const OUTCOME_WORDS = {
  coached: 'Talked about with the agent',
  put_right: 'Put right with the customer',
  no_action: 'Nothing to do',
  mistaken: 'The flag is wrong',
};

/** What of the AI's counts after each outcome, where that hangs on it. */
export const whatCounts = ({ kind }: Pick<FlagItem, 'kind'>): string | undefined =>
  kind === 'addresses_ai'
    ? `With “${OUTCOME_WORDS.no_action}” or “${OUTCOME_WORDS.mistaken}” what the AI read of the conversation counts from then on; with the others it doesn’t.`
    : undefined;

const STEP_WORDS = {
  raised: 'Raised',
  raised_again: 'So again',
  changed: 'Changed',
  routed: 'Given on by the reporting line',
  handed_over: 'Handed over',
  snoozed: 'Snoozed',
  woken: 'Waits again',
  resolved: 'Resolved',
  reopened: 'Opened again',
  withdrawn: 'Withdrawn',
  no_longer: 'No longer so',
};

const GONE_WORDS = {
  rescored: 'the evaluation was scored otherwise',
  deleted: 'the evaluation was deleted',
  superseded: 'the conversation has other words now',
  not_said: 'the conversation was read anew, and it isn’t said in it',
  joined: 'another flag tells of the same pattern',
  between: 'a call that came in later lies between them',
};

type Step = FlagItem['history'][number];

/** One thing that happened to a flag, in words, without when. */
export function stepWords(step: Step): string {
  const why = step.why ? `: ${wordOf(GONE_WORDS, step.why)}` : '';
  const to = step.to_name ? ` to ${step.to_name}` : '';
  const by = step.by_name ? ` by ${step.by_name}` : '';
  return `${wordOf(STEP_WORDS, step.kind)}${to}${by}${why}`;
}

/** "50%", "64.96%": with what tells it from the threshold, and no digits that say nothing. */
function exactly(value: number | null | undefined): string {
  return typeof value === 'number' ? `${trim(value)}%` : '–';
}

/** Why a conversation is flagged, in one line. */
export function reasonWords(flag: Pick<FlagItem, 'kind' | 'grounds'>): string {
  const { grounds } = flag;
  const criteria = grounds.criteria.map((each) => each.text).join(' · ');
  switch (flag.kind) {
    case 'low_score':
      return `${exactly(grounds.percent)}, below ${exactly(grounds.threshold)}`;
    case 'compliance':
      return criteria;
    case 'pattern':
      return `${criteria}: low in ${grounds.running} calls running`;
    case 'keyword':
      return grounds.named.map((each) => `“${each}”`).join(', ');
    case 'policy':
      return grounds.named.join(', ');
    case 'addresses_ai':
      return 'It seems to instruct the AI; what a model read of it waits for a person';
    case 'hang_up':
      return grounds.named.includes('no goodbye')
        ? 'The call ends without a goodbye'
        : grounds.named.join(', ');
    default:
      return 'It needs somebody to look at it';
  }
}

/** The place of the conversation to go to first: where what is flagged was said. */
export function firstPlace(flag: Pick<FlagItem, 'grounds'>): number | undefined {
  const { criteria, places } = flag.grounds;
  const found = places[0] ?? criteria.flatMap((each) => (each.place ? [each.place] : []))[0];
  return found?.turn_index;
}
