import { Group, List, Select, Stack, Table, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { AiQuestionDetail, AiQuestionView, CheckLineView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { Facts } from '@/parts/Facts';
import { Filters, inForce } from '@/parts/Filters';
import { Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { scorecardsQuery } from '@/parts/names';
import { counted, percent } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { toneOf, wordOf } from '@/parts/words';
import { useMay } from '@/session/me';
import { STATES, type aiAnswers } from './addresses';
import { agreementWords, chosenWords, RULE_OFF, standingWords, STATE_TONES, STATE_WORDS } from './earning';
import { aiQuestionQuery, aiQuestionsQuery, checksOfQuery } from './earningQueries';

const route = getRouteApi('/signed-in/setup/ai-answers');

/** Every question that the AI answers, and whether it has earned to answer it alone. */
export function AiAnswersPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const query = useInfiniteQuery(aiQuestionsQuery(search));
  const scorecards = useQuery(scorecardsQuery);
  const rows = itemsOf(query);
  const change = (by: Partial<typeof search>, replace = true) =>
    void navigate({ search: (before) => ({ ...before, ...by }), replace });
  return (
    <Page
      title="AI answers"
      subtitle={
        rows.some((row) => !row.must_earn)
          ? RULE_OFF
          : 'The AI scores a question alone while people who check it blindly agree with it often enough'
      }
      actions={
        may('settings.manage') && (
          <Anchor to="/setup/account" size="sm">
            Who checks, and how often
          </Anchor>
        )
      }
    >
      <Filters label="Filter questions" count={inForce(search.scorecard, search.state)}>
        <Select
          label="Scorecard"
          placeholder="All"
          clearable
          searchable
          data={(scorecards.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={search.scorecard ?? null}
          onChange={(scorecard) => change({ scorecard: scorecard ?? undefined })}
        />
        <Select
          label="Standing"
          placeholder="Any"
          clearable
          data={STATES.map((value) => ({ value, label: wordOf(STATE_WORDS, value) }))}
          value={search.state ?? null}
          onChange={(state) => change({ state: STATES.find((each) => each === state) })}
        />
      </Filters>
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Questions"
            id="ai-questions"
            columns={[asked(search), ...COLUMNS]}
            rows={rows}
            rowKey={({ id }) => id}
            openKey={search.open}
            onOpen={({ id }) => change({ open: id }, false)}
            more={query}
            loading={query.isPending}
            empty={
              <Empty title="No questions">
                {inForce(search.scorecard, search.state) > 0
                  ? 'Nothing fits these filters. Take one away to see more.'
                  : 'Questions appear here with the first evaluation that the AI makes by itself after somebody was ' +
                    'named, under Account, to check its answers.'}
              </Empty>
            }
          />
        </Sheet>
      )}
      <Beside id={search.open} onClose={() => change({ open: undefined })} />
    </Page>
  );
}

/** The question, which leads to itself beside the list as it is narrowed. */
const asked = (filters: ReturnType<typeof aiAnswers>): Column<AiQuestionView> => ({
  id: 'question',
  header: 'Question',
  render: (row) => (
    <Anchor
      to="/setup/ai-answers"
      search={{ ...filters, open: row.id }}
      inherit
      style={{ whiteSpace: 'normal' }}
    >
      {row.question_text}
    </Anchor>
  ),
});

const COLUMNS: Column<AiQuestionView>[] = [
  {
    id: 'scorecard',
    header: 'Scorecard',
    render: (row) => (
      <Group gap={6}>
        {row.scorecard_name ?? 'Gone'}
        {!row.current && <Tag>Asked otherwise now</Tag>}
      </Group>
    ),
  },
  {
    id: 'state',
    header: 'Standing',
    render: (row) => (
      <Tag tone={toneOf(STATE_TONES, row.state)}>{standingWords(row.state, row.must_earn)}</Tag>
    ),
  },
  { id: 'agreement', header: 'Agreement', render: (row) => agreementWords(row.agreement) },
  {
    id: 'since',
    header: 'Since',
    render: (row) => (row.since ? <When at={row.since} /> : 'the settings were changed'),
  },
  { id: 'model', header: 'Model', render: (row) => row.model },
  { id: 'prompt', header: 'Prompt', hidden: true, render: (row) => row.prompt },
  { id: 'begun', header: 'Asked so since', hidden: true, render: (row) => <When at={row.begun_at} /> },
];

function Beside({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const query = useQuery({ ...aiQuestionQuery(id ?? ''), enabled: id !== undefined });
  return (
    <DetailDrawer
      id={id}
      title={query.data?.question_text ?? 'Question'}
      whole={`/setup/ai-answers?open=${id ?? ''}`}
      onClose={onClose}
    >
      {id !== undefined && <Loaded query={query}>{(question) => <Detail question={question} />}</Loaded>}
    </DetailDrawer>
  );
}

function Detail({ question }: { question: AiQuestionDetail }) {
  const { agreement } = question;
  return (
    <Stack p="md" gap="md">
      <Facts
        facts={[
          ['Standing', standingWords(question.state, question.must_earn)],
          ...(question.must_earn ? [] : [['Who scores', RULE_OFF] as [string, string]]),
          ['Agreement', agreementWords(agreement)],
          [
            'Wanted',
            `at least ${counted(agreement.least, 'check')}, and the lower end of the interval above ${percent(agreement.line)}`,
          ],
          ['Model', question.model],
          ['Prompt', question.prompt],
        ]}
      />
      {question.changes.length > 0 && (
        <section aria-labelledby="standing-changes">
          <Title order={3} size="h4" id="standing-changes">
            What changed it
          </Title>
          <List size="sm" listStyleType="none">
            {question.changes.map((change) => (
              <List.Item key={change.check_id}>
                <When at={change.at} />: {wordOf(STATE_WORDS, change.state)}, {change.alike} of{' '}
                {counted(change.checks, 'check')} the same
              </List.Item>
            ))}
          </List>
        </section>
      )}
      {question.pairs.length > 0 && (
        <Table.ScrollContainer minWidth={280}>
          <Table fz="sm" aria-label="What the AI and people answered">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>AI</Table.Th>
                <Table.Th>Person</Table.Th>
                <Table.Th ta="right">Checks</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {question.pairs.map((pair) => (
                <Table.Tr key={`${chosenWords(pair.ai)}\n${chosenWords(pair.human)}`}>
                  <Table.Td>{chosenWords(pair.ai)}</Table.Td>
                  <Table.Td>{chosenWords(pair.human)}</Table.Td>
                  <Table.Td ta="right">{pair.count}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Checks id={question.id} />
    </Stack>
  );
}

const CHECK_WORDS: Record<CheckLineView['status'], string> = {
  open: 'Not answered yet',
  answered: 'Answered',
  lapsed: 'Not answered in time',
};

function Checks({ id }: { id: string }) {
  const query = useInfiniteQuery(checksOfQuery(id));
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <section aria-labelledby="standing-checks">
      <Title order={3} size="h4" id="standing-checks">
        Checks
      </Title>
      <DataTable
        name="Checks"
        id="ai-question-checks"
        columns={CHECKS}
        rows={itemsOf(query)}
        rowKey={({ check_id }) => check_id}
        more={query}
        loading={query.isPending}
        empty={<Text size="sm">None of the agents whom you see.</Text>}
      />
    </section>
  );
}

const CHECKS: Column<CheckLineView>[] = [
  {
    id: 'conversation',
    header: 'Conversation',
    render: (row) =>
      row.status === 'answered' ? (
        <Anchor to="/evaluations/checks/$checkId" params={{ checkId: row.check_id }} inherit>
          <When at={row.interaction_started_at} />
        </Anchor>
      ) : (
        <When at={row.interaction_started_at} />
      ),
  },
  { id: 'agent', header: 'Agent', render: (row) => <Name of={row.agent_name} /> },
  { id: 'by', header: 'Checked by', render: (row) => row.checker_name },
  { id: 'drawn', header: 'Drawn', render: (row) => <When at={row.drawn_at} /> },
  {
    id: 'came',
    header: 'Came to',
    render: (row) =>
      row.alike === null ? (
        wordOf(CHECK_WORDS, row.status)
      ) : (
        <Tag tone={row.alike ? 'good' : 'watch'}>{row.alike ? 'Same' : 'Different'}</Tag>
      ),
  },
];
