import { Button, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { itemsOf } from '@/api/queries';
import type { FeedbackView, PersonItem } from '@/api/schema';
import { feedbackQuery } from '@/meetings/queries';
import { Anchor } from '@/parts/Anchor';
import { useFollowing } from '@/parts/focus';
import { Lines, Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { useMay, useMe } from '@/session/me';
import { FeedbackDialog } from './FeedbackDialog';

/** The feedback on somebody's work, the latest first, and giving some. */
export function FeedbackSheet({ person }: { person: PersonItem }) {
  const me = useMe();
  const may = useMay();
  const query = useInfiniteQuery(feedbackQuery(person.id));
  const items = itemsOf(query);
  const [giving, setGiving] = useState(false);
  const own = person.id === me.person.id;
  const read = useRef<HTMLDivElement>(null);
  const earlier = useRef<HTMLButtonElement>(null);
  const { isFetchingNextPage: reading } = query;
  // With the last of it the button goes.
  const follow = useFollowing(reading, () => (reading ? null : (earlier.current ?? read.current)));
  return (
    <Sheet
      title="Feedback"
      actions={
        may('coaching.manage') &&
        !own &&
        person.status === 'active' && (
          <Button size="xs" variant="default" onClick={() => setGiving(true)}>
            Give feedback
          </Button>
        )
      }
    >
      <Loaded query={query} skeleton={<Lines count={3} />}>
        {() => (
          <Stack gap="md" align="flex-start" ref={read} tabIndex={-1} style={{ outline: 'none' }}>
            {items.length > 0 && <FeedbackList items={items} />}
            {items.length === 0 && !query.hasNextPage && (
              <Text size="sm" c="dimmed">
                {own
                  ? 'Feedback on your conversations stands here.'
                  : `${person.name} has had no feedback yet.`}
              </Text>
            )}
            {query.isFetchNextPageError && <ProblemNotice error={query.error} />}
            {query.hasNextPage && (
              <Button
                ref={earlier}
                variant="subtle"
                size="xs"
                loading={query.isFetchingNextPage}
                onClick={() => {
                  follow();
                  void query.fetchNextPage();
                }}
              >
                Earlier feedback
              </Button>
            )}
          </Stack>
        )}
      </Loaded>
      {giving && <FeedbackDialog person={person} onClose={() => setGiving(false)} />}
    </Sheet>
  );
}

/** Feedback to read, with where it belongs. */
export function FeedbackList({ items }: { items: FeedbackView[] }) {
  return (
    <Stack component="ul" aria-label="Feedback" gap="md" p={0} m={0} style={{ listStyle: 'none' }}>
      {items.map((each) => (
        <li key={each.id}>
          <Text maw={640} style={{ whiteSpace: 'pre-line' }}>
            {each.text}
          </Text>
          <Text component="div" size="sm" c="dimmed" mt={2}>
            <Name of={each.author_name} />, <When at={each.created_at} />
            {each.evaluation_id && (
              <>
                {' '}
                ·{' '}
                <Anchor
                  to="/evaluations/$evaluationId"
                  params={{ evaluationId: each.evaluation_id }}
                  size="sm"
                >
                  Evaluation
                </Anchor>
              </>
            )}
            {each.interaction_id && (
              <>
                {' '}
                ·{' '}
                <Anchor
                  to="/conversations/$interactionId"
                  params={{ interactionId: each.interaction_id }}
                  size="sm"
                >
                  Conversation
                </Anchor>
              </>
            )}{' '}
            {each.visibility === 'private' && <Tag tone="watch">Private</Tag>}
          </Text>
        </li>
      ))}
    </Stack>
  );
}
