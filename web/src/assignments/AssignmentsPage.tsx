import { Group, MultiSelect, Select, TagsInput, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { AssignmentLine } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Filters, inForce } from '@/parts/Filters';
import { Name } from '@/parts/Name';
import { counted } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Day, When } from '@/parts/When';
import { tagOf } from '@/parts/words';
import { useMay } from '@/session/me';
import { STATUSES, TYPES } from './addresses';
import { AreaTags } from './Areas';
import { assignmentsQuery, inCoachingQuery } from './queries';
import { StatusTag } from './StatusTag';
import { STATUS_WORDS } from './words';

const route = getRouteApi('/signed-in/coaching/assignments');

/** Assignments: one's own, or those of the agents whom one coaches. */
export function AssignmentsPage() {
  const search = route.useSearch();
  const coaches = useMay()('coaching.manage');
  const query = useInfiniteQuery(assignmentsQuery(search));
  const rows = itemsOf(query);
  return (
    <Page
      title="Assignments"
      subtitle={
        coaches ? (
          <InCoaching />
        ) : (
          'Coaching that you were given: conversations to look at, and what to do next'
        )
      }
    >
      {coaches && <Narrowing rows={rows} />}
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Assignments"
            id="assignments"
            columns={coaches ? COLUMNS : COLUMNS.filter(({ id }) => !OF_COACHES.has(id))}
            rows={rows}
            rowKey={({ id }) => id}
            more={query}
            loading={query.isPending}
            empty={
              <Empty
                title={
                  inForce(search.status, search.type, search.area) ? 'Nothing fits' : 'No assignments yet'
                }
              >
                {coaches
                  ? 'Mark an agent for coaching from an evaluation, then assign it under Marked.'
                  : 'When somebody gives you coaching, you are told, and it stands here.'}
              </Empty>
            }
          />
        </Sheet>
      )}
    </Page>
  );
}

/** How many agents are in coaching, each counted once. */
function InCoaching() {
  const { data } = useQuery(inCoachingQuery);
  return <>{data ? `${counted(data.agents, 'agent')} in coaching` : 'Agents in coaching …'}</>;
}

function Narrowing({ rows }: { rows: AssignmentLine[] }) {
  const { status, type, area } = route.useSearch();
  const navigate = route.useNavigate();
  const narrow = (part: object) =>
    void navigate({ search: (all: object) => ({ ...all, ...part }), replace: true });
  return (
    <Filters label="Filter assignments" count={inForce(status, type, area)}>
      <Select
        label="Coaching type"
        clearable
        placeholder="Any"
        w={170}
        data={TYPES.map((each) => ({
          value: each,
          label: each === 'group' ? 'Group agents' : 'Individual agent',
        }))}
        value={type ?? null}
        onChange={(value) => narrow({ type: value ?? undefined })}
      />
      <MultiSelect
        label="Status"
        searchable
        clearable
        placeholder={status ? undefined : 'Any'}
        miw={220}
        data={STATUSES.map((each) => ({ value: each, label: tagOf(STATUS_WORDS, each).word }))}
        value={status ?? []}
        onChange={(values) => narrow({ status: values.length ? values : undefined })}
      />
      <AreaFilter
        value={area ?? []}
        offered={rows.flatMap(({ areas }) => areas.map(({ name }) => name))}
        onChange={(values) => narrow({ area: values.length ? values : undefined })}
      />
    </Filters>
  );
}

/** Several areas by name: those that stand in the list are offered, any other can be typed. */
export function AreaFilter({
  value,
  offered = [],
  onChange,
}: {
  value: string[];
  offered?: string[];
  onChange: (names: string[]) => void;
}) {
  return (
    <TagsInput
      label="Coaching area"
      clearable
      placeholder={value.length ? undefined : 'Any'}
      miw={220}
      data={[...new Set([...offered, ...value])]}
      value={value}
      onChange={onChange}
    />
  );
}

const OF_COACHES = new Set(['agent', 'type']);

/** A link to the assignment, or to the agents of a group that was sent. */
function Titled({ of }: { of: AssignmentLine }) {
  return of.agent_id === null ? (
    <Anchor to="/coaching/groups/$groupId" params={{ groupId: of.id }} inherit fw={550}>
      {of.name}
    </Anchor>
  ) : (
    <Anchor to="/coaching/assignments/$assignmentId" params={{ assignmentId: of.id }} inherit fw={550}>
      {of.name}
    </Anchor>
  );
}

/** How far a line is: what was opened of one agent's, who has completed theirs of a group's. */
export function Progress({ of }: { of: AssignmentLine }) {
  return (
    <Text span inherit>
      {of.looked_at} of {of.to_look_at}
      {of.agent_id === null ? ' completed' : ' opened'}
    </Text>
  );
}

export const COLUMNS: Column<AssignmentLine>[] = [
  { id: 'name', header: 'Name', render: (row) => <Titled of={row} /> },
  {
    id: 'agent',
    header: 'Agent',
    render: (row) =>
      row.agent_id === null ? (
        `${row.agent_name}, ${counted(row.agents, 'agent')}`
      ) : (
        <Name of={row.agent_name} />
      ),
  },
  {
    id: 'type',
    header: 'Type',
    hidden: true,
    render: (row) => (row.type === 'group' ? 'Group' : row.type === 'individual' ? 'Individual' : '–'),
  },
  {
    id: 'areas',
    header: 'Coaching area',
    render: (row) => (
      <Group gap={4} wrap="wrap">
        <AreaTags areas={row.areas} />
      </Group>
    ),
  },
  { id: 'assigned', header: 'Assigned', render: (row) => <When at={row.assigned_at} /> },
  { id: 'follow-up', header: 'Follow-up', render: (row) => <Day day={row.follow_up} /> },
  { id: 'progress', header: 'Progress', render: (row) => <Progress of={row} /> },
  { id: 'status', header: 'Status', render: (row) => <StatusTag of={row} /> },
  { id: 'by', header: 'Given by', hidden: true, render: (row) => <Name of={row.assigned_by_name} /> },
];
