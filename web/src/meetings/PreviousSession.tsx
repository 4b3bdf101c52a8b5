import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MeetingView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Lines, Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { Sheet } from '@/parts/Page';
import { When } from '@/parts/When';
import { useMe } from '@/session/me';
import { ActionList } from './ActionList';
import { GoalsRead } from './Goals';
import { actionsQuery, previousQuery } from './queries';
import { titleFor } from './words';

/** What the same two agreed on last time. */
export function PreviousSession({ meeting }: { meeting: MeetingView }) {
  const query = useQuery(previousQuery(meeting));
  return (
    <Sheet title="Last time">
      <Loaded query={query} skeleton={<Lines count={3} />}>
        {(previous) =>
          previous ? (
            <Previous previous={previous} />
          ) : (
            <Text size="sm" c="dimmed">
              This is the first 1-to-1 with <Name of={meeting.participant_name} /> on record.
            </Text>
          )
        }
      </Loaded>
    </Sheet>
  );
}

function Previous({ previous }: { previous: MeetingView }) {
  const me = useMe().person.id;
  const actions = useQuery(actionsQuery({ attached_to: previous.id }));
  return (
    <Stack gap="md">
      <Text size="sm">
        <Anchor to="/coaching/meetings/$meetingId" params={{ meetingId: previous.id }} size="sm">
          {titleFor(previous, me)}
        </Anchor>
        <Text span c="dimmed">
          {' '}
          · <When at={previous.held_at ?? previous.scheduled_at} />
        </Text>
      </Text>
      <Stack gap="xs">
        <Title order={3}>Goals</Title>
        <GoalsRead goals={previous.goals} />
      </Stack>
      <Stack gap="xs">
        <Title order={3}>Actions</Title>
        <Loaded query={actions} skeleton={<Lines count={2} />}>
          {(items) =>
            items.length > 0 ? (
              <ActionList name="Actions from last time" actions={items} />
            ) : (
              <Text size="sm" c="dimmed">
                No actions were agreed.
              </Text>
            )
          }
        </Loaded>
      </Stack>
    </Stack>
  );
}
