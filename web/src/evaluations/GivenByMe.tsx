import { useInfiniteQuery } from '@tanstack/react-query';
import { itemsOf } from '@/api/queries';
import type { GivenItem } from '@/api/schema';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { GivenConversation, GivenState } from '@/parts/Given';
import { Name } from '@/parts/Name';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Day, When } from '@/parts/When';
import { dayOf } from '@/parts/times';
import { useTimeZone } from '@/session/me';
import { Due } from './Due';
import { givenQuery } from './queries';

/** What the signed-in person has given others to evaluate, and how it stands. */
export function GivenByMe() {
  const query = useInfiniteQuery(givenQuery);
  const rows = itemsOf(query);
  if (query.error && rows.length === 0)
    return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Sheet pad={false}>
      <DataTable
        name="Assigned by me"
        id="given-evaluations"
        columns={COLUMNS}
        rows={rows}
        rowKey={({ id }) => id}
        more={query}
        loading={query.isPending}
        empty={
          <Empty title="You have assigned nothing">
            Evaluations that you give to somebody on a conversation’s page stand here, with how far they are.
          </Empty>
        }
      />
    </Sheet>
  );
}

const COLUMNS: Column<GivenItem>[] = [
  {
    id: 'reference',
    header: 'Conversation',
    render: (row) => <GivenConversation of={row} />,
  },
  { id: 'agent', header: 'Agent', render: (row) => <Name of={row.agent_name} /> },
  { id: 'scorecard', header: 'Scorecard', render: (row) => row.scorecard_name },
  { id: 'evaluator', header: 'Given to', render: (row) => <Name of={row.evaluator_name ?? 'Somebody'} /> },
  { id: 'assigned', header: 'Assigned', hidden: true, render: (row) => <When at={row.assigned_at} /> },
  {
    id: 'due',
    header: 'Due',
    render: (row) => (row.done ? <DueDay at={row.due_at} /> : <Due at={row.due_at} />),
  },
  {
    id: 'state',
    header: 'State',
    render: (row) => <GivenState of={row} />,
  },
];

/** The day alone: what is done isn’t overdue. */
function DueDay({ at }: { at: string }) {
  return <Day day={dayOf(at, useTimeZone())} />;
}
