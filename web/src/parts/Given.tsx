import type { GivenItem } from '@/api/schema';
import { Anchor } from './Anchor';
import { Heading } from './Heading';
import { Tag } from './Tag';
import { When } from './When';

/** The way to an evaluation that somebody was given. A draft is its evaluator’s alone: there it leads to the conversation. */
export function GivenConversation({ of }: { of: GivenItem }) {
  const heading = <Heading of={{ ...of, at: of.interaction_started_at }} />;
  return of.done ? (
    <Anchor to="/evaluations/$evaluationId" params={{ evaluationId: of.id }} inherit>
      {heading}
    </Anchor>
  ) : (
    <Anchor to="/conversations/$interactionId" params={{ interactionId: of.interaction_id }} inherit>
      {heading}
    </Anchor>
  );
}

/** Whether it is done, and since when. */
export function GivenState({ of }: { of: GivenItem }) {
  return of.done ? (
    <>
      <Tag tone="good">Done</Tag> {of.completed_at && <When at={of.completed_at} />}
    </>
  ) : (
    <Tag tone="accent">To do</Tag>
  );
}
