import { Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { itemsOf } from '@/api/queries';
import type { DrawItem, GivenItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { GivenConversation, GivenState } from '@/parts/Given';
import { Name } from '@/parts/Name';
import { counted } from '@/parts/numbers';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { drawnQuery } from './queries';
import { figureOf, type Figure } from './words';

/** A figure of a draw, which leads to the evaluations that it counts; none has nothing to lead to. */
export function DrawnFigure({
  draw,
  of,
  says,
  children,
}: {
  draw: string;
  of: Omit<Figure, 'draw'>;
  /** What it leads to, for those who don't see where it stands. */
  says: string;
  children: ReactNode;
}) {
  if (children === 0) return children;
  return (
    <Anchor
      to="/performance/goals"
      search={{ draw, ...of }}
      inherit
      underline="always"
      display="inline-block"
      mih={24}
      aria-label={says}
    >
      {children}
    </Anchor>
  );
}

/** The evaluations that a figure of a draw counts. draw: where it is still the one of its goal's period. */
export function DrawnEvaluations({ of, draw }: { of: Figure; draw: DrawItem | undefined }) {
  const query = useInfiniteQuery(drawnQuery(of));
  const rows = itemsOf(query);
  const wanted = draw && figureOf(draw, of);
  const { refetch } = query;
  useEffect(() => {
    // The figure counts more than what was read: some was given out or completed since.
    if (wanted !== undefined) void refetch({ cancelRefetch: false });
  }, [wanted, refetch]);
  if (query.error && rows.length === 0)
    return <ProblemNotice error={query.error} onRetry={() => void refetch()} />;
  const whole = query.data && !query.isFetching && !query.hasNextPage;
  const missing = whole && wanted ? wanted - rows.length : 0;
  return (
    <>
      <DataTable
        name="Evaluations that were drawn"
        id="drawn-evaluations"
        columns={COLUMNS}
        rows={rows}
        rowKey={({ id }) => id}
        more={query}
        loading={query.isPending}
        empty={
          <Empty title="There is none that you may see">
            Evaluations of agents whom you see stand here, as long as nobody has deleted them.
          </Empty>
        }
      />
      {missing > 0 && rows.length > 0 && (
        <Text size="sm" c="dimmed" p="sm">
          {counted(missing, 'more is', 'more are')} counted that you may not see.
        </Text>
      )}
    </>
  );
}

const COLUMNS: Column<GivenItem>[] = [
  { id: 'conversation', header: 'Conversation', render: (row) => <GivenConversation of={row} /> },
  { id: 'agent', header: 'Agent', render: (row) => <Name of={row.agent_name} /> },
  { id: 'evaluator', header: 'Given to', render: (row) => <Name of={row.evaluator_name ?? 'Somebody'} /> },
  { id: 'state', header: 'State', render: (row) => <GivenState of={row} /> },
];
