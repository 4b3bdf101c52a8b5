import { Text } from '@mantine/core';
import type { Example, Quote } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { NewTab } from '@/parts/NewTab';
import { clock, dayOf } from '@/parts/times';
import { Day } from '@/parts/When';
import { useTimeZone } from '@/session/me';
import { useReportPlace } from './context';
import { sayArose } from './reading';
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

/** Words found in a transcript. To the agent themselves, their own are theirs. */
export function Said({ quote }: { quote: Quote }) {
  const { own } = useReportPlace();
  const zone = useTimeZone();
  const speaker = own && quote.speaker === 'agent' ? 'You' : (SPEAKERS[quote.speaker] ?? 'Somebody');
  const at = quote.start_ms === null ? '' : `, at ${clock(quote.start_ms)}`;
  return (
    <blockquote className={classes.quote}>
      {quote.arose && (
        <Text size="sm" c="dimmed">
          {sayArose(quote)}
        </Text>
      )}
      <Anchor
        to="/conversations/$interactionId"
        params={{ interactionId: quote.interaction_id }}
        search={{ turn: quote.turn_index }}
        target="_blank"
        inherit
        title="Open this place in the conversation"
      >
        “{quote.text}”
        <NewTab />
      </Anchor>
      <Text size="sm" c="dimmed">
        {speaker}
        {quote.heading && `, ${quote.heading}`}
        {quote.started_at && (
          <>
            , <Day day={dayOf(quote.started_at, zone)} />
          </>
        )}
        {at}, {quote.contact_reference}
      </Text>
    </blockquote>
  );
}
