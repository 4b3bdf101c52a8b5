/** What an interaction can be evaluated with. */
import type { EvaluationItem, InteractionView, ScorecardItem } from '@/api/schema';

/** Whether a scorecard is for interactions like this one; where it names no channel or queue, it is for any. */
export function fits(
  { applies_to: { channels, queues } }: Pick<ScorecardItem, 'applies_to'>,
  { channel, queue }: Pick<InteractionView, 'channel' | 'queue'>,
): boolean {
  return (
    (channels.length === 0 || channels.includes(channel)) && (queues.length === 0 || queues.includes(queue))
  );
}

/** The draft that somebody has with a scorecard, if there is one. */
export function draftWith(
  drafts: EvaluationItem[] | undefined,
  me: string,
  scorecardId: string | null,
): EvaluationItem | undefined {
  return drafts?.find(
    ({ evaluator_id, scorecard_id }) => evaluator_id === me && scorecard_id === scorecardId,
  );
}

/** Two evaluations with one scorecard to be put side by side: one of the AI and one of a person where there are both. */
export function pairIn<T extends Pick<EvaluationItem, 'scorecard_id' | 'type'>>(
  evaluations: T[],
): [T, T] | null {
  let found: [T, T] | null = null;
  for (const one of evaluations) {
    const others = evaluations.filter((each) => each !== one && each.scorecard_id === one.scorecard_id);
    const unlike = others.find(({ type }) => (type === 'automatic') !== (one.type === 'automatic'));
    if (unlike) return one.type === 'automatic' ? [one, unlike] : [unlike, one];
    if (!found && others[0]) found = [one, others[0]];
  }
  return found;
}
