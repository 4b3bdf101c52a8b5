import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { asProblem } from '@/api/problems';
import type { AttemptView, ScenarioView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Facts } from '@/parts/Facts';
import { useFollowing } from '@/parts/focus';
import { Loaded } from '@/parts/Loaded';
import { counted, dollars, percent, trim } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { useMe } from '@/session/me';
import { Chat } from './Chat';
import { PersonsScoreForm } from './PersonsScoreForm';
import { attemptQuery, scenarioQuery, useAct } from './queries';
import { sayScore, sayWhy } from './words';

const route = getRouteApi('/signed-in/coaching/practice/$scenarioId/$attemptId');

/** One attempt: the chat with the customer whom a model plays, and what it came to. */
export function AttemptPage() {
  const { scenarioId, attemptId } = route.useParams();
  const scenario = useQuery(scenarioQuery(scenarioId));
  const query = useQuery(attemptQuery(scenarioId, attemptId));
  const { person } = useMe();
  const name = scenario.data?.title ?? scenario.data?.criterion ?? 'Practice';
  const whose = scenario.data && scenario.data.agent_id !== person.id ? `${scenario.data.agent_name}: ` : '';
  return (
    <Page
      title={query.data ? `Attempt ${query.data.number}` : 'Attempt'}
      above={[
        <Anchor key="list" to="/coaching/practice">
          Practice
        </Anchor>,
        <Anchor key="scenario" to="/coaching/practice/$scenarioId" params={{ scenarioId }}>
          {name}
        </Anchor>,
      ]}
      subtitle={`${whose}${name}`}
    >
      <Loaded query={query}>
        {(attempt) => (
          <Stack gap="md">
            {scenario.data?.situation && (
              <Sheet title="The situation">
                <Text size="sm" maw="75ch" style={{ overflowWrap: 'anywhere' }}>
                  {scenario.data.situation}
                </Text>
                <Text size="sm" c="dimmed" mt="xs">
                  Practised: {scenario.data.criterion}
                </Text>
              </Sheet>
            )}
            {scenario.error && !scenario.data && (
              <ProblemNotice error={scenario.error} onRetry={() => void scenario.refetch()} />
            )}
            <Result key={attempt.id} attempt={attempt} scenario={scenario.data} />
            {attempt.turns ? (
              <Sheet title="The chat">
                <Chat attempt={attempt} own={attempt.agent_id === person.id} key={attempt.id} />
              </Sheet>
            ) : (
              <Text size="sm" c="dimmed">
                What is said is the agent’s own until they hand the attempt in.
              </Text>
            )}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

/** What the attempt came to, or why it hasn't yet; said by a screen reader as it changes. */
function Result({ attempt, scenario }: { attempt: AttemptView; scenario: ScenarioView | undefined }) {
  const { score, state } = attempt;
  const act = useAct(attempt);
  // With what was done its form or button goes.
  const follow = useFollowing(`${act.isPending} ${state}`, () =>
    act.isPending ? null : document.querySelector('h1'),
  );
  if (state === 'open' || state === 'given_up') return null;
  return (
    <Sheet title="Score">
      <Stack gap="sm">
        <div role="status">
          <Group gap="sm">
            <Tag tone={score?.passed ? 'good' : 'neutral'}>{sayScore(attempt)}</Tag>
            {attempt.ended_by_limit && (
              <Text size="sm" c="dimmed">
                Ended with the last turn
              </Text>
            )}
          </Group>
          {state === 'to_review' && (
            <Text size="sm" mt="xs" maw="75ch">
              {sayWhy(attempt)}
            </Text>
          )}
          {state === 'scoring' && (
            <Text size="sm" mt="xs">
              The chat is being scored by the criterion.
            </Text>
          )}
        </div>
        {score && <Scored attempt={attempt} />}
        {attempt.problem && (
          <Text size="sm" role="alert">
            {attempt.problem}
          </Text>
        )}
        {attempt.actions.includes('score') && scenario?.details && (
          <PersonsScoreForm attempt={attempt} details={scenario.details} act={act} follow={follow} />
        )}
        {act.error && (
          <ProblemNotice
            error={act.error}
            changing={attempt.actions.includes('score')}
            // It was read anew already.
            {...(asProblem(act.error).kind === 'stale' && { onRetry: () => act.reset() })}
          />
        )}
        {attempt.actions.includes('ask_again') && (
          <Group>
            <Button
              size="xs"
              loading={act.isPending}
              onClick={() => {
                follow();
                act.mutate({ verb: 'ask_again' });
              }}
            >
              Ask for the score again
            </Button>
          </Group>
        )}
        {attempt.calls.length > 0 && typeof attempt.cost_micro_usd === 'number' && (
          <Text size="sm" c="dimmed">
            The model was asked {counted(attempt.calls.length, 'time')} for it:{' '}
            {dollars(attempt.cost_micro_usd)}.
          </Text>
        )}
      </Stack>
    </Sheet>
  );
}

function Scored({ attempt: { score, scored_by_name } }: { attempt: AttemptView }) {
  if (!score) return null;
  const facts: [string, React.ReactNode][] = [];
  if (score.option) facts.push(['Answer', score.option]);
  if (typeof score.percent === 'number')
    facts.push(['Points', `${trim(score.earned)} of ${trim(score.possible)}, ${percent(score.percent)}`]);
  if (score.quote) facts.push(['Shown by', `“${score.quote.text}”`]);
  if (score.rationale) facts.push(['Why', score.rationale]);
  facts.push([
    'Scored by',
    score.by === 'person' ? (scored_by_name ?? 'A person') : score.by === 'rule' ? 'Rule' : 'The AI',
  ]);
  return <Facts facts={facts} />;
}
