/** How a report is read: what is shown of it and where, without any of the page. */
import type { Chip, Fact, LineItem, Passage, Quote, Report, SummaryView, Week } from '@/api/schema';
import { counted } from '@/parts/numbers';

/** Weeks with an average from which a line says more than its points. */
const LEAST_WEEKS = 3;

/** What a report without enough data says in the place of conclusions; null where something can be concluded. */
export function thinNote({ strengths, development }: Report): string | null {
  const [one, other] = [strengths, development].map(({ line_items: items, passages }) =>
    items.length === 0 && passages.length === 1 && passages[0]?.computed ? passages[0].text : null,
  );
  return one && one === other ? one : null;
}

/** What stands before words that show nothing, but called for what was missed. */
const AROSE = 'Where it was called for and missed:';
/** Said before the agent's own words that called for it, such as of a hold. */
const SAID = 'What was said where it was called for and missed:';

/** What stands before words beside which a line item was missed; nothing where the words show it themselves. */
export const sayArose = ({ arose, speaker }: Pick<Quote, 'arose' | 'speaker'>) =>
  arose ? (speaker === 'agent' ? SAID : AROSE) : '';

/** Whether a text names an evaluation, and leads to it. */
export function namesIt(passages: Passage[], evaluationId: string): boolean {
  return passages.some(({ spans }) => spans.some((span) => span.evaluation_id === evaluationId));
}

/** The question that a text is about: of its line items the one, and none where it tells of several. */
export function questionOf({ spans }: Passage, facts: ReadonlyMap<string, Fact>): string | undefined {
  const told = spans.map(({ fact_id: id }) => (id ? facts.get(id)?.question_id : undefined));
  const [one, ...others] = new Set(told.filter((each) => typeof each === 'string'));
  return others.length === 0 ? one : undefined;
}

/** A chip beside a text that names its conversation already: its reference and score alone. */
export function shortened(chip: Chip): Chip {
  return { ...chip, heading: '', started_at: null };
}

/** That no words can be quoted for the line item to praise, or to work on. On paper the same is said (`saying.py`). */
export function sayNoQuote(side: 'praise' | 'focus'): string {
  const how = side === 'praise' ? 'met' : 'missed';
  return `There is no quote: where it was ${how}, no answer rests on words that stand in the transcript.`;
}

/** Line items of a section that have a rate. Reports made before rates were asked for list others among them. */
export function rated(items: LineItem[]): LineItem[] {
  return items.filter((item) => item.low !== null);
}

/** Line items of which nothing is concluded, for want of answers. */
export function tooFew(report: Report): LineItem[] {
  const listed = [...report.strengths.line_items, ...report.development.line_items];
  return [...report.too_few, ...listed.filter((item) => item.low === null)];
}

/** Whether weeks make a line: enough of them, and somewhere two in a row. */
export function makesALine(weeks: Week[]): boolean {
  const known = weeks.map((week) => week.average !== null);
  const inARow = known.some((is, at) => is && known[at + 1] === true);
  return known.filter(Boolean).length >= LEAST_WEEKS && inARow;
}

/** Whether a band is drawn: two weeks in a row have an interval. */
export function makesABand(weeks: Week[]): boolean {
  const known = weeks.map(({ low, high }) => typeof low === 'number' && typeof high === 'number');
  return known.some((is, at) => is && known[at + 1] === true);
}

/** "2 goals, 4 actions": what the previous 1-to-1 left. Reports tell it of themselves, else there is the sum. */
export function leftLastTime({ report, sources }: Pick<SummaryView, 'report' | 'sources'>): string {
  const session = report?.previous_session;
  if (!session) return counted(sources.previous_meeting.available, 'goal or action', 'goals and actions');
  return `${counted(session.goals.length, 'goal')}, ${counted(session.actions.length, 'action')}`;
}

/** The scale of what has no unit of its own. */
export const SCALES: Partial<Record<Fact['unit'], string>> = {
  sentiment: '−5 to +5',
  points: '−100 to +100',
};

/** "-0.1" with the sign that numbers have in print. */
export function printed(text: string): string {
  return text.replace(/^-(?=\d)/, '−');
}
