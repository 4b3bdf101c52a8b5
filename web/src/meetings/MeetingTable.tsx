import { VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { MeetingView } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Name } from '@/parts/Name';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { toneOf, wordOf } from '@/parts/words';
import { useMay, useMe } from '@/session/me';
import { meetingsQuery, type MeetingFilter } from './queries';
import { KIND_WORDS, STATUS_TONES, STATUS_WORDS, otherIn, titleFor } from './words';

const columnsFor = (me: string): Column<MeetingView>[] => [
  {
    id: 'when',
    header: 'When',
    width: 150,
    render: (meeting) => (
      <Anchor to="/coaching/meetings/$meetingId" params={{ meetingId: meeting.id }} inherit>
        <When at={meeting.scheduled_at} />
        <VisuallyHidden>, {otherIn(meeting, me)}</VisuallyHidden>
      </Anchor>
    ),
  },
  { id: 'participant', header: 'With', render: (meeting) => otherIn(meeting, me) },
  { id: 'facilitator', header: 'Facilitator', render: (meeting) => <Name of={meeting.facilitator_name} /> },
  { id: 'title', header: 'Title', render: (meeting) => titleFor(meeting, me) },
  { id: 'kind', header: 'How', render: (meeting) => wordOf(KIND_WORDS, meeting.kind) },
  {
    id: 'status',
    header: 'Status',
    render: (meeting) => (
      <Tag tone={toneOf(STATUS_TONES, meeting.status)}>{wordOf(STATUS_WORDS, meeting.status)}</Tag>
    ),
  },
];

/**
 * 1-to-1s, the latest first.
 *
 * @param own whether nobody else's were asked for: decides what an empty list says.
 * @param without columns that would say the same in every row.
 */
export function MeetingTable({
  filter,
  own = false,
  without = [],
}: {
  filter: MeetingFilter;
  own?: boolean;
  without?: string[];
}) {
  const query = useInfiniteQuery(meetingsQuery(filter));
  const navigate = useNavigate();
  const { person } = useMe();
  const coaches = useMay()('coaching.manage');
  if (query.error && !query.data) {
    return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <DataTable
      name="1-to-1s"
      id="meetings"
      columns={columnsFor(person.id).filter(
        // To its participant, a 1-to-1 is with its facilitator already.
        ({ id }) => !without.includes(id) && !(id === 'facilitator' && own && !coaches),
      )}
      rows={itemsOf(query)}
      rowKey={(meeting) => meeting.id}
      onOpen={(meeting) =>
        void navigate({ to: '/coaching/meetings/$meetingId', params: { meetingId: meeting.id } })
      }
      loading={query.isPending}
      more={query}
      empty={
        filter.status ? (
          <Empty title="No 1-to-1s with this status">Choose another status, or take the filter away.</Empty>
        ) : (
          <Empty
            title="No 1-to-1s yet"
            action={
              coaches && (
                <LinkButton to="/coaching/meetings" search={{ schedule: 'new' }} variant="default" mt="sm">
                  Schedule a 1-to-1
                </LinkButton>
              )
            }
          >
            {own && coaches
              ? 'Those that you facilitate stand here.'
              : 'Those that were scheduled stand here.'}
          </Empty>
        )
      }
    />
  );
}
