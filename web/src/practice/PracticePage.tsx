import { Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { ScenarioView } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Filters, inForce } from '@/parts/Filters';
import { Name } from '@/parts/Name';
import { Page, Sheet } from '@/parts/Page';
import { PersonSelect } from '@/parts/PersonSelect';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { tagOf } from '@/parts/words';
import { useMay, useMe } from '@/session/me';
import { STANDINGS } from './addresses';
import { practiceQuery, type PracticeFilter } from './queries';
import { STANDING_WORDS, sayConversations, sayProgress, standingOf } from './words';

const route = getRouteApi('/signed-in/coaching/practice');

const COLUMNS: Column<ScenarioView>[] = [
  {
    id: 'title',
    header: 'Practice',
    render: (each) => (
      <Anchor to="/coaching/practice/$scenarioId" params={{ scenarioId: each.id }} inherit>
        {each.title ?? each.criterion}
      </Anchor>
    ),
  },
  { id: 'agent', header: 'Agent', render: (each) => <Name of={each.agent_name} /> },
  {
    id: 'criterion',
    header: 'Criterion',
    render: (each) => [each.criterion, sayConversations(each)].filter(Boolean).join(' · '),
  },
  {
    id: 'status',
    header: 'Status',
    render: (each) => {
      const { word, tone } = standingOf(each);
      return <Tag tone={tone}>{word}</Tag>;
    },
  },
  {
    id: 'progress',
    header: 'Progress',
    render: (each) => (each.pass_score === null ? '–' : sayProgress(each)),
  },
  { id: 'attempts', header: 'Attempts', align: 'right', render: (each) => each.attempts },
  { id: 'created', header: 'Made', render: (each) => <When at={each.created_at} /> },
];

/** What one may practise, or what those whom one leads do. */
export function PracticePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const { person } = useMe();
  const leads = may('coaching.manage');
  const filter: PracticeFilter = { agent_id: search.agent, state: search.state };
  const put = (part: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false });
  return (
    <Page
      title="Practice"
      subtitle={
        leads
          ? 'Situations for the people whom you lead, which they get once you have approved them'
          : 'Chats with a customer whom a model plays, as often as you like. None counts as a conversation.'
      }
      actions={
        leads && (
          <LinkButton to="/coaching/practice/new" leftSection={<IconPlus size={16} aria-hidden />}>
            New practice
          </LinkButton>
        )
      }
    >
      {leads && (
        <Filters label="Filter practice" count={inForce(search.agent, search.state)}>
          <PersonSelect
            label="Agent"
            placeholder="Anyone"
            w={{ base: '100%', xs: 200 }}
            without={[person.id]}
            value={search.agent ?? null}
            onChange={(id) => put({ agent: id ?? undefined })}
          />
          <Select
            label="Status"
            placeholder={search.agent ? 'Any' : STANDING_WORDS.waiting.word}
            clearable
            w={{ base: '100%', xs: 240 }}
            data={STANDINGS.map((value) => ({ value, label: tagOf(STANDING_WORDS, value).word }))}
            value={search.state ?? null}
            onChange={(state) => put({ state: STANDINGS.find((each) => each === state) })}
          />
        </Filters>
      )}
      <Sheet pad={false}>
        <PracticeTable filter={filter} leads={leads} />
      </Sheet>
    </Page>
  );
}

function PracticeTable({ filter, leads }: { filter: PracticeFilter; leads: boolean }) {
  const query = useInfiniteQuery(practiceQuery(filter));
  const navigate = route.useNavigate();
  if (query.error && !query.data) {
    return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <DataTable
      name="Practice"
      id="practice"
      columns={COLUMNS.filter(({ id }) => leads || id !== 'agent')}
      rows={itemsOf(query)}
      rowKey={(each) => each.id}
      onOpen={(each) =>
        void navigate({ to: '/coaching/practice/$scenarioId', params: { scenarioId: each.id } })
      }
      loading={query.isPending}
      more={query}
      empty={
        !leads ? (
          <Empty title="Nothing to practise yet">
            Once whoever leads you has approved a situation for you, it stands here.
          </Empty>
        ) : filter.agent_id || filter.state ? (
          <Empty title="No practice like this">Choose another status or person.</Empty>
        ) : (
          <Empty title="Nothing waits for you">
            A coaching log brings a situation for its lowest criterion, which then waits here. You can make
            one by hand, too; choose a status to see the others.
          </Empty>
        )
      }
    />
  );
}
