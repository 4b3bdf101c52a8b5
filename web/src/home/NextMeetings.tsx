import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MeetingView } from '@/api/schema';
import { STATUS_TONES, STATUS_WORDS } from '@/meetings/words';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { Empty } from '@/parts/Empty';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { useFeature } from '@/session/me';
import { upcomingQuery } from './upcoming';

const FEW = 6;

/** The 1-to-1s that one leads next, each with the way to prepare it. */
export function NextMeetings() {
  const query = useQuery(upcomingQuery);
  const summaries = useFeature('feature_ai_coaching');
  return (
    <Sheet
      title="Next 1-to-1s"
      actions={
        <Anchor to="/coaching/meetings" search={{ view: 'calendar' }} size="sm">
          Calendar
        </Anchor>
      }
    >
      <Loaded query={query} skeleton={<Lines count={6} />}>
        {(meetings) =>
          meetings.length > 0 ? (
            <Stack
              component="ul"
              aria-label="Next 1-to-1s"
              gap="sm"
              p={0}
              m={0}
              style={{ listStyle: 'none' }}
            >
              {meetings.slice(0, FEW).map((meeting) => (
                <Item key={meeting.id} meeting={meeting} summaries={summaries} />
              ))}
              {meetings.length > FEW && (
                <li>
                  <Anchor to="/coaching/meetings" search={{ status: ['scheduled', 'in_progress'] }} size="sm">
                    {meetings.length - FEW} more
                  </Anchor>
                </li>
              )}
            </Stack>
          ) : (
            <Empty
              title="No 1-to-1 is scheduled"
              action={
                <LinkButton to="/coaching/meetings" search={{ schedule: 'new' }} variant="default" mt="sm">
                  Schedule a 1-to-1
                </LinkButton>
              }
            />
          )
        }
      </Loaded>
    </Sheet>
  );
}

function Item({ meeting, summaries }: { meeting: MeetingView; summaries: boolean }) {
  const running = meeting.status === 'in_progress';
  return (
    <Group component="li" justify="space-between" gap="sm" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Anchor to="/coaching/meetings/$meetingId" params={{ meetingId: meeting.id }} fw={550}>
          {meeting.participant_name}
        </Anchor>
        <Text size="sm" c="dimmed" component="div">
          <When at={meeting.scheduled_at} />, {meeting.title}{' '}
          {running && <Tag tone={STATUS_TONES.in_progress}>{STATUS_WORDS.in_progress}</Tag>}
        </Text>
      </div>
      <LinkButton
        to="/coaching/meetings/$meetingId"
        params={{ meetingId: meeting.id }}
        search={summaries && !running ? { tab: 'summary' } : {}}
        variant="default"
        size="xs"
        style={{ flexShrink: 0 }}
        aria-label={`${running ? 'Go on with' : 'Prepare'} ${meeting.participant_name}`}
      >
        {running ? 'Go on' : 'Prepare'}
      </LinkButton>
    </Group>
  );
}
