import { Group, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { DisputeItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Heading } from '@/parts/Heading';
import { Name } from '@/parts/Name';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { useMe } from '@/session/me';
import { wordOf } from '@/parts/words';
import { STATES, WHOSE } from './addresses';
import { disputesQuery } from './queries';
import { deciderText, percentText, stateOf } from './words';

const route = getRouteApi('/signed-in/evaluations/disputes');

const STATE_WORDS = { open: 'To decide', decided: 'Decided' };

/** Disputes as a list to decide, and those that were decided. */
export function DisputesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { reach, permissions } = useMe();
  const query = useInfiniteQuery(disputesQuery(search));
  const rows = itemsOf(query);
  const own = reach === 'own';
  const decides = permissions.includes('disputes.decide');
  const words = { me: decides ? 'For me' : 'Mine', everybody: 'All that I see' };
  return (
    <Page
      title="Disputes"
      subtitle={own ? 'Answers in evaluations of your work that you disagree with' : undefined}
    >
      <Group gap="sm" role="search" aria-label="Filter disputes">
        <SegmentedControl
          aria-label="State"
          value={search.state ?? 'open'}
          data={STATES.map((value) => ({
            value,
            label: own && value === 'open' ? 'Open' : wordOf(STATE_WORDS, value),
          }))}
          onChange={(value) =>
            void navigate({
              search: (before) => ({
                ...before,
                state: STATES.find((each) => each === value && each !== 'open'),
              }),
              replace: true,
            })
          }
        />
        {!own && (
          <SegmentedControl
            aria-label="Whose"
            value={search.whose ?? 'me'}
            data={WHOSE.map((value) => ({ value, label: words[value] }))}
            onChange={(value) =>
              void navigate({
                search: (before) => ({
                  ...before,
                  whose: WHOSE.find((each) => each === value && each !== 'me'),
                }),
                replace: true,
              })
            }
          />
        )}
      </Group>
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Disputes"
            id="disputes"
            columns={own ? COLUMNS.filter(({ id }) => id !== 'agent') : COLUMNS}
            rows={rows}
            rowKey={({ id }) => id}
            more={query}
            loading={query.isPending}
            empty={
              <Empty
                title={search.state === 'decided' ? 'No disputes were decided' : 'No disputes to decide'}
              >
                {search.whose === 'everybody' || own
                  ? 'Agents dispute answers on the page of an evaluation; their disputes stand here.'
                  : 'What agents dispute and you may decide stands here. “All that I see” shows what others are to decide.'}
              </Empty>
            }
          />
        </Sheet>
      )}
    </Page>
  );
}

const COLUMNS: Column<DisputeItem>[] = [
  {
    id: 'conversation',
    header: 'Conversation',
    render: (row) => (
      <Anchor to="/evaluations/$evaluationId" params={{ evaluationId: row.evaluation_id }} inherit>
        <Heading of={{ ...row, at: row.interaction_started_at }} />
      </Anchor>
    ),
  },
  { id: 'agent', header: 'Agent', render: (row) => <Name of={row.agent_name} /> },
  { id: 'scorecard', header: 'Scorecard', render: (row) => row.scorecard_name },
  { id: 'answers', header: 'Answers', align: 'right', render: (row) => row.answers.length },
  {
    id: 'score',
    header: 'Score',
    align: 'right',
    render: (row) =>
      row.decision && row.decision.percent !== row.percent
        ? `${percentText(row.percent)} → ${percentText(row.decision.percent)}`
        : percentText(row.percent),
  },
  {
    id: 'state',
    header: 'State',
    render: (row) => {
      const { word, tone } = stateOf(row);
      return <Tag tone={tone}>{word}</Tag>;
    },
  },
  {
    id: 'decider',
    header: 'Decided by',
    render: (row) => (row.decided_by_name ? <Name of={row.decided_by_name} /> : deciderText(row)),
  },
  { id: 'raised', header: 'Raised', render: (row) => <When at={row.raised_at} /> },
];
