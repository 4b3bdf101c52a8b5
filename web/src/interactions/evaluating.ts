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
