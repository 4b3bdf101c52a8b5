import { Stack, Text } from '@mantine/core';
import type { Chip, LineItem, Report, Spotlight } from '@/api/schema';
import { Chips } from './Chips';
import { Said } from './Examples';
import { FactValue } from './FactValue';
import { LineItemLine } from './LineItems';
import { Points } from './Points';
import { PreviousSessionBlock } from './PreviousSessionBlock';
import { Section } from './Texts';
import { useReportPlace } from './context';
import { sayNoQuote, thinNote } from './reading';
import classes from './report.module.css';

/** What a supervisor needs in the three minutes before: last time, one thing to praise and one to work on, questions. */
export function FirstPage({ report }: { report: Report }) {
  const { previous_session: session, praise, focus, strengths, development } = report;
  const thin = thinNote(report);
  return (
    <Stack gap="lg">
      {session && <PreviousSessionBlock session={session} />}
      <Section title="Not enough data" shown={thin !== null}>
        <Text maw={640}>{thin}</Text>
      </Section>
      {(praise ?? focus) && (
        <div className={classes.beside}>
          <Spot
            title="One thing to praise"
            side="praise"
            spotlight={praise}
            chips={strengths.chips}
            otherwise="No line item stands out as strong in this period."
          />
          <Spot
            title="One thing to work on"
            side="focus"
            spotlight={focus}
            chips={development.chips}
            otherwise="No line item stands out as weak in this period."
          />
        </div>
      )}
      <Points title="Questions to start with" passages={report.questions} ordered />
    </Stack>
  );
}

/** One line item with its figures and the words that show it best; without such words it says so, and names a conversation. */
function Spot({
  title,
  side,
  spotlight,
  chips,
  otherwise,
}: {
  title: string;
  side: 'praise' | 'focus';
  spotlight: Spotlight | null | undefined;
  chips: Chip[];
  otherwise: string;
}) {
  return (
    <Section title={title} className={classes.spot}>
      {spotlight ? (
        <Stack gap="xs">
          <LineItemLine item={spotlight.line_item} />
          <Moved item={spotlight.line_item} />
          {spotlight.quote ? (
            <Said quote={spotlight.quote} />
          ) : (
            <div>
              <Text size="sm" c="dimmed">
                {sayNoQuote(side)}
              </Text>
              {/* Reports made before a conversation was chosen for it have that of their section. */}
              <Chips chips={spotlight.chip ? [spotlight.chip] : chips.slice(0, 1)} />
            </div>
          )}
        </Stack>
      ) : (
        <Text c="dimmed">{otherwise}</Text>
      )}
    </Section>
  );
}

/** How a line item moved against the period before, with its interval and both samples. */
function Moved({ item }: { item: LineItem }) {
  const { facts } = useReportPlace();
  const change = [...facts.values()].find((fact) => fact.kind === 'change' && fact.of === item.fact_id);
  if (!change?.text) return null;
  return (
    <Text size="sm" c="dimmed">
      Against the period before: <FactValue factId={change.id}>{change.text}</FactValue> ({change.note})
    </Text>
  );
}
