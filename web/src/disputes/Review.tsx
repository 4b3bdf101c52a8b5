import { Box, Button, Divider, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { EvaluationDetail } from '@/api/schema';
import { Disclosure } from '@/parts/Disclosure';
import { useFollowing } from '@/parts/focus';
import { Loaded } from '@/parts/Loaded';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { Until, When } from '@/parts/When';
import { said } from '@/parts/say';
import { useMe } from '@/session/me';
import { DisputeForm } from './DisputeForm';
import { DisputeShown } from './DisputeShown';
import { History } from './History';
import { disputesOfQuery, forgetReviews, useAcknowledge } from './queries';

/** What the agent of a completed evaluation has said to it, may still say, and what was decided. */
export function Review({ evaluation }: { evaluation: EvaluationDetail }) {
  const [disputing, setDisputing] = useState(false);
  const me = useMe().person.id;
  const client = useQueryClient();
  const may = (action: string) => evaluation.actions.includes(action);
  const acknowledgement = useAcknowledge(evaluation);
  const title = useRef<HTMLHeadingElement>(null);
  const { isPending } = acknowledgement;
  const follow = useFollowing(`${isPending} ${evaluation.status}`, () => (isPending ? null : title.current));
  if (evaluation.status === 'draft') return null;
  return (
    <Box component="section" aria-labelledby="review-title">
      <Stack gap="sm" p="md">
        <Group justify="space-between" gap="xs" align="baseline">
          <Title order={2} size="h3" id="review-title" ref={title} tabIndex={-1} style={{ outline: 'none' }}>
            {evaluation.agent_id === me ? 'Your answer' : 'Agent’s answer'}
          </Title>
          <Standing evaluation={evaluation} />
        </Group>
        <HowLong evaluation={evaluation} />
        {!disputing && (may('acknowledge') || may('dispute')) && (
          <Group gap="xs" className="no-print">
            {may('acknowledge') && (
              <Button
                loading={acknowledgement.isPending}
                onClick={() => {
                  follow();
                  acknowledgement.mutate(evaluation.id, {
                    onSuccess: () => said('You have acknowledged the evaluation.'),
                  });
                }}
              >
                Acknowledge
              </Button>
            )}
            {may('dispute') && (
              <Button variant="default" onClick={() => setDisputing(true)}>
                Dispute answers
              </Button>
            )}
          </Group>
        )}
        {acknowledgement.error && (
          <ProblemNotice
            error={acknowledgement.error}
            onRetry={() => void forgetReviews(client).then(() => acknowledgement.reset())}
            retryLabel="Load the latest"
          />
        )}
        {disputing && <DisputeForm evaluation={evaluation} onDone={() => setDisputing(false)} />}
        {(evaluation.review?.dispute_ids.length ?? 0) > 0 && <Disputes evaluation={evaluation} />}
        <Disclosure label="History">
          <History evaluation={evaluation} />
        </Disclosure>
      </Stack>
      <Divider />
    </Box>
  );
}

/** How far it is, in a word. */
function Standing({ evaluation: { status, review } }: { evaluation: EvaluationDetail }) {
  if (status === 'acknowledged') {
    return <Tag tone="good">{review?.by_silence ? 'Acknowledged by silence' : 'Acknowledged'}</Tag>;
  }
  if (status === 'disputed') return <Tag tone="watch">Disputed</Tag>;
  if (!review) return <Tag>Not asked for</Tag>;
  return <Tag tone={review.asked ? 'accent' : 'neutral'}>{review.asked ? 'Awaited' : 'Not asked for'}</Tag>;
}

/** Until when there may be an answer, and whose it is. */
function HowLong({ evaluation }: { evaluation: EvaluationDetail }) {
  const { person } = useMe();
  const { status, review, actions, decider_name: decider } = evaluation;
  const own = evaluation.agent_id === person.id;
  const who = own ? 'You' : evaluation.agent_name;
  if (!review || review.ended) {
    return (
      <Text size="sm" c="dimmed">
        Nobody was asked to answer this evaluation.
      </Text>
    );
  }
  if (status === 'acknowledged') {
    return (
      <Text component="div" size="sm" c="dimmed">
        {review.acknowledged_at && <When at={review.acknowledged_at} />}
      </Text>
    );
  }
  if (status === 'disputed') {
    return (
      <Text size="sm" c="dimmed">
        {actions.includes('decide')
          ? 'You may decide.'
          : `To be decided by ${decider ?? 'anybody who may decide disputes'}.`}
      </Text>
    );
  }
  const left = review.rounds - review.dispute_ids.length;
  return (
    <Text component="div" size="sm" c="dimmed">
      {left > 0 ? (
        <>
          {who} may dispute until <Until at={review.answer_by} />
          {review.required ? '; without an answer it counts as acknowledged then.' : '.'}
        </>
      ) : (
        `${who} may acknowledge; it was disputed as often as the account allows.`
      )}
    </Text>
  );
}

function Disputes({ evaluation }: { evaluation: EvaluationDetail }) {
  const query = useQuery(disputesOfQuery(evaluation.id));
  return (
    <Loaded query={query}>
      {({ items }) => (
        <Stack gap="sm">
          {items.map((dispute) => (
            <DisputeShown key={dispute.id} dispute={dispute} evaluation={evaluation} />
          ))}
        </Stack>
      )}
    </Loaded>
  );
}
