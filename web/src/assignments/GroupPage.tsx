import { Text, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { itemsOf } from '@/api/queries';
import type { AssignmentLine, CoachingGroupView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Facts } from '@/parts/Facts';
import { Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { counted } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { tagOf } from '@/parts/words';
import { Day, When } from '@/parts/When';
import { useTypedFilter } from '@/parts/useTypedFilter';
import { AreaTags } from './Areas';
import { COLUMNS } from './AssignmentsPage';
import { groupAgentsQuery, groupLineQuery, groupQuery, useOnceSent } from './queries';
import { StatusTag } from './StatusTag';
import { STATUS_WORDS } from './words';

const route = getRouteApi('/signed-in/coaching/groups/$groupId');

/** What was sent to a group, agent by agent. */
export function GroupPage() {
  const { groupId } = route.useParams();
  // How far its sending is; that it can't be read is told by its line below.
  const group = useQuery({ ...groupQuery(groupId), retry: false }).data;
  const sending = group?.state === 'sending';
  useOnceSent(group?.state);
  const query = useQuery(groupLineQuery(groupId, sending));
  const above = [
    <Anchor key="list" to="/coaching/assignments">
      Assignments
    </Anchor>,
  ];
  return (
    <Page
      title={query.data?.name ?? 'Group'}
      above={above}
      subtitle={query.data && <StatusTag of={query.data} />}
    >
      <Loaded query={query}>
        {(line) => (
          <Sheet title={line.agent_name}>
            <Facts
              facts={[
                ['Agents', counted(line.agents, 'agent')],
                ['How they stand', <Standing key="standing" of={line} />],
                ['Coaching area', <AreaTags key="areas" areas={line.areas} />],
                ['Assigned', <When key="at" at={line.assigned_at} />],
                ['Follow-up', <Day key="day" day={line.follow_up} />],
                ['Given by', line.assigned_by_name],
              ]}
            />
          </Sheet>
        )}
      </Loaded>
      {group && <Sending of={group} />}
      <Agents groupId={groupId} sending={sending} />
    </Page>
  );
}

/** How far the sending is, and for whom no assignment could be made. */
function Sending({ of }: { of: CoachingGroupView }) {
  if (of.state === 'sending')
    return (
      <Text size="sm" role="status">
        {counted(of.sent, 'assignment')} made, {of.agents} to go.
      </Text>
    );
  if (of.left_out === 0) return null;
  return (
    <Text size="sm">
      {counted(of.left_out, 'agent')} {of.left_out === 1 ? 'was' : 'were'} given nothing and{' '}
      {of.left_out === 1 ? 'stands' : 'stand'} among{' '}
      <Anchor to="/coaching/marked" inherit>
        Individuals
      </Anchor>
      : no conversation of theirs was chosen, or they can’t be coached now.
    </Text>
  );
}

function Standing({ of }: { of: AssignmentLine }) {
  const entries = Object.entries(of.by_status) as [AssignmentLine['status'], number][];
  return (
    <>
      {entries
        .map(([status, count]) => `${count} ${tagOf(STATUS_WORDS, status).word.toLowerCase()}`)
        .join(', ') || '–'}
    </>
  );
}

function Agents({ groupId, sending }: { groupId: string; sending: boolean }) {
  const { agent } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(agent ?? '');
  const narrow = useTypedFilter(
    (text) => void navigate({ search: { agent: text.trim() || undefined }, replace: true }),
  );
  const query = useInfiniteQuery(groupAgentsQuery(groupId, agent, sending));
  const rows = itemsOf(query);
  return (
    <>
      <TextInput
        label="Agent ID"
        description="What other systems call the agent, or the beginning of their id here"
        w={280}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          narrow(event.currentTarget.value);
        }}
      />
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Agents of the group"
            id="group-agents"
            columns={AGENTS}
            rows={rows}
            rowKey={({ id }) => id}
            more={query}
            loading={query.isPending}
            empty={
              agent === undefined ? (
                <Empty title={sending ? 'Nobody was given it yet' : 'Nobody was given it'}>
                  {sending ? 'It is being sent.' : 'No assignment was made.'}
                </Empty>
              ) : (
                <Empty title="No such agent">Nobody of this id was given this.</Empty>
              )
            }
          />
        </Sheet>
      )}
    </>
  );
}

const AGENTS: Column<AssignmentLine>[] = [
  {
    id: 'agent',
    header: 'Agent',
    render: (row) => (
      <Anchor to="/coaching/assignments/$assignmentId" params={{ assignmentId: row.id }} inherit fw={550}>
        <Name of={row.agent_name} />
      </Anchor>
    ),
  },
  { id: 'areas', header: 'Coaching area', render: (row) => <AreaTags areas={row.areas} /> },
  { id: 'conversations', header: 'Conversations', align: 'right', render: (row) => row.conversations },
  ...COLUMNS.filter(({ id }) => id === 'progress' || id === 'status'),
];
