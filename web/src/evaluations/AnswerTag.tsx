import type { EvaluationDetail } from '@/api/schema';
import { Tag } from '@/parts/Tag';

/** What the agent has said to a completed evaluation, where that is something. */
export function AnswerTag({ of: { status, review } }: { of: Pick<EvaluationDetail, 'status' | 'review'> }) {
  if (status === 'disputed') return <Tag tone="watch">Disputed</Tag>;
  if (status === 'acknowledged') {
    return <Tag>{review?.by_silence ? 'Acknowledged by silence' : 'Acknowledged'}</Tag>;
  }
  return null;
}
