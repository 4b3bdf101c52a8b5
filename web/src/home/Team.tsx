import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ActionView, MeetingView, PersonItem } from '@/api/schema';
import { actionsQuery } from '@/meetings/queries';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { myLineQuery } from './queries';
import { OWN_OPEN } from './TeamActions';
import { upcomingQuery } from './upcoming';

interface Row {
  person: PersonItem;
  next: MeetingView | undefined;
  open: ActionView[];
}

const COLUMNS: Column<Row>[] = [
  {
    id: 'name',
    header: 'Name',
    render: ({ person }) => (
      <Anchor to="/people/$personId" params={{ personId: person.id }} inherit>
        {person.name}
      </Anchor>
    ),
  },
  {
    id: 'next',
    header: 'Next 1-to-1 with you',
    render: ({ person, next }) =>
      next ? (
        <Anchor to="/coaching/meetings/$meetingId" params={{ meetingId: next.id }} inherit>
          <When at={next.scheduled_at} />
        </Anchor>
      ) : (
        <Anchor to="/coaching/meetings" search={{ schedule: person.id }} inherit c="dimmed">
          Schedule
        </Anchor>
      ),
  },
  {
    id: 'actions',
    header: 'Open actions',
    render: ({ open }) => {
      const late = open.filter((each) => each.overdue).length;
      if (open.length === 0) {
        return (
          <Text span inherit c="dimmed">
            None
          </Text>
        );
      }
      return (
        <>
          {open.length} {late > 0 && <Tag tone="act">{late} overdue</Tag>}
        </>
      );
    },
  },
];

/** The people in one's line at a glance. */
export function Team() {
  const people = useQuery(myLineQuery);
  const meetings = useQuery(upcomingQuery);
  const actions = useQuery(actionsQuery(OWN_OPEN));
  const navigate = useNavigate();
  return (
    <Sheet
      title="Your team"
      pad={false}
      actions={
        <Anchor to="/people" size="sm">
          Everyone in your line
        </Anchor>
      }
    >
      <Loaded query={people} skeleton={<Lines count={6} />}>
        {(line) => (
          <DataTable
            name="Your team"
            id="home-team"
            columns={COLUMNS}
            rows={line.map((person) => ({
              person,
              next: meetings.data?.find((each) => each.participant_id === person.id),
              open:
                actions.data?.filter((each) => each.assignee_id === person.id && each.status === 'open') ??
                [],
            }))}
            rowKey={({ person }) => person.id}
            onOpen={({ person }) =>
              void navigate({ to: '/people/$personId', params: { personId: person.id } })
            }
            empty={<Empty title="No agents in your line yet" />}
          />
        )}
      </Loaded>
    </Sheet>
  );
}
