import { MultiSelect, SegmentedControl, Switch, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api, body } from '@/api/client';
import { itemsOf } from '@/api/queries';
import type { AttributeAverage, AttributeMove, MonitorLine } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { DateField } from '@/parts/DateField';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { Filters, inForce } from '@/parts/Filters';
import { Name } from '@/parts/Name';
import { everyPage } from '@/parts/names';
import { Page, Sheet } from '@/parts/Page';
import { PeoplePicker } from '@/parts/PeoplePicker';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Day, useToday, When } from '@/parts/When';
import { byPlainLetters } from '@/parts/plain';
import { AreaTags } from './Areas';
import { AreaFilter } from './AssignmentsPage';
import { AgentProgress } from './AgentProgress';
import { daysOf } from './monitorDays';
import { monitorQuery } from './queries';
import { StatusTag } from './StatusTag';
import { sayAverage, sayChange } from './words';

const route = getRouteApi('/signed-in/coaching/monitor');

/** How those who were given assignments get on. */
export function MonitorPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const days = daysOf(search, useToday());
  const query = useInfiniteQuery(monitorQuery(search, days));
  const rows = itemsOf(query);
  const compare = search.compare !== undefined;
  const one = rows.find(({ assignment_id: id }) => id === search.open);
  const narrow = (part: object) =>
    void navigate({ search: (all: object) => ({ ...all, ...part }), replace: true });
  return (
    <Page
      title="Coaching monitor"
      subtitle="Scores of the past seven days of those who are coached"
      actions={
        <Switch
          label="Compare with the week before it was assigned"
          checked={compare}
          onChange={(event) => narrow({ compare: event.currentTarget.checked ? 'yes' : undefined })}
        />
      }
    >
      <Narrowing rows={rows} days={days} onNarrow={narrow} />
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Coaching monitor"
            id="coaching-monitor"
            columns={COLUMNS}
            rows={rows}
            rowKey={({ assignment_id: id }) => id}
            openKey={search.open}
            onOpen={({ assignment_id: id }) => narrow({ open: id })}
            more={query}
            loading={query.isPending}
            empty={
              <Empty title="No assignment in these days">
                {search.by === 'follow_up'
                  ? 'None is to be followed up then. Widen the days, or look by assigned date.'
                  : 'None was assigned then. Widen the days, or look by follow-up date.'}
              </Empty>
            }
          />
        </Sheet>
      )}
      <DetailDrawer
        id={search.open}
        title={one ? `${one.agent_name}: progress` : 'Progress'}
        onClose={() => narrow({ open: undefined })}
      >
        {search.open !== undefined && <AgentProgress assignmentId={search.open} />}
      </DetailDrawer>
    </Page>
  );
}

function Narrowing({
  rows,
  days,
  onNarrow,
}: {
  rows: MonitorLine[];
  days: { from: string; to: string };
  onNarrow: (part: object) => void;
}) {
  const { by, from, to, area, group, agent } = route.useSearch();
  const today = useToday();
  const groups = useQuery({
    queryKey: ['groups', 'all'],
    staleTime: 10 * 60_000,
    queryFn: ({ signal }) =>
      everyPage((cursor) => body(api.GET('/groups', { params: { query: { limit: 100, cursor } }, signal }))),
  }).data;
  // What was assigned was assigned by now; a follow-up may be to come.
  const past = by === 'follow_up' ? undefined : today;
  return (
    <Filters label="Filter the monitor" count={inForce(by, from, to, area, group, agent)}>
      <SegmentedControl
        aria-label="Which date filters: one at a time"
        data={[
          { value: 'assigned', label: 'Assigned date' },
          { value: 'follow_up', label: 'Follow-up date' },
        ]}
        value={by ?? 'assigned'}
        onChange={(value) =>
          onNarrow({
            by: value === 'follow_up' ? 'follow_up' : undefined,
            // Its own default: today, or the last seven days.
            from: value === 'follow_up' ? today : undefined,
            to: value === 'follow_up' ? today : undefined,
          })
        }
      />
      <DateField
        label="From"
        filters
        w={170}
        value={days.from}
        max={to ?? past}
        onChange={(day) => onNarrow({ from: day ?? undefined })}
      />
      <DateField
        label="To"
        filters
        w={170}
        value={days.to}
        min={from}
        max={past}
        onChange={(day) => onNarrow({ to: day ?? undefined })}
      />
      <AreaFilter
        value={area ?? []}
        offered={rows.flatMap(({ areas }) => areas.map(({ name }) => name))}
        onChange={(names) => onNarrow({ area: names.length ? names : undefined })}
      />
      <MultiSelect
        label="Agent group"
        searchable
        filter={byPlainLetters}
        clearable
        placeholder={group ? undefined : 'All'}
        miw={180}
        data={(groups ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={group ?? []}
        onChange={(ids) => onNarrow({ group: ids.length ? ids : undefined })}
      />
      <PeoplePicker
        label="Agents"
        value={agent ?? []}
        onChange={(ids) => onNarrow({ agent: ids.length ? ids : undefined })}
      />
    </Filters>
  );
}

/** An average with its sample; below the minimum how many there are. What is compared stands below, with both sides. */
function Score({
  of,
  before,
  since,
  move,
}: {
  of: AttributeAverage;
  before: AttributeAverage | null;
  since: AttributeAverage | null;
  move: AttributeMove | null;
}) {
  return (
    <Text span inherit c={typeof of.value === 'number' ? undefined : 'dimmed'}>
      {sayAverage(of)}
      {before && since && (
        <Text span display="block" size="xs" c="dimmed">
          {sayChange(before, since, move)}
        </Text>
      )}
    </Text>
  );
}

const COLUMNS: Column<MonitorLine>[] = [
  {
    id: 'agent',
    header: 'Name',
    render: (row) => (
      <Anchor
        from="/coaching/monitor"
        to="/coaching/monitor"
        search={(all) => ({ ...all, open: row.assignment_id })}
        inherit
        fw={550}
      >
        <Name of={row.agent_name} />
      </Anchor>
    ),
  },
  { id: 'assigned', header: 'Assigned', render: (row) => <When at={row.assigned_at} /> },
  { id: 'follow-up', header: 'Follow-up', render: (row) => <Day day={row.follow_up} /> },
  { id: 'areas', header: 'Agent attributes', render: (row) => <AreaTags areas={row.areas} /> },
  {
    id: 'scorecard',
    header: 'Agent scorecard',
    align: 'right',
    render: (row) => (
      <Score
        of={row.scorecard}
        before={row.scorecard_before}
        since={row.scorecard_since}
        move={row.scorecard_move}
      />
    ),
  },
  {
    id: 'automatic',
    header: 'Automatic score',
    align: 'right',
    render: (row) => (
      <Score
        of={row.automatic}
        before={row.automatic_before}
        since={row.automatic_since}
        move={row.automatic_move}
      />
    ),
  },
  { id: 'status', header: 'Status', render: (row) => <StatusTag of={row} /> },
];
