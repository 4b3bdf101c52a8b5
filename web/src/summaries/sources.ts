/** What stands behind a number of a report, in groups. */
import type { DaySpan, Fact, FactSource, FactSources } from '@/api/schema';
import { counted } from '@/parts/numbers';
import { SCORED, type Counted, type Which } from '@/parts/proof';
import type { KnownSummary } from './queries';

/** Sources that stand together, under what they have in common. */
export interface SourceGroup {
  title: string;
  items: FactSource[];
}

/** "Missed: 18", "Met: 9" of a line item, what is to be worked on first; of a metric what the conversations came to; of any other number evaluations and conversations. */
export function groupsOf({ items }: Pick<FactSources, 'items'>): SourceGroup[] {
  const missed = items.filter((each) => each.outcome === 'missed');
  const met = items.filter((each) => each.outcome === 'met');
  const rest = items.filter((each) => each.outcome === null);
  const evaluations = rest.filter((each) => each.evaluation_id !== null);
  const conversations = rest.filter((each) => each.evaluation_id === null && !each.group);
  // Of a metric: "Not resolved: 14", in the order in which they come.
  const grouped = [...new Set(rest.map((each) => each.group).filter(Boolean))].map((group) => {
    const some = rest.filter((each) => each.group === group);
    return { title: `${group}: ${some.length}`, items: some };
  });
  return [
    { title: `Missed: ${missed.length}`, items: missed },
    { title: `Met: ${met.length}`, items: met },
    { title: `From ${counted(evaluations.length, 'evaluation')}`, items: evaluations },
    ...grouped,
    { title: `From ${counted(conversations.length, 'conversation')}`, items: conversations },
  ].filter(({ items: some }) => some.length > 0);
}

/** "And 50 evaluations that were counted and not analysed"; empty where all that were counted stand there. */
export function sayUnanalysed({ unanalysed }: Pick<FactSources, 'unanalysed'>): string {
  const what = 'that was counted and not analysed';
  return unanalysed
    ? `And ${counted(unanalysed, `evaluation ${what}`, `evaluations ${what.replace('was', 'were')}`)}`
    : '';
}

/** "And 12 evaluations of the period before"; empty where there is nothing of it. */
export function sayEarlier({ items, earlier }: Pick<FactSources, 'items' | 'earlier'>): string {
  const said = counted(earlier, 'evaluation of the period before', 'evaluations of the period before');
  return earlier ? `${items.length ? 'And' : 'From'} ${said}` : '';
}

/** What has no place to go to: "From 3 records"; empty where there is nothing. */
export function sayOthers({ items, others }: Pick<FactSources, 'items' | 'others'>): string {
  return others ? `${items.length ? 'And' : 'From'} ${counted(others, 'record')}` : '';
}

/** Which evaluations a report counts in some of its days. */
export function countedIn(
  { agent_id: agent, scorecard_type: type }: Pick<KnownSummary, 'agent_id' | 'scorecard_type'>,
  { first_day: from, last_day: to }: DaySpan,
): Counted {
  return { agent, type: type === 'all' ? undefined : [type], from, to };
}

/** Of which evaluations among those a number is; null of one that is of no scorecard. */
export function whichOf({ scorecard_id: scorecard, question_id: question }: Fact): Which | null {
  if (!scorecard) return null;
  return { scorecard, question: question ?? undefined, outcome: SCORED };
}
