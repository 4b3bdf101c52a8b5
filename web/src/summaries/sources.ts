/** What stands behind a number of a report, in groups. */
import type { FactSource, FactSources } from '@/api/schema';
import { counted } from '@/parts/numbers';

/** Sources that stand together, under what they have in common. */
export interface SourceGroup {
  title: string;
  items: FactSource[];
}

/** "Missed: 18", "Met: 9" of a line item, what is to be worked on first; of any other number evaluations and conversations. */
export function groupsOf({ items }: Pick<FactSources, 'items'>): SourceGroup[] {
  const missed = items.filter((each) => each.outcome === 'missed');
  const met = items.filter((each) => each.outcome === 'met');
  const rest = items.filter((each) => each.outcome === null);
  const evaluations = rest.filter((each) => each.evaluation_id !== null);
  const conversations = rest.filter((each) => each.evaluation_id === null);
  return [
    { title: `Missed: ${missed.length}`, items: missed },
    { title: `Met: ${met.length}`, items: met },
    { title: `From ${counted(evaluations.length, 'evaluation')}`, items: evaluations },
    { title: `From ${counted(conversations.length, 'conversation')}`, items: conversations },
  ].filter(({ items: some }) => some.length > 0);
}

/** What has no place to go to: "And 12 evaluations of the period before"; empty where there is nothing. */
export function fromElsewhere({
  items,
  earlier,
  others,
}: Pick<FactSources, 'items' | 'earlier' | 'others'>): string {
  const from = [
    earlier ? counted(earlier, 'evaluation of the period before', 'evaluations of the period before') : '',
    others ? counted(others, 'record') : '',
  ].filter(Boolean);
  return from.length ? `${items.length ? 'And' : 'From'} ${from.join(', ')}` : '';
}
