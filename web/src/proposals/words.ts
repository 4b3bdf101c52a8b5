import type { ProposalView } from '@/api/schema';
import type { Tone } from '@/parts/Tag';

export const STATE_WORDS: Record<ProposalView['state'], { word: string; tone: Tone }> = {
  open: { word: 'Waits for an answer', tone: 'accent' },
  accepted: { word: 'Accepted', tone: 'good' },
  declined: { word: 'Declined', tone: 'watch' },
};
