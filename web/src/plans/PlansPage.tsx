import { MultiSelect } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { PlanView } from '@/api/schema';
import { CHANNEL_WORDS } from '@/interactions/words';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Filters, inForce } from '@/parts/Filters';
import { Name } from '@/parts/Name';
import { Page, Sheet } from '@/parts/Page';
import { PersonSelect } from '@/parts/PersonSelect';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Day } from '@/parts/When';
import { wordOf } from '@/parts/words';
import { useMay } from '@/session/me';
import { STATUSES } from './addresses';
import { plansQuery, type PlanFilter } from './queries';
import { PlanTags } from './PlanTags';
import { METRIC_WORDS, STATUS_WORDS, sayValue } from './words';

const route = getRouteApi('/signed-in/coaching/plans');

const COLUMNS: Column<PlanView>[] = [
  {
    id: 'inquiry',
    header: 'Inquiry',
    render: (plan) => (
      <Anchor to="/coaching/plans/$planId" params={{ planId: plan.id }} inherit>
        {plan.inquiry}
      </Anchor>
    ),
  },
  { id: 'agent', header: 'Agent', render: (plan) => <Name of={plan.agent_name} /> },
  { id: 'channel', header: 'Channel', render: (plan) => wordOf(CHANNEL_WORDS, plan.channel) },
  { id: 'metric', header: 'Metric', render: (plan) => wordOf(METRIC_WORDS, plan.metric) },
  {
    id: 'start',
    header: 'Start',
    align: 'right',
    render: ({ metric, start }) => (typeof start.value === 'number' ? sayValue(metric, start.value) : '–'),
  },
  {
    id: 'now',
    header: 'Now',
    align: 'right',
    render: ({ metric, now, minimum }) =>
      typeof now?.value === 'number' ? sayValue(metric, now.value) : `${now?.n ?? 0} of ${minimum}`,
  },
  { id: 'target', header: 'Target', align: 'right', render: (plan) => sayValue(plan.metric, plan.target) },
  { id: 'ends_on', header: 'By', render: (plan) => <Day day={plan.ends_on} /> },
  { id: 'status', header: 'Status', render: (plan) => <PlanTags plan={plan} /> },
];

/** Coaching plans: one's own, or those of everybody whom one coaches. */
export function PlansPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const coaches = may('coaching.manage');
  const filter: PlanFilter = { agent_id: search.agent, status: search.status };

  function put(part: Partial<typeof search>) {
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false });
  }

  return (
    <Page
      title="Coaching plans"
      subtitle={coaches ? 'Of the people whom you coach' : 'What you have set out to reach'}
      actions={
        may('coaching.view_own') && (
          <LinkButton to="/coaching/plans/new" leftSection={<IconPlus size={16} aria-hidden />}>
            New plan
          </LinkButton>
        )
      }
    >
      <Filters label="Filter plans" count={inForce(search.agent, search.status)}>
        {coaches && may('people.view') && (
          <PersonSelect
            label="Agent"
            placeholder="Anyone"
            w={{ base: '100%', xs: 200 }}
            value={search.agent ?? null}
            onChange={(id) => put({ agent: id ?? undefined })}
          />
        )}
        <MultiSelect
          label="Status"
          placeholder={search.status ? undefined : 'Any'}
          clearable
          w={{ base: '100%', xs: 220 }}
          data={STATUSES.map((value) => ({ value, label: wordOf(STATUS_WORDS, value) }))}
          value={search.status ?? []}
          onChange={(status) =>
            put({ status: status.length > 0 ? STATUSES.filter((each) => status.includes(each)) : undefined })
          }
        />
      </Filters>
      <Sheet pad={false}>
        <PlanTable filter={filter} coaches={coaches} />
      </Sheet>
    </Page>
  );
}

function PlanTable({ filter, coaches }: { filter: PlanFilter; coaches: boolean }) {
  const query = useInfiniteQuery(plansQuery(filter));
  const navigate = route.useNavigate();
  if (query.error && !query.data) {
    return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <DataTable
      name="Coaching plans"
      id="plans"
      columns={COLUMNS.filter(({ id }) => coaches || id !== 'agent')}
      rows={itemsOf(query)}
      rowKey={(plan) => plan.id}
      onOpen={(plan) => void navigate({ to: '/coaching/plans/$planId', params: { planId: plan.id } })}
      loading={query.isPending}
      more={query}
      empty={
        filter.status ? (
          <Empty title="No plans with this status">Choose another status, or take the filter away.</Empty>
        ) : (
          <Empty title="No coaching plans yet">
            {coaches
              ? 'Plans that the people whom you coach commit to stand here.'
              : 'Choose an inquiry to get better at, set a target and a date, and say what you will do.'}
          </Empty>
        )
      }
    />
  );
}
