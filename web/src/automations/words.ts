import type { AutomationContentInput } from '@/api/schema';
import { counted } from '@/parts/numbers';

export type Action = NonNullable<AutomationContentInput['then']>[number];

/** What a card has done, in words: "evaluate with Voice by the AI". */
export function sayAction(
  action: Action,
  scorecard: string | undefined,
  nameOf: (id: string) => string | undefined,
): string {
  const card = scorecard ?? '…';
  if (action.kind === 'start') return `the AI evaluates it with ${card}`;
  const people = action.evaluator_ids.map((id) => nameOf(id) ?? '…');
  if (action.group_id) people.push('somebody of a group');
  const whom =
    people.length < 2 ? people.join('') : action.each ? people.join(' and ') : `one of ${people.join(', ')}`;
  const due = action.due_days === 0 ? 'today' : `in ${counted(action.due_days, 'day')}`;
  return `${whom} gets an evaluation with ${card} to do, due ${due}`;
}
