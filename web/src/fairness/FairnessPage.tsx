import { Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { EvaluationItem } from '@/api/schema';
import { AnswerTag } from '@/evaluations/AnswerTag';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { useHeading } from '@/parts/Heading';
import { Loaded } from '@/parts/Loaded';
import { MadeBy } from '@/parts/MadeBy';
import { average } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { PersonSelect } from '@/parts/PersonSelect';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { When } from '@/parts/When';
import { useMe } from '@/session/me';
import { GroundsShown } from './GroundsShown';
import { groundsQuery, scoresQuery } from './queries';

const route = getRouteApi('/signed-in/performance/fairness');

/** Every score at a click: what it rests on, who or what decided, and what may be disputed until when. */
export function FairnessPage() {
  const { agent, open } = route.useSearch();
  const navigate = route.useNavigate();
  const { person, reach } = useMe();
  const heading = useHeading();
  const query = useInfiniteQuery(scoresQuery(agent ?? person.id));
  const rows = itemsOf(query);
  const grounds = useQuery({ ...groundsQuery(open ?? ''), enabled: open !== undefined });
  const opened = rows.find(({ id }) => id === open);
  const columns: Column<EvaluationItem>[] = [
    {
      id: 'conversation',
      header: 'Conversation',
      render: (each) => (
        <Anchor
          from="/performance/fairness"
          to="/performance/fairness"
          search={(before) => ({ ...before, open: each.id })}
          inherit
          fw={550}
        >
          {heading({ ...each, at: each.interaction_started_at })}
        </Anchor>
      ),
    },
    {
      id: 'score',
      header: 'Score',
      align: 'right',
      render: ({ percent }) => (percent === null ? 'N/A' : average(percent)),
    },
    {
      id: 'scorecard',
      header: 'Scorecard',
      render: (each) => `${each.scorecard_name}, version ${each.scorecard_version}`,
    },
    { id: 'by', header: 'Decided by', render: (each) => <MadeBy evaluation={each} /> },
    { id: 'answer', header: 'Answer', render: (each) => <AnswerTag of={each} /> },
    {
      id: 'until',
      header: 'May be disputed until',
      render: (each) =>
        each.review && each.actions.includes('dispute') ? <When at={each.review.answer_by} /> : '–',
    },
  ];
  const change = (by: { agent?: string | undefined; open?: string | undefined }, replace = true) =>
    void navigate({ search: (before) => ({ ...before, ...by }), replace, resetScroll: false });
  return (
    <Page
      title={reach === 'own' ? 'My scores' : 'Scores and what they rest on'}
      subtitle="Each score with its questions and words, who or what decided, and what may be disputed"
    >
      {reach !== 'own' && (
        <PersonSelect
          label="Agent"
          maw={320}
          value={agent ?? null}
          onChange={(id) => change({ agent: id ?? undefined, open: undefined })}
        />
      )}
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Scores"
            id="fairness"
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            openKey={open}
            onOpen={({ id }) => change({ open: id }, false)}
            more={query}
            loading={query.isPending}
            empty={
              <Empty title={reach !== 'own' && !agent ? 'Choose an agent' : 'No scores yet'}>
                {reach === 'own'
                  ? 'Once a conversation of yours is evaluated, its score stands here with all that it rests on.'
                  : 'Then you see what they are shown of each of their scores.'}
              </Empty>
            }
          />
        </Sheet>
      )}
      {reach === 'own' && (
        <Text size="sm" c="dimmed">
          Has a conversation gone well that nobody looked at? Open it under{' '}
          <Anchor to="/conversations" inherit>
            Conversations
          </Anchor>{' '}
          and propose it as a best response.
        </Text>
      )}
      <DetailDrawer
        id={open}
        title={opened ? heading({ ...opened, at: opened.interaction_started_at }) : 'Score'}
        whole={open ? `/evaluations/${open}` : undefined}
        onClose={() => change({ open: undefined })}
      >
        <Loaded query={grounds}>{(of) => <GroundsShown of={of} />}</Loaded>
      </DetailDrawer>
    </Page>
  );
}
