import { Checkbox, Select, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { LogLine } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { Filters, inForce } from '@/parts/Filters';
import { Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { teamsQuery } from '@/parts/names';
import { average } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { PersonSelect } from '@/parts/PersonSelect';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { tagOf } from '@/parts/words';
import { byPlainLetters } from '@/parts/plain';
import { useMay } from '@/session/me';
import { STATES, type ListSearch } from './addresses';
import { LogDetail } from './LogDetail';
import { logQuery, logsQuery } from './queries';
import { STATE_WORDS } from './words';

const route = getRouteApi('/signed-in/coaching/logs');

/** Coaching logs: of everybody whom one coaches, or one's own that were released. */
export function LogsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const coaches = may('coaching.manage');
  const { open, ...asked } = search;
  const query = useInfiniteQuery(logsQuery(asked));
  const teams = useQuery({ ...teamsQuery, enabled: coaches && may('people.view') });
  const rows = itemsOf(query);
  const go = (changes: Partial<ListSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true, resetScroll: false });
  const narrowed = inForce(asked.agent, asked.team, asked.criterion, asked.recurring, asked.state);
  const one = useQuery({ ...logQuery(open ?? ''), enabled: open !== undefined });
  return (
    <Page
      title="Coaching logs"
      subtitle={
        coaches
          ? 'Of each flagged call: what is low in it, new or again, and the words for it'
          : 'Calls of yours that you were asked to look at again'
      }
    >
      <Filters label="Filter coaching logs" count={narrowed}>
        {coaches && may('people.view') && (
          <>
            <PersonSelect
              label="Agent"
              placeholder="Anyone"
              w={{ base: '100%', xs: 190 }}
              value={asked.agent ?? null}
              onChange={(id) => go({ agent: id ?? undefined })}
            />
            <Select
              label="Team"
              placeholder="Any"
              clearable
              w={{ base: '100%', xs: 170 }}
              data={(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              value={asked.team ?? null}
              onChange={(id) => go({ team: id ?? undefined })}
            />
          </>
        )}
        <Select
          label="Low criterion"
          placeholder="Any"
          clearable
          searchable
          filter={byPlainLetters}
          w={{ base: '100%', xs: 240 }}
          data={criteriaOf(rows, asked.criterion)}
          value={asked.criterion ?? null}
          onChange={(id) => go({ criterion: id ?? undefined })}
        />
        {coaches && (
          <Select
            label="State"
            placeholder="Any"
            clearable
            w={{ base: '100%', xs: 190 }}
            data={STATES.map((value) => ({ value, label: tagOf(STATE_WORDS, value).word }))}
            value={asked.state ?? null}
            onChange={(value) => go({ state: STATES.find((each) => each === value) })}
          />
        )}
        <Checkbox
          label="Recurring alone"
          mb={8}
          checked={asked.recurring === 'yes'}
          onChange={(event) => go({ recurring: event.currentTarget.checked ? 'yes' : undefined })}
        />
      </Filters>
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Coaching logs"
            id="logs"
            columns={COLUMNS.filter(({ id }) => coaches || id !== 'agent')}
            rows={rows}
            rowKey={({ id }) => id}
            openKey={open}
            onOpen={({ id }) => go({ open: id })}
            more={query}
            loading={query.isPending}
            empty={
              <Empty title="No coaching logs here">
                {narrowed
                  ? 'None is as the filters say.'
                  : coaches
                    ? 'Of each call that is flagged and evaluated a log is written, and stands here.'
                    : 'When somebody would like you to look at a call again, it stands here.'}
              </Empty>
            }
          />
        </Sheet>
      )}
      <DetailDrawer
        id={open}
        title={
          one.data ? (
            <>
              {one.data.inquiry[0] ?? one.data.queue ?? 'Call'}, <When at={one.data.started_at} />
            </>
          ) : (
            'Coaching log'
          )
        }
        whole={`/coaching/logs/${open ?? ''}`}
        onClose={() => go({ open: undefined })}
      >
        <Loaded query={one}>
          {(log) => <LogDetail key={log.id} log={log} onReload={() => one.refetch()} />}
        </Loaded>
      </DetailDrawer>
    </Page>
  );
}

/** The criteria that are lowest in what is shown, and the one that the list is narrowed to. */
function criteriaOf(rows: LogLine[], chosen: string | undefined) {
  const known = new Map(
    rows.flatMap((row) => (row.question_id ? [[row.question_id, row.question ?? '']] : [])),
  );
  if (chosen !== undefined && !known.has(chosen)) known.set(chosen, 'The chosen criterion');
  return [...known].map(([value, label]) => ({ value, label: label || value }));
}

const COLUMNS: Column<LogLine>[] = [
  {
    id: 'call',
    header: 'Call',
    render: (row) => (
      <Anchor
        from="/coaching/logs"
        to="/coaching/logs"
        search={(before) => ({ ...before, open: row.id })}
        inherit
      >
        {row.inquiry[0] ?? row.queue ?? 'Call'}, <When at={row.started_at} />
      </Anchor>
    ),
  },
  { id: 'agent', header: 'Agent', render: (row) => <Name of={row.agent_name} /> },
  {
    id: 'score',
    header: 'Score',
    align: 'right',
    render: ({ percent }) => (percent === null ? 'N/A' : average(percent)),
  },
  {
    id: 'lowest',
    header: 'Lowest',
    render: (row) => (
      <>
        <Text span size="sm">
          {row.question ?? '–'}
        </Text>{' '}
        {row.recurring && <Tag tone="act">Recurring</Tag>}
      </>
    ),
  },
  { id: 'scorecard', header: 'Scorecard', render: (row) => row.scorecard_name },
  {
    id: 'state',
    header: 'State',
    render: (row) => (
      <>
        <Tag tone={tagOf(STATE_WORDS, row.state).tone}>{tagOf(STATE_WORDS, row.state).word}</Tag>{' '}
        {row.status === 'disputed' && <Tag tone="watch">Disputed</Tag>}
      </>
    ),
  },
];
