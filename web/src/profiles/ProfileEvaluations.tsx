import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { EvaluationItem, PersonItem } from '@/api/schema';
import { ScoreFigure } from '@/evaluations/ScoreFigure';
import { verdict } from '@/evaluations/words';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Heading } from '@/parts/Heading';
import { MadeBy } from '@/parts/MadeBy';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { useMay, useMe } from '@/session/me';
import { evaluationsOfQuery } from './queries';

const COLUMNS: Column<EvaluationItem>[] = [
  {
    id: 'reference',
    header: 'Conversation',
    render: (each) => (
      <Anchor to="/evaluations/$evaluationId" params={{ evaluationId: each.id }} inherit>
        <Heading of={{ ...each, at: each.interaction_started_at }} />
      </Anchor>
    ),
  },
  { id: 'scorecard', header: 'Scorecard', render: (each) => each.scorecard_name },
  { id: 'type', header: 'Evaluated by', render: (each) => <MadeBy evaluation={each} /> },
  {
    id: 'completed',
    header: 'Completed',
    render: (each) => <When at={each.completed_at ?? each.created_at} />,
  },
  {
    id: 'score',
    header: 'Score',
    align: 'right',
    render: (each) => <ScoreFigure score={each} format={each.format} />,
  },
  {
    id: 'result',
    header: 'Result',
    render: (each) => {
      const { word, tone } = verdict(each);
      return <Tag tone={tone}>{word}</Tag>;
    },
  },
];

/** What was found in somebody's conversations. */
export function ProfileEvaluations({ person }: { person: PersonItem }) {
  const query = useInfiniteQuery(evaluationsOfQuery(person.id));
  const navigate = useNavigate();
  const may = useMay();
  const { person: me } = useMe();
  return (
    <Sheet
      title="Evaluations"
      pad={false}
      actions={
        <>
          {may('coaching.manage') && person.id !== me.id && (
            <LinkButton to="/coaching/pairings/new" search={{ agent: person.id }} variant="default" size="xs">
              Pair with a colleague
            </LinkButton>
          )}
          <LinkButton
            to="/performance/fairness"
            search={person.id === me.id ? {} : { agent: person.id }}
            variant="default"
            size="xs"
          >
            What they rest on
          </LinkButton>
          <LinkButton to="/evaluations" search={{ agent: [person.id] }} variant="default" size="xs">
            Open the full list
          </LinkButton>
        </>
      }
    >
      {query.error && !query.data ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          name={`Evaluations of ${person.name}`}
          id="profile-evaluations"
          columns={COLUMNS}
          rows={itemsOf(query)}
          rowKey={(each) => each.id}
          onOpen={(each) =>
            void navigate({ to: '/evaluations/$evaluationId', params: { evaluationId: each.id } })
          }
          loading={query.isPending}
          more={query}
          empty={<Empty title="No evaluations yet">They stand here once they are completed.</Empty>}
        />
      )}
    </Sheet>
  );
}
