import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MeetingView } from '@/api/schema';
import { someMeetingsQuery } from '@/meetings/queries';
import { STATUS_TONES, STATUS_WORDS, titleFor } from '@/meetings/words';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { useMe } from '@/session/me';

const MOST = 10;

/**
 * The 1-to-1s about one's own work: those to come, and those that wait to be acknowledged.
 *
 * @param manager with whom, for somebody who leads others.
 */
export function OwnMeetings({ manager }: { manager?: string }) {
  const { person } = useMe();
  const query = useQuery(
    someMeetingsQuery({ participant_id: person.id, status: ['scheduled', 'in_progress', 'completed'] }, MOST),
  );
  return (
    <Sheet
      title={manager ? 'Your own 1-to-1s' : 'Your 1-to-1s'}
      actions={
        <Anchor to="/coaching/meetings" search={manager ? { participant: person.id } : {}} size="sm">
          All of them
        </Anchor>
      }
    >
      <Loaded query={query} skeleton={<Lines count={3} />}>
        {(meetings) => {
          const next = meetings
            .filter((each) => each.status !== 'completed')
            .sort((a, b) => a.scheduled_at.localeCompare(b.scheduled_at));
          const waiting = meetings.filter((each) => each.actions.includes('acknowledge'));
          return (
            <Stack gap="md">
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
              {waiting.map((meeting) => (
                <Item key={meeting.id} meeting={meeting} acknowledge />
              ))}
            </Stack>
          );
        }}
      </Loaded>
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
          <When at={meeting.held_at ?? meeting.scheduled_at} />, with {meeting.facilitator_name}{' '}
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
