/** Why a key does nothing, in a sentence: a key that is pressed and passes over in silence is pressed again. */
import type { Answer } from '@/api/schema';
import { counted } from '@/parts/numbers';
import { isClosed, type Placed } from './answers';
import { keyOf } from './optionKeys';

/** What a digit, Y or N would have chosen isn't there. */
export function noSuchAnswer({ question, number }: Placed, key: string): string {
  const known = question.options
    .flatMap((option) => keyOf(question, option) ?? [])
    .map((each) => each.toUpperCase());
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined)
    return `Question ${number} has no answers to choose by a key.`;
  const say = question.kind === 'yes_no' || known.length < 3 ? known.join(' or ') : `${first} to ${last}`;
  return `Question ${number} has no answer ${key.toUpperCase()}. Press ${say}.`;
}

export function noNotApplicable({ number }: Placed): string {
  return `Question ${number} can’t be N/A.`;
}

export function noComment({ number }: Placed): string {
  return `Question ${number} takes no comment.`;
}

export function noEvidence({ number }: Placed): string {
  return `Select words in the transcript, or go to a turn: E then makes them the evidence of question ${number}.`;
}

export function nothingToTakeBack(where: Placed, answer: Answer | undefined): string | null {
  return isClosed(answer) ? null : `Question ${where.number} has no answer to take back.`;
}

export const NO_RECORDING = 'There is no recording to play.';
export const WAS_FIRST = 'That is the first question.';
export const WAS_LAST = 'That was the last question.';
/** Completing comes so soon after this opened that it was meant for the one before. `open`: questions without an answer. */
export function justOpened(open: number): string {
  if (open === 0) return 'This has only just opened. Read its answers; then Ctrl+Enter completes it.';
  return `This has only just opened, and ${counted(open, 'question')} ${open === 1 ? 'is' : 'are'} to be answered first.`;
}

export const NOT_LOOKED_AT =
  'Nobody has looked at these answers here yet. Read them; then Ctrl+Enter completes them.';
