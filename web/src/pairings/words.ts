import type { PairingView } from '@/api/schema';
import type { Tone } from '@/parts/Tag';

export const STATE_WORDS: Record<PairingView['state'], { word: string; tone: Tone }> = {
  asked: { word: 'Waits for an answer', tone: 'accent' },
  agreed: { word: 'Agreed', tone: 'good' },
  declined: { word: 'Would rather not', tone: 'neutral' },
  withdrawn: { word: 'Taken back', tone: 'neutral' },
  lapsed: { word: 'Came to nothing', tone: 'neutral' },
  met: { word: 'Have met', tone: 'good' },
};

/** Why a pairing came to nothing by itself. */
export const LAPSED_WORDS: Record<NonNullable<PairingView['lapsed_because']>, string> = {
  unanswered: 'There was no answer in time',
  not_met: 'Nobody said that they have met',
  left: 'One of both has left',
};

/** Who is to meet whom, as one of them, or whoever leads them, reads it. */
export function sayPair({ part, learner_name, colleague_name }: PairingView): string {
  if (part === 'learner') return `You and ${colleague_name}`;
  if (part === 'colleague') return learner_name ? `You and ${learner_name}` : 'You and a colleague';
  return `${learner_name ?? 'Somebody'} and ${colleague_name}`;
}
