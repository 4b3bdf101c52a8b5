import { Box, Group, SegmentedControl, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { EvaluationItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { inForce } from '@/parts/Filters';
import { Heading } from '@/parts/Heading';
import { Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { Page, Sheet } from '@/parts/Page';
import { average } from '@/parts/numbers';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { MadeBy } from '@/parts/MadeBy';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { wordOf } from '@/parts/words';
import { useMe, useTimeZone } from '@/session/me';
import { NO_FIGURE, ORDERS, isOfFigure, type ListSearch } from './addresses';
import { AnswerTag } from './AnswerTag';
import { BlindChecksToDo } from './BlindChecksToDo';
import { WhichFigure } from './WhichFigure';
import { Facts } from './EvaluationFacts';
import { Due } from './Due';
import { GivenByMe } from './GivenByMe';
import { EvaluationFilters } from './EvaluationFilters';
import { NewEvaluation } from './NewEvaluation';
import { evaluationQuery, evaluationsQuery } from './queries';
import { Outcome, Result } from './Result';
import { ScoreFigure } from './ScoreFigure';
import { OUTCOME_WORDS, REVIEW_WORDS, sayLacks, TYPE_WORDS, verdict } from './words';

const route = getRouteApi('/signed-in/evaluations');

/** Every evaluation that the signed-in person may see, and the drafts they are at. */
export function EvaluationsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { permissions, reach } = useMe();
  const own = reach === 'own';
  const { open, ...filters } = search;
  const given = filters.order === 'given';
  const query = useInfiniteQuery({ ...evaluationsQuery(filters, useTimeZone()), enabled: !given });
  const rows = itemsOf(query);
  const change = (by: Partial<ListSearch>, replace = true) =>
    void navigate({ search: (before) => ({ ...before, ...by }), replace });
  const behind = isOfFigure(filters);
  const filtered = inForce(...Object.values({ ...filters, status: undefined, order: undefined })) > 0;
  return (
    <Page
      title="Evaluations"
      subtitle={own ? 'What was found in your own conversations' : undefined}
      actions={permissions.includes('evaluations.perform') && <NewEvaluation />}
    >
      {filters.status === 'draft' && permissions.includes('evaluations.perform') && <BlindChecksToDo />}
      {filters.status === 'draft' && (
        <SegmentedControl
          aria-label="Which drafts"
          data={[
            { value: 'all', label: 'All drafts' },
            { value: 'due', label: 'Given to me' },
            ...(permissions.includes('evaluations.assign')
              ? [{ value: 'given', label: 'Assigned by me' }]
              : []),
          ]}
          value={filters.order ?? 'all'}
          onChange={(order) => change({ order: ORDERS.find((each) => each === order) })}
          style={{ alignSelf: 'flex-start' }}
        />
      )}
      {!filters.order && <EvaluationFilters search={filters} onChange={(by) => change(by)} />}
      {behind && (
        <WhichFigure
          search={filters}
          first={rows[0]}
          lacks={sayLacks(query.data?.pages ?? [])}
          onClear={() => change(NO_FIGURE)}
        />
      )}
      {given ? (
        <GivenByMe />
      ) : query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Evaluations"
            id="evaluations"
            columns={[
              ...(own ? HEAD.filter(({ id }) => id !== 'agent') : HEAD),
              ...(filters.order ? [DUE] : []),
              ...(filters.question ? [ANSWER] : filters.section ? [SECTION] : []),
              ...(own
                ? TAIL.map((each) => (each === BY_AGENT ? { ...each, header: 'Your answer' } : each))
                : TAIL),
            ]}
            rows={rows}
            rowKey={({ id }) => id}
            openKey={open}
            onOpen={({ id }) => change({ open: id }, false)}
            more={query}
            loading={query.isPending}
            empty={
              <Empty title={filters.status === 'draft' ? 'No drafts' : 'No evaluations'}>
                {filters.order
                  ? 'What somebody, a goal or an automation gives you to evaluate stands here until it is done.'
                  : behind && filters.status !== 'draft'
                    ? 'Nothing fits these filters. Where the figure counts some, they were completed before such lists ' +
                      'were kept, or just now: whoever runs Debrief can have the earlier ones added.'
                    : filtered
                      ? 'Nothing fits these filters. Take one away to see more.'
                      : filters.status === 'draft'
                        ? 'Evaluations that you have begun and not completed are kept here.'
                        : 'Evaluations appear here once they are completed.'}
              </Empty>
            }
          />
        </Sheet>
      )}
      <Beside id={open} question={filters.question} onClose={() => change({ open: undefined })} />
    </Page>
  );
}

/** The evaluation that stands open beside the list. */
function Beside({
  id,
  question,
  onClose,
}: {
  id: string | undefined;
  question: string | undefined;
  onClose: () => void;
}) {
  const query = useQuery({ ...evaluationQuery(id ?? ''), enabled: id !== undefined });
  return (
    <DetailDrawer
      id={id}
      title={
        query.data ? <Heading of={{ ...query.data, at: query.data.interaction_started_at }} /> : 'Evaluation'
      }
      whole={`/evaluations/${id ?? ''}${question ? `?question=${encodeURIComponent(question)}` : ''}`}
      onClose={onClose}
    >
      {id !== undefined && (
        <Loaded query={query}>
          {(evaluation) => (
            <Box>
              <Text component="div" size="sm" c="dimmed" mb="sm">
                <Facts evaluation={evaluation} />
              </Text>
              <Group justify="space-between" align="flex-end" px="md">
                <Outcome evaluation={evaluation} />
                <Anchor
                  to="/evaluations/$evaluationId"
                  params={{ evaluationId: evaluation.id }}
                  search={{ question }}
                  size="sm"
                >
                  {evaluation.status === 'draft' ? 'Go on evaluating' : 'Open beside the conversation'}
                </Anchor>
              </Group>
              <Result evaluation={evaluation} at={question} />
            </Box>
          )}
        </Loaded>
      )}
    </DetailDrawer>
  );
}

const HEAD: Column<EvaluationItem>[] = [
  {
    id: 'reference',
    header: 'Conversation',
    render: (row) => (
      <Anchor
        to="/evaluations/$evaluationId"
        params={{ evaluationId: row.id }}
        search={{ question: row.answer?.question_id ?? undefined }}
        inherit
      >
        <Heading of={{ ...row, at: row.interaction_started_at }} />
      </Anchor>
    ),
  },
  { id: 'agent', header: 'Agent', render: (row) => <Name of={row.agent_name} /> },
  {
    id: 'scorecard',
    header: 'Scorecard',
    render: (row) => (
      <>
        {row.scorecard_name}{' '}
        <Text span c="dimmed" size="xs">
          v{row.scorecard_version}
        </Text>
      </>
    ),
  },
];

/** How the question came out that the list is about. */
const ANSWER: Column<EvaluationItem> = {
  id: 'answer',
  header: 'Answer',
  render: ({ answer }) => {
    if (!answer) return '–';
    const word = answer.option ?? wordOf(OUTCOME_WORDS, answer.outcome);
    if (answer.outcome === 'not_applicable' || answer.outcome === 'no_opportunity') return <Tag>{word}</Tag>;
    return <Tag tone={answer.outcome === 'passed' ? 'good' : 'watch'}>{word}</Tag>;
  },
};

/** What the section came to that the list is about. */
const SECTION: Column<EvaluationItem> = {
  id: 'section',
  header: 'Section',
  align: 'right',
  render: ({ answer }) => {
    if (!answer) return '–';
    if (answer.outcome === 'auto_failed') return <Tag tone="act">{wordOf(OUTCOME_WORDS, 'auto_failed')}</Tag>;
    return typeof answer.percent === 'number' ? average(answer.percent) : <Tag>N/A</Tag>;
  },
};

/** Until when it is to be done. */
const DUE: Column<EvaluationItem> = {
  id: 'due',
  header: 'Due',
  render: ({ assignment }) => (assignment ? <Due at={assignment.due_at} /> : '–'),
};

/** What the agent said to it. */
const BY_AGENT: Column<EvaluationItem> = {
  id: 'agent-answer',
  header: 'Agent’s answer',
  render: (row) => {
    if (row.status === 'completed' && row.review?.asked) return <Tag tone="accent">Awaited</Tag>;
    return <AnswerTag of={row} />;
  },
};

const TAIL: Column<EvaluationItem>[] = [
  { id: 'type', header: 'Type', hidden: true, render: (row) => wordOf(TYPE_WORDS, row.type) },
  {
    id: 'score',
    header: 'Score',
    align: 'right',
    render: (row) => <ScoreFigure score={row} format={row.format} wrap="nowrap" />,
  },
  {
    id: 'verdict',
    header: 'Result',
    render: (row) => {
      if (row.status === 'draft')
        return row.to_review.length ? (
          <Tag tone="watch">{row.to_review.map((reason) => wordOf(REVIEW_WORDS, reason)).join('. ')}</Tag>
        ) : (
          <Tag tone="accent">Draft</Tag>
        );
      const { word, tone } = verdict(row);
      return <Tag tone={tone}>{word}</Tag>;
    },
  },
  BY_AGENT,
  { id: 'evaluator', header: 'Evaluated by', render: (row) => <MadeBy evaluation={row} /> },
  { id: 'created', header: 'Created', hidden: true, render: (row) => <When at={row.created_at} /> },
  {
    id: 'completed',
    header: 'Completed',
    hidden: true,
    render: (row) => (row.completed_at ? <When at={row.completed_at} /> : '–'),
  },
];
