import { Stack, Title, VisuallyHidden } from '@mantine/core';
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
import { useMay, useMe, useTimeZone } from '@/session/me';
import { sectionsOf, type MeetingSection } from './coming';
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

interface Shown {
  /** Whether nobody else's were asked for: decides what an empty list says. */
  own?: boolean;
  /** Columns that would say the same in every row. */
  without?: string[];
}

/** 1-to-1s: those to come, the next one first, then those that weren't held, and those that were, the newest first. */
export function MeetingLists({ filter, own = false, without = [] }: Shown & { filter: MeetingFilter }) {
  const zone = useTimeZone();
  const sections = sectionsOf(filter, new Date(), zone);
  return (
    <Stack gap="md">
      {sections.map((section, index) => (
        <Section key={section.name} {...section} own={own} without={without} first={index === 0} />
      ))}
    </Stack>
  );
}

/** One of the lists; but for the first, nothing where there is none of it. */
function Section({
  name,
  filter,
  own,
  without,
  first,
}: Required<Shown> & MeetingSection & { first: boolean }) {
  const query = useInfiniteQuery(meetingsQuery(filter));
  const navigate = useNavigate();
  const { person } = useMe();
  const coaches = useMay()('coaching.manage');
  if (query.error && !query.data) {
    return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  const rows = itemsOf(query);
  if (!first && rows.length === 0 && !query.hasNextPage) return null;
  return (
    <section aria-label={name}>
      <Title order={3} px="md" pt="md" pb="xs">
        {name}
      </Title>
      <DataTable
        name={`1-to-1s: ${name.toLowerCase()}`}
        id="meetings"
        columns={columnsFor(person.id).filter(
          // To its participant, a 1-to-1 is with its facilitator already.
          ({ id }) => !without.includes(id) && !(id === 'facilitator' && own && !coaches),
        )}
        rows={rows}
        rowKey={(meeting) => meeting.id}
        onOpen={(meeting) =>
          void navigate({ to: '/coaching/meetings/$meetingId', params: { meetingId: meeting.id } })
        }
        loading={query.isPending}
        more={query}
        empty={name === 'To come' ? <NoneToCome own={own} /> : <Empty title="No 1-to-1s with this status" />}
      />
    </section>
  );
}

function NoneToCome({ own }: { own: boolean }) {
  const coaches = useMay()('coaching.manage');
  return (
    <Empty
      title="No 1-to-1s to come"
      action={
        coaches && (
          <LinkButton to="/coaching/meetings" search={{ schedule: 'new' }} variant="default" mt="sm">
            Schedule a 1-to-1
          </LinkButton>
        )
      }
    >
      {own && coaches ? 'Those that you facilitate stand here.' : 'Those that are scheduled stand here.'}
    </Empty>
  );
}
