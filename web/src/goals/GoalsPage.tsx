import { Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { GoalView } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { Day } from '@/parts/When';
import { useMay } from '@/session/me';
import { GoalForm } from './GoalForm';
import { goalsQuery } from './queries';
import { sayGoal, standingOf } from './words';

const route = getRouteApi('/signed-in/setup/goals');
const NEW = 'new';

/** Goals: how many conversations are drawn to be evaluated, of whom, and by whom. */
export function GoalsPage() {
  const { open } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const query = useQuery(goalsQuery);
  const one = query.data?.find(({ id }) => id === open);
  const close = () => void navigate({ search: { open: undefined } });
  return (
    <Page
      title="Goals"
      subtitle="Conversations that are drawn by lot and given to evaluators"
      actions={
        may('goals.edit') && (
          <LinkButton
            from="/setup/goals"
            to="/setup/goals"
            search={{ open: NEW }}
            size="xs"
            leftSection={<IconPlus size={15} aria-hidden />}
          >
            Add a goal
          </LinkButton>
        )
      }
    >
      {query.error && !query.data ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Goals"
            id="goals"
            columns={COLUMNS}
            rows={query.data ?? []}
            rowKey={({ id }) => id}
            openKey={open}
            onOpen={({ id }) => void navigate({ search: { open: id } })}
            loading={query.isPending}
            empty={
              <Empty title="There are no goals yet">
                Add one to have so many conversations of each agent evaluated, shared out evenly among
                evaluators.
              </Empty>
            }
          />
        </Sheet>
      )}
      <DetailDrawer
        id={open}
        title={open === NEW ? 'Add a goal' : (one?.name ?? 'Goal')}
        size="lg"
        onClose={close}
      >
        {open === NEW || one ? (
          <GoalForm key={open} of={one ?? null} onReload={() => query.refetch()} onDone={close} />
        ) : (
          open !== undefined && query.data && <Empty title="This goal is gone">Somebody deleted it.</Empty>
        )}
      </DetailDrawer>
    </Page>
  );
}

const COLUMNS: Column<GoalView>[] = [
  {
    id: 'name',
    header: 'Goal',
    render: (row) => (
      <Anchor from="/setup/goals" to="/setup/goals" search={{ open: row.id }} inherit fw={550}>
        {row.name}
      </Anchor>
    ),
  },
  { id: 'what', header: 'Wants', render: sayGoal },
  { id: 'scorecard', header: 'Scorecard', render: (row) => row.scorecard_name },
  {
    id: 'evaluators',
    header: 'Evaluators',
    render: (row) => (
      <Text span inherit>
        {row.evaluator_ids.map((id) => row.names[id] ?? '…').join(', ')}
      </Text>
    ),
  },
  { id: 'next', header: 'Next draw', render: (row) => (row.next_on ? <Day day={row.next_on} /> : '–') },
  {
    id: 'active',
    header: 'Status',
    render: (row) => {
      const { word, tone } = standingOf(row);
      return <Tag tone={tone}>{word}</Tag>;
    },
  },
];
