import { Stack, Text } from '@mantine/core';
import type { Report } from '@/api/schema';
import { counted } from '@/parts/numbers';
import { Chips } from './Chips';
import { Examples } from './Examples';
import { FirstPage } from './FirstPage';
import { LineItems } from './LineItems';
import { Metrics } from './Metrics';
import { Points } from './Points';
import { Recommendations } from './Recommendations';
import { Section, Texts } from './Texts';
import { Trend } from './Trend';
import type { KnownSummary } from './queries';
import { rated, thinNote, tooFew } from './reading';
import { SECTIONS } from './words';
import classes from './report.module.css';

/** The text of the report, in the order in which it is read: what the meeting needs first, what it rests on after it. */
export function Document({ summary, report }: { summary: KnownSummary; report: Report }) {
  const thin = thinNote(report) !== null;
  const trend = report.trends.length > 0 || report.weeks.some((week) => week.average !== null);
  const few = tooFew(report);
  return (
    <Stack gap="lg">
      <FirstPage report={report} />
      <Section title="Recommendations" shown={report.recommendations.length > 0}>
        <Recommendations summary={summary} recommendations={report.recommendations} />
      </Section>
      <Section title="Conversation insights" shown={report.metrics.length > 0}>
        <Metrics metrics={report.metrics} />
      </Section>
      {!thin && (
        <div className={classes.beside}>
          <Pattern title={SECTIONS.strengths} section={report.strengths} />
          <Pattern title={SECTIONS.development} section={report.development} />
        </div>
      )}
      {few.length > 0 && (
        <Text size="sm" c="dimmed">
          Too few answers to tell: {few.map((item) => `${item.text} (${item.applicable})`).join(', ')}.
        </Text>
      )}
      <Section title="Trend" shown={trend}>
        <Trend weeks={report.weeks} passages={report.trends} against={report.compared_with} />
      </Section>
      <Section title="Examples" shown={report.examples.length > 0}>
        <Examples examples={report.examples} />
      </Section>
      <Points title="Talking points" passages={report.talking_points} />
      <Points title="Action items" passages={report.action_items} />
      <Colophon summary={summary} report={report} />
    </Stack>
  );
}

/** Line items with their rates, what is said beyond these, and the evaluations that bear it out. */
function Pattern({ title = '', section }: { title: string | undefined; section: Report['strengths'] }) {
  const items = rated(section.line_items);
  const shown = items.length > 0 || section.passages.length > 0;
  return (
    <Section title={title} shown={shown}>
      <Stack gap="sm">
        <LineItems items={items} />
        <Texts passages={section.passages} />
      </Stack>
      <Chips chips={section.chips} />
    </Section>
  );
}

/** On paper, one line stands for what folds away on the screen. */
function Colophon({ summary, report }: { summary: KnownSummary; report: Report }) {
  const left = report.dropped.reduce((sum, each) => sum + each.count, 0);
  return (
    <Text size="sm" c="dimmed" className={classes.onlyPrinted}>
      Every number is computed from the sources and every quote was found in its transcript.
      {left > 0 &&
        ` ${counted(left, 'piece')} of the draft could not be proven and ${left === 1 ? 'was' : 'were'} left out.`}
      {summary.provenance && ` Drafted by ${summary.provenance.model}, ${summary.provenance.prompt_version}.`}
    </Text>
  );
}
