/** The words of reports. */
import type { Dropped, FurtherRound, PreviousAction, Sources, SummaryRequest, Week } from '@/api/schema';
import type { Tone } from '@/parts/Tag';
import { counted, interval } from '@/parts/numbers';

export type ScorecardType = SummaryRequest['scorecard_type'];

/** Which evaluations count, and what that means in plain words. */
export const SCORECARD_TYPES: { value: ScorecardType; label: string; meaning: string }[] = [
  { value: 'all', label: 'All', meaning: 'Every completed evaluation of the period.' },
  {
    value: 'manual',
    label: 'Manual',
    meaning: 'Only evaluations that a person completed on a fully manual scorecard.',
  },
  {
    value: 'blended',
    label: 'Blended',
    meaning: 'Only evaluations on scorecards that mix line items scored by AI and by people.',
  },
  { value: 'automatic', label: 'Automatic', meaning: 'Only evaluations that AI scored from end to end.' },
];

/** Who made an evaluation: of one conversation there may be one by the AI and one by a person. */
export const MADE = {
  automatic: 'evaluation by the AI',
  blended: 'evaluation by a person with the AI',
  manual: 'evaluation by a person',
};

export const CHIPS: Record<PreviousAction['chip'], { word: string; tone: Tone }> = {
  completed: { word: 'Completed', tone: 'good' },
  overdue: { word: 'Overdue', tone: 'act' },
  on_track: { word: 'On track', tone: 'neutral' },
  improved: { word: 'Improved', tone: 'good' },
  still_developing: { word: 'Still developing', tone: 'watch' },
};

/** What was left out of the model's draft, as it is told. */
export const DROPPED: Record<Dropped['reason'], [one: string, many: string]> = {
  number: ['sentence with a number of its own', 'sentences with numbers of their own'],
  unknown_reference: ['sentence that points to nothing known', 'sentences that point to nothing known'],
  no_value: ['sentence about a value with too little data', 'sentences about values with too little data'],
  contradiction: ['sentence that the facts contradict', 'sentences that the facts contradict'],
  uncited: ['sentence without anything that bears it out', 'sentences without anything that bears them out'],
  restated: ['sentence that only repeats a rate beside it', 'sentences that only repeat a rate beside them'],
  misplaced: [
    'sentence in a section that its figures don’t belong to',
    'sentences in sections that their figures don’t belong to',
  ],
  misattributed: [
    'sentence that gives a value to something else',
    'sentences that give a value to something else',
  ],
  movement: ['sentence about a change that nothing shows', 'sentences about changes that nothing shows'],
  comparison: ['sentence that compares with others', 'sentences that compare with others'],
  name: ['sentence that names a person', 'sentences that name a person'],
  person: ['sentence that judges the person', 'sentences that judge the person'],
  cause: ['sentence with a cause that no fact tells', 'sentences with causes that no fact tells'],
  language: ['sentence in another language than English', 'sentences in another language than English'],
  disguised: ['sentence with disguised words', 'sentences with disguised words'],
  fragment: ['fragment of a sentence', 'fragments of sentences'],
  unproven_quote: ['quote that is not in its transcript', 'quotes that are not in their transcripts'],
  instruction: [
    'sentence that follows an instruction in a conversation',
    'sentences that follow instructions in conversations',
  ],
  markup: ['sentence with markup', 'sentences with markup'],
  too_long: ['text that was too long', 'texts that were too long'],
  too_many: ['text beyond the number that a section takes', 'texts beyond the number that a section takes'],
  chip_not_analysed: [
    'reference to an evaluation that was not analysed',
    'references to evaluations that were not analysed',
  ],
  chip_beyond_two: ['reference beyond two in a section', 'references beyond two in a section'],
  unsupported: [
    'sentence that its own sources don’t bear out, by the second check',
    'sentences that their own sources don’t bear out, by the second check',
  ],
};

/** The workflow's steps, in their order. */
export const STEPS = [
  { step: 'gathering', label: 'Gather the data of the period' },
  { step: 'capping', label: 'Choose what to quote' },
  { step: 'prompting', label: 'Write the draft' },
  { step: 'repairing', label: 'Have what can’t be shown written anew' },
  { step: 'checking', label: 'Check each sentence against what it cites' },
  { step: 'filtering', label: 'Check every number, quote and reference' },
  { step: 'saving', label: 'Save the report' },
] as const;

/** What became of having left out places written anew: "2 of 3 places were mended". */
export function sayRepair(round: FurtherRound): string {
  if (round.status === 'not_needed') return 'Not needed';
  const places = counted(round.asked, 'place');
  return round.status === 'made'
    ? `${round.settled} of ${places} mended`
    : `Not made for ${places}. ${round.sentence}`;
}

/** What the second look at each sentence found: "38 of 40 sentences borne out", "20 of 40 sentences checked, 18 borne out …". */
export function sayCheck(round: FurtherRound): string {
  if (round.status === 'off') return 'Switched off in the settings';
  if (round.status === 'not_needed') return 'Nothing to check';
  const found = `${round.settled} of ${counted(round.asked, 'sentence')} borne out`;
  if (round.status === 'made') return found;
  if (round.answered === 0 && round.settled === 0) return `Not made. ${round.sentence}`;
  // Rounds that were kept before it was counted say nothing of how many were answered.
  if (round.answered === 0) return `${found}, the rest not checked. ${round.sentence}`;
  const left = round.answered - round.settled;
  return `${round.answered} of ${counted(round.asked, 'sentence')} checked, ${round.settled} borne out, ${left} left out. ${round.sentence}`;
}

/** The sections of a report, as a comparison names them. */
export const SECTIONS: Record<string, string> = {
  trends: 'Trend',
  examples: 'Examples',
  strengths: 'Highlights and positive patterns',
  development: 'Areas for improvement and development',
  talking_points: 'Talking points',
  action_items: 'Action items',
  questions: 'Questions to start with',
  recommendations: 'Recommendations',
};

/** "27 evaluations", "300 of 412 evaluations (at most 300 are analysed)". */
export function analysed(count: Sources['evaluations'], noun: string): string {
  return count.analysed === count.available
    ? counted(count.available, noun)
    : `${count.analysed} of ${counted(count.available, noun)} (at most ${count.analysed} are analysed)`;
}

/** "76 to 89%": where the average of a week may lie; null for one without an interval. */
export function sayInterval({ low, high }: Week): string | null {
  return interval(low, high);
}
