import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MeetingView, PersonItem } from '@/api/schema';
import { ActionDialog } from '@/meetings/ActionDialog';
import { ActionList } from '@/meetings/ActionList';
import { actionsQuery, someMeetingsQuery } from '@/meetings/queries';
import { toCome } from '@/meetings/coming';
import { STATUS_TONES, STATUS_WORDS, titleFor } from '@/meetings/words';
import { Anchor } from '@/parts/Anchor';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { toneOf, wordOf } from '@/parts/words';
import { useMay, useMe, useTimeZone } from '@/session/me';

/** The next and the last 1-to-1, and what is still to be done. */
export function CoachingNow({ person }: { person: PersonItem }) {
  const me = useMe();
  const may = useMay();
  const zone = useTimeZone();
  const coming = useQuery(someMeetingsQuery(toCome(person.id, new Date(), zone), 1));
  const held = useQuery(
    someMeetingsQuery({ participant_id: person.id, status: ['completed', 'acknowledged'] }, 1),
  );
  const actions = useQuery(actionsQuery({ assignee_id: person.id, status: ['open'] }));
  const [adding, setAdding] = useState(false);
  const coaches = may('coaching.manage') && person.id !== me.person.id && person.status === 'active';
  return (
    <>
      <Sheet title="1-to-1s">
        <Stack gap="sm">
          <Loaded query={coming} skeleton={<Lines count={1} />}>
            {([next]) => <Meeting label="Next" meeting={next} none="None scheduled" />}
          </Loaded>
          <Loaded query={held} skeleton={<Lines count={1} />}>
            {([last]) => <Meeting label="Last" meeting={last} none="None held yet" />}
          </Loaded>
        </Stack>
      </Sheet>
      <Sheet
        title="Open actions"
        actions={
          coaches && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={15} aria-hidden />}
              onClick={() => setAdding(true)}
            >
              Add action
            </Button>
          )
        }
      >
        <Loaded query={actions} skeleton={<Lines count={3} />}>
          {(items) =>
            items.length > 0 ? (
              <ActionList name="Open actions" actions={items} />
            ) : (
              <Text size="sm" c="dimmed">
                Nothing is open.
              </Text>
            )
          }
        </Loaded>
        {adding && (
          <ActionDialog
            subject={{ assigneeId: person.id, assigneeName: person.name }}
            onClose={() => setAdding(false)}
          />
        )}
      </Sheet>
    </>
  );
}

function Meeting({
  label,
  meeting,
  none,
}: {
  label: string;
  meeting: MeetingView | undefined;
  none: string;
}) {
  const me = useMe().person.id;
  return (
    <Group gap="sm" wrap="nowrap" align="baseline">
      <Text size="sm" c="dimmed" w={40}>
        {label}
      </Text>
      {meeting ? (
        <Group gap="xs" style={{ flex: 1, rowGap: 2 }}>
          <Anchor to="/coaching/meetings/$meetingId" params={{ meetingId: meeting.id }}>
            <When at={meeting.held_at ?? meeting.scheduled_at} />, {titleFor(meeting, me)}
          </Anchor>
          <Tag tone={toneOf(STATUS_TONES, meeting.status)}>{wordOf(STATUS_WORDS, meeting.status)}</Tag>
        </Group>
      ) : (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      )}
    </Group>
  );
}
