import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MeetingView } from '@/api/schema';
import { someMeetingsQuery } from '@/meetings/queries';
import { toCome } from '@/meetings/coming';
import { STATUS_TONES, STATUS_WORDS, titleFor } from '@/meetings/words';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { Lines, Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { useMe, useTimeZone } from '@/session/me';

const MOST = 10;

/**
 * The 1-to-1s about one's own work: those to come, and those that wait to be acknowledged.
 *
 * @param manager with whom, for somebody who leads others.
 */
export function OwnMeetings({ manager }: { manager?: string }) {
  const { person } = useMe();
  const zone = useTimeZone();
  // By themselves: however many lie ahead, the next one comes first, and none hides one that waits.
  const coming = useQuery(someMeetingsQuery(toCome(person.id, new Date(), zone), MOST));
  const held = useQuery(someMeetingsQuery({ participant_id: person.id, status: ['completed'] }, MOST));
  return (
    <Sheet
      title={manager ? 'Your own 1-to-1s' : 'Your 1-to-1s'}
      actions={
        <Anchor to="/coaching/meetings" search={manager ? { participant: person.id } : {}} size="sm">
          All of them
        </Anchor>
      }
    >
      <Stack gap="md">
        <Loaded query={coming} skeleton={<Lines count={3} />}>
          {(next) => (
            <>
              {next.length === 0 && (
                <Text size="sm" c="dimmed">
                  {manager
                    ? `None with ${manager} is scheduled.`
                    : 'None is scheduled. You will find it here once it is.'}
                </Text>
              )}
              {next.map((meeting) => (
                <Item key={meeting.id} meeting={meeting} />
              ))}
            </>
          )}
        </Loaded>
        <Loaded query={held} skeleton={null}>
          {(meetings) => (
            <>
              {meetings
                .filter((each) => each.actions.includes('acknowledge'))
                .map((meeting) => (
                  <Item key={meeting.id} meeting={meeting} acknowledge />
                ))}
            </>
          )}
        </Loaded>
      </Stack>
    </Sheet>
  );
}

function Item({ meeting, acknowledge = false }: { meeting: MeetingView; acknowledge?: boolean }) {
  const me = useMe().person.id;
  return (
    <Group justify="space-between" gap="sm" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Anchor to="/coaching/meetings/$meetingId" params={{ meetingId: meeting.id }} fw={550}>
          {titleFor(meeting, me)}
        </Anchor>
        <Text size="sm" c="dimmed" component="div">
          <When at={meeting.held_at ?? meeting.scheduled_at} />, with <Name of={meeting.facilitator_name} />{' '}
          {meeting.status === 'in_progress' && (
            <Tag tone={STATUS_TONES.in_progress}>{STATUS_WORDS.in_progress}</Tag>
          )}
        </Text>
      </div>
      {acknowledge && (
        <LinkButton
          to="/coaching/meetings/$meetingId"
          params={{ meetingId: meeting.id }}
          variant="default"
          size="xs"
          style={{ flexShrink: 0 }}
          aria-label={`Read and acknowledge: ${titleFor(meeting, me)}`}
        >
          Read and acknowledge
        </LinkButton>
      )}
    </Group>
  );
}
