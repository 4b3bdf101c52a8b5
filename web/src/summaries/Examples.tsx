import { Text } from '@mantine/core';
import type { Example, Quote } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { clock } from '@/parts/times';
import { PassageText } from './Texts';
import classes from './report.module.css';

/** Specific examples with what was said; a quote opens its place in the conversation. */
export function Examples({ examples }: { examples: Example[] }) {
  return (
    <ul className={classes.texts}>
      {examples.map((example, index) => (
        <li key={index}>
          <PassageText passage={example.text} />
          {example.quote && <Said quote={example.quote} />}
        </li>
      ))}
    </ul>
  );
}

const SPEAKERS: Record<string, string> = { agent: 'Agent', customer: 'Customer' };

/** Words found in a transcript. */
export function Said({ quote }: { quote: Quote }) {
  const at = quote.start_ms === null ? '' : `, at ${clock(quote.start_ms)}`;
  return (
    <blockquote className={classes.quote}>
      <Anchor
        to="/conversations/$interactionId"
        params={{ interactionId: quote.interaction_id }}
        search={{ turn: quote.turn_index }}
        target="_blank"
        inherit
        title="Open this place in the conversation"
      >
        “{quote.text}”
      </Anchor>
      <Text size="sm" c="dimmed">
        {SPEAKERS[quote.speaker] ?? 'Somebody'}, {quote.contact_reference}
        {at}
      </Text>
    </blockquote>
  );
}
