import { Button, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Fragment, useRef } from 'react';
import { asProblem } from '@/api/problems';
import { itemsOf } from '@/api/queries';
import type { AttemptView, ScenarioView } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { confirm } from '@/parts/confirm';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Facts } from '@/parts/Facts';
import { useFollowing } from '@/parts/focus';
import { Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { OtherProblem } from '@/parts/OtherProblem';
import { dollars, trim } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { Tag } from '@/parts/Tag';
import { useIntention } from '@/parts/useIntention';
import { When } from '@/parts/When';
import { useMe } from '@/session/me';
import { attemptsQuery, scenarioQuery, useBegin, useSettle } from './queries';
import { Settle } from './Settle';
import { TrendChart } from './TrendChart';
import { sayConversations, sayProgress, sayScore, standingOf } from './words';

const route = getRouteApi('/signed-in/coaching/practice/$scenarioId');

/** A practice: what it says, how it is settled, and the attempts at it. */
export function ScenarioPage() {
  const { scenarioId } = route.useParams();
  const query = useQuery(scenarioQuery(scenarioId));
  const { person } = useMe();
  const scenario = query.data;
  return (
    <Page
      title={scenario?.title ?? scenario?.criterion ?? 'Practice'}
      above={[
        <Anchor key="list" to="/coaching/practice">
          Practice
        </Anchor>,
      ]}
      subtitle={scenario && scenario.agent_id !== person.id ? scenario.agent_name : undefined}
      actions={scenario && <Begin scenario={scenario} />}
    >
      <Loaded query={query}>
        {(found) => <Opened key={found.id} scenario={found} onReload={() => query.refetch()} />}
      </Loaded>
    </Page>
  );
}

function Begin({ scenario }: { scenario: ScenarioView }) {
  const begin = useBegin(scenario.id);
  const navigate = useNavigate();
  const keyOf = useIntention();
  const { person } = useMe();
  const params = { scenarioId: scenario.id };
  if (scenario.open_attempt_id && scenario.agent_id === person.id && scenario.state === 'approved') {
    return (
      <LinkButton
        to="/coaching/practice/$scenarioId/$attemptId"
        params={{ ...params, attemptId: scenario.open_attempt_id }}
      >
        Go on with attempt {scenario.attempts}
      </LinkButton>
    );
  }
  if (!scenario.actions.includes('attempt')) return null;
  return (
    <Stack gap="xs">
      <Button
        loading={begin.isPending}
        onClick={() =>
          begin.mutate(keyOf(scenario.attempts), {
            onSuccess: ({ id }) =>
              void navigate({
                to: '/coaching/practice/$scenarioId/$attemptId',
                params: { ...params, attemptId: id },
              }),
          })
        }
      >
        {scenario.attempts === 0 ? 'Begin' : 'Try again'}
      </Button>
      {begin.error && <ProblemNotice error={begin.error} />}
    </Stack>
  );
}

function Opened({ scenario, onReload }: { scenario: ScenarioView; onReload: () => Promise<unknown> }) {
  const settle = useSettle(scenario);
  const pressed = useRef<Element>(null);
  // With what was done its buttons mostly go; one that is still there had to be let go while it was done.
  const following = useFollowing(`${settle.isPending} ${scenario.state}`, () => {
    if (settle.isPending) return null;
    return pressed.current?.isConnected ? pressed.current : document.querySelector('h1');
  });
  const follow = () => {
    pressed.current = document.activeElement;
    following();
  };
  const settles = scenario.actions.includes('edit') || scenario.actions.includes('approve');
  const practised = scenario.state === 'approved' || scenario.state === 'closed';
  return (
    <Stack gap="md">
      <Sheet title="What is practised" actions={<Standing scenario={scenario} />}>
        <About scenario={scenario} />
      </Sheet>
      {settles ? (
        <Settle scenario={scenario} settle={settle} follow={follow} onReload={onReload} />
      ) : (
        scenario.situation && (
          <Sheet title="The situation">
            <Situation scenario={scenario} />
          </Sheet>
        )
      )}
      {practised && <Attempts scenario={scenario} />}
      {scenario.actions.includes('close') && (
        <Close scenario={scenario} settle={settle} follow={follow} onReload={onReload} />
      )}
    </Stack>
  );
}

function Standing({ scenario }: { scenario: ScenarioView }) {
  const { word, tone } = standingOf(scenario);
  return (
    <span role="status">
      <Tag tone={tone}>{word}</Tag>
    </span>
  );
}

/** The conversations in which the criterion was the lowest, each a click away. */
function Because({ scenario }: { scenario: ScenarioView }) {
  const before = scenario.recurring ? ', as it was before' : ', for the first time';
  const several = sayConversations(scenario);
  if (several === null)
    return (
      <span>
        <Conversation id={scenario.interaction_id}>a conversation in which it was the lowest</Conversation>
        {before}
      </span>
    );
  return (
    <span>
      {several} in which it was the lowest{before}:{' '}
      {scenario.logs.map((log, place) => (
        <Fragment key={log.log_id}>
          {place > 0 && ', '}
          <Conversation id={log.interaction_id}>{`conversation ${place + 1}`}</Conversation>
        </Fragment>
      ))}
    </span>
  );
}

function Conversation({ id, children }: { id: string | null; children: string }) {
  if (id === null) return children;
  return (
    <Anchor to="/conversations/$interactionId" params={{ interactionId: id }} inherit>
      {children}
    </Anchor>
  );
}

function About({ scenario }: { scenario: ScenarioView }) {
  const { details } = scenario;
  const facts: [string, React.ReactNode][] = [['Criterion', scenario.criterion]];
  if (details?.description) facts.push(['It means', details.description]);
  if (details?.good) facts.push(['Good looks like', details.good]);
  if (scenario.pass_score !== null) facts.push(['Progress', sayProgress(scenario)]);
  if (scenario.logs.length > 0) facts.push(['Because of', <Because key="why" scenario={scenario} />]);
  if (scenario.created_by_name) facts.push(['Made by', scenario.created_by_name]);
  if (scenario.decided_by_name && scenario.decided_at)
    facts.push([
      scenario.state === 'declined' ? 'Declined by' : 'Approved by',
      <span key="who">
        <Name of={scenario.decided_by_name} />, <When at={scenario.decided_at} />
        {scenario.reason && `: ${scenario.reason}`}
      </span>,
    ]);
  if (typeof scenario.cost_micro_usd === 'number' && scenario.cost_micro_usd > 0)
    facts.push(['Cost of writing it', dollars(scenario.cost_micro_usd)]);
  return (
    <Stack gap="sm">
      <Facts facts={facts} />
      {scenario.offline && !scenario.edited && (
        <Text size="sm" c="dimmed">
          The offline model wrote this situation, by rule.
        </Text>
      )}
      {scenario.working && (
        <Text size="sm" role="status">
          The model is writing it. It stands here once it is done.
        </Text>
      )}
      {scenario.problem && (
        <Text size="sm" role="status">
          {scenario.problem}
        </Text>
      )}
    </Stack>
  );
}

function Situation({ scenario }: { scenario: ScenarioView }) {
  const facts: [string, React.ReactNode][] = [['Situation', scenario.situation]];
  if (scenario.customer) facts.push(['The customer', scenario.customer]);
  facts.push(['First words', `“${scenario.opening ?? ''}”`]);
  return (
    <Stack gap="sm" maw="75ch">
      <Facts facts={facts} />
      {scenario.customer && (
        <Text size="sm" c="dimmed">
          What the model is told of the customer is not shown to <Name of={scenario.agent_name} />.
        </Text>
      )}
    </Stack>
  );
}

const COLUMNS: Column<AttemptView>[] = [
  {
    id: 'number',
    header: 'Attempt',
    render: (each) => (
      <Anchor
        to="/coaching/practice/$scenarioId/$attemptId"
        params={{ scenarioId: each.scenario_id, attemptId: each.id }}
        inherit
      >
        Attempt {each.number}
      </Anchor>
    ),
  },
  {
    id: 'score',
    header: 'Score',
    render: (each) => (
      <Tag tone={each.score?.passed ? 'good' : each.state === 'to_review' ? 'watch' : 'neutral'}>
        {sayScore(each)}
      </Tag>
    ),
  },
  {
    id: 'by',
    header: 'Scored by',
    render: ({ score, scored_by_name }) =>
      !score
        ? '–'
        : score.by === 'person'
          ? (scored_by_name ?? 'A person')
          : score.by === 'rule'
            ? 'Rule'
            : 'The AI',
  },
  { id: 'said', header: 'Turns', align: 'right', render: (each) => `${each.said} of ${each.most_turns}` },
  { id: 'started', header: 'Begun', render: (each) => <When at={each.started_at} /> },
];

function Attempts({ scenario }: { scenario: ScenarioView }) {
  const query = useInfiniteQuery(attemptsQuery(scenario.id));
  const navigate = useNavigate();
  const rows = itemsOf(query);
  const { person } = useMe();
  const own = scenario.agent_id === person.id;
  if (query.error && rows.length === 0)
    return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      {rows.some(({ score }) => typeof score?.percent === 'number') && (
        <Sheet title="Trend">
          <TrendChart attempts={rows} passes={scenario.pass_score} />
          {query.hasNextPage && (
            <Text size="xs" c="dimmed">
              Of the {rows.length} newest attempts; those before come in with “Show more” below.
            </Text>
          )}
        </Sheet>
      )}
      <Sheet title="Attempts" pad={false}>
        <DataTable
          name="Attempts"
          id="practice-attempts"
          columns={COLUMNS}
          rows={rows}
          rowKey={(each) => each.id}
          onOpen={(each) =>
            void navigate({
              to: '/coaching/practice/$scenarioId/$attemptId',
              params: { scenarioId: scenario.id, attemptId: each.id },
            })
          }
          loading={query.isPending}
          more={query}
          empty={
            <Empty title="No attempts yet">
              {own
                ? 'Begin whenever you like, and as often as you like: every score is kept, and the best one counts here.'
                : 'Every attempt stands here with its score. What was said is shown once an attempt was handed in.'}
            </Empty>
          }
        />
      </Sheet>
      <Text size="sm" c="dimmed">
        Practice is no conversation with a customer: no attempt counts in reports, rankings or evaluations.
        {typeof scenario.pass_score === 'number' && ` It passes from ${trim(scenario.pass_score)}%.`}
      </Text>
    </>
  );
}

function Close({
  scenario,
  settle,
  follow,
  onReload,
}: {
  scenario: ScenarioView;
  settle: ReturnType<typeof useSettle>;
  follow: () => void;
  onReload: () => Promise<unknown>;
}) {
  return (
    <Stack gap="sm" align="flex-start">
      <OtherProblem
        problem={settle.error ? asProblem(settle.error) : null}
        shown={[]}
        onReload={() => void onReload().then(() => settle.reset())}
      />
      <Button
        variant="subtle"
        color="red"
        loading={settle.isPending}
        onClick={() =>
          confirm({
            title: 'Close this practice?',
            label: 'Close practice',
            children: `${scenario.agent_name} can’t begin further attempts. The scores stay.`,
            onConfirm: () => {
              follow();
              settle.mutate({ verb: 'close' }, { onSuccess: () => said('The practice is closed.') });
            },
          })
        }
      >
        Close practice
      </Button>
    </Stack>
  );
}
