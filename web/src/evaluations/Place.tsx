import { Anchor as Plain, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import type { VerifiedQuote } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { clock } from '@/parts/times';
import { wordOf } from '@/parts/words';

/** Goes to a place of the conversation that stands beside; without it, places are links to the interaction. */
export type Goes = (place: { turn?: number | undefined; ms?: number | undefined }) => void;

const SPEAKERS: Record<VerifiedQuote['speaker'], string> = {
  agent: 'agent',
  customer: 'customer',
  colleague: 'another agent',
  system: 'announcement',
  // As in notes, which are nobody's words.
  unknown: '',
};

/** Words that were said, and the way to where they were said. */
export function QuoteLink({
  quote,
  interactionId,
  onGo,
}: {
  quote: VerifiedQuote;
  interactionId: string;
  onGo?: Goes | undefined;
}) {
  const { text, turn_index: turn, start_ms: ms } = quote;
  const place = ms === null || ms === undefined ? `turn ${turn + 1}` : clock(ms);
  const said = (
    <>
      <IconPlayerPlay size={12} aria-hidden style={{ marginRight: 4 }} />“{text}”{' '}
      <Text span c="dimmed" fz="xs">
        {[wordOf(SPEAKERS, quote.speaker), place].filter(Boolean).join(', ')}
      </Text>
    </>
  );
  if (!onGo) {
    return (
      <Anchor to="/conversations/$interactionId" params={{ interactionId }} search={{ turn }} size="sm">
        {said}
      </Anchor>
    );
  }
  return (
    <Plain
      component="button"
      type="button"
      size="sm"
      ta="left"
      onClick={() => onGo({ turn, ms: ms ?? undefined })}
    >
      {said}
    </Plain>
  );
}
