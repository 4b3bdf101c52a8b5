import { List, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import type { ForecastView, SampleEstimate } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { average, counted, dollars, fixed } from '@/parts/numbers';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { idleOf, lookedAt, nothingToLookAt, otherwise } from './looked';
import { useForecastResult } from './queries';

/** What would change, run over the past four weeks; it is there within minutes. */
export function ForecastOf({ id }: { id: string | undefined }) {
  const query = useForecastResult(id);
  const { data } = query;
  return (
    <Stack component="section" aria-label="Forecast" gap="xs" aria-live="polite">
      <Title order={3}>What would change</Title>
      {query.error && !data && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {(!data || data.status === 'running') && !query.error && (
        <>
          <Text size="sm">Looking at past conversations. This takes up to a minute.</Text>
          <Skeleton height={60} />
        </>
      )}
      {data?.status === 'failed' && <Text size="sm">It couldn’t be forecast: {data.problem}.</Text>}
      {data?.outlook && <Outlook plan={data.request.plan} outlook={data.outlook} names={data.names} />}
    </Stack>
  );
}

function Outlook({
  plan,
  outlook,
  names,
}: {
  plan: ForecastView['request']['plan'];
  outlook: NonNullable<ForecastView['outlook']>;
  names: Record<string, string>;
}) {
  const of = plan.kind;
  const none = idleOf(plan, outlook);
  const rows = [...outlook.managers, ...outlook.evaluators];
  const nothing = nothingToLookAt(of, outlook);
  const { cost_now: costNow, cost_then: costThen } = outlook;
  return (
    <>
      <Text size="sm">{nothing ?? otherwise(of, outlook, say(outlook.changing), say(outlook.a_week))}</Text>
      {none && (
        <Text size="sm">
          The card takes {say(none.takes)} a week. Of these, the scorecard isn’t for {say(none.idle)}: nothing
          is done with them.
        </Text>
      )}
      {outlook.automatic_now && outlook.automatic_then && (
        <Text size="sm">
          The AI evaluates {say(outlook.automatic_now)} a week by itself now and {say(outlook.automatic_then)}{' '}
          then.
        </Text>
      )}
      {costNow && costThen && (
        <Text size="sm">
          The model’s answers cost {sayCost(costNow)} a week now and {sayCost(costThen)} then.
        </Text>
      )}
      {outlook.patterns && (
        <Patterns all={outlook.patterns} managers={outlook.pattern_managers} names={names} />
      )}
      {outlook.criteria.length > 0 && <Criteria criteria={outlook.criteria} />}
      {outlook.agents.length > 0 && <Agents agents={outlook.agents} names={names} />}
      {rows.length > 0 && (
        <Table aria-label="Evaluations a week">
          <Table.Caption>Counted are {outlook.load}.</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Evaluations a week</Table.Th>
              <Table.Th ta="right">Now</Table.Th>
              <Table.Th ta="right">Then</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {outlook.managers.map((each) => (
              <Row key={each.id} name={teamOf(each, names)} now={each.now} then={each.then} />
            ))}
            {outlook.evaluators.map((each) => (
              <Row
                key={each.id}
                name={`To do for ${each.id.startsWith('group:') ? 'the group' : (names[each.id] ?? 'somebody')}`}
                now={each.now}
                then={each.then}
              />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {outlook.examples.length > 0 && (
        <List size="sm">
          {outlook.examples.slice(0, 5).map((each) => (
            <List.Item key={each.interaction_id}>
              <Anchor
                to="/conversations/$interactionId"
                params={{ interactionId: each.interaction_id }}
                inherit
                underline="always"
              >
                A conversation of {names[each.agent_id] ?? 'somebody'}
              </Anchor>
              : {each.now}, then {each.then}
            </List.Item>
          ))}
        </List>
      )}
      <Text size="xs" c="dimmed">
        {nothing === null && lookedAt(outlook)}
        {outlook.notes.map((each) => `${each}. `)}
      </Text>
    </>
  );
}

type Criterion = NonNullable<ForecastView['outlook']>['criteria'][number];

/** How each criterion came out in past calls, and would have. */
function Criteria({ criteria }: { criteria: Criterion[] }) {
  return (
    <Table aria-label="Criteria over past calls">
      <Table.Caption>
        Passed, of the calls that a criterion applied in. Exact matches are looked for anew in what was said;
        others keep the answers that were given.
      </Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Criterion</Table.Th>
          <Table.Th ta="right">Now</Table.Th>
          <Table.Th ta="right">Then</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {criteria.map((each) => (
          <Table.Tr key={each.question_id}>
            <Table.Td>{each.text}</Table.Td>
            <Table.Td ta="right">{passedOf(each.now)}</Table.Td>
            <Table.Td ta="right">{passedOf(each.then)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** "12 of 30, 3 of them nearly"; a dash where it wasn't asked or nobody has answered it. */
function passedOf(passes: Criterion['now']): string {
  if (!passes) return '–';
  const nearly = passes.nearly ? `, ${fixed(passes.nearly)} of them nearly` : '';
  return `${fixed(passes.passed)} of ${fixed(passes.applied)}${nearly}`;
}

type Load = NonNullable<NonNullable<ForecastView['outlook']>['patterns']>;

const teamOf = ({ id }: Load, names: Record<string, string>) =>
  id === NO_MANAGER ? 'Without a manager' : `Team of ${names[id] ?? 'somebody'}`;
const NO_MANAGER = 'none';

/** How many patterns would be flagged a week, of all and of each manager's people. */
function Patterns({ all, managers, names }: { all: Load; managers: Load[]; names: Record<string, string> }) {
  return (
    <Table aria-label="Patterns a week">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Patterns flagged a week</Table.Th>
          <Table.Th ta="right">Now</Table.Th>
          <Table.Th ta="right">Then</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        <Row name="Of all" now={all.now} then={all.then} />
        {managers.map((each) => (
          <Row key={each.id} name={teamOf(each, names)} now={each.now} then={each.then} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

type Agent = NonNullable<ForecastView['outlook']>['agents'][number];
const MOST_AGENTS = 10;

/** For whom it would be otherwise, those for whom most would be first. */
function Agents({ agents, names }: { agents: Agent[]; names: Record<string, string> }) {
  const scored = agents.some((each) => each.score_now !== null || each.score_then !== null);
  const more = agents.length - MOST_AGENTS;
  return (
    <Table aria-label="Who would change">
      {more > 0 && <Table.Caption>And {counted(more, 'other agent')}.</Table.Caption>}
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Agent</Table.Th>
          <Table.Th ta="right">Otherwise a week</Table.Th>
          {scored && <Table.Th ta="right">Score now</Table.Th>}
          {scored && <Table.Th ta="right">Then</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {agents.slice(0, MOST_AGENTS).map((each) => (
          <Table.Tr key={each.id}>
            <Table.Td>{names[each.id] ?? 'Somebody'}</Table.Td>
            <Table.Td ta="right">{say(each.changing)}</Table.Td>
            {scored && <Table.Td ta="right">{average(each.score_now)}</Table.Td>}
            {scored && <Table.Td ta="right">{average(each.score_then)}</Table.Td>}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Money a week, with its range where it is estimated. */
function sayCost({ value, low, high }: SampleEstimate): string {
  if (high - low < 1) return dollars(value);
  return `${dollars(value)} (${dollars(Math.max(0, low))} to ${dollars(high)})`;
}

function Row({ name, now, then }: { name: string; now: SampleEstimate; then: SampleEstimate }) {
  return (
    <Table.Tr>
      <Table.Td>{name}</Table.Td>
      <Table.Td ta="right">{say(now)}</Table.Td>
      <Table.Td ta="right">{say(then)}</Table.Td>
    </Table.Tr>
  );
}

/** A number a week, with its range where it is estimated. */
function say({ value, low, high }: SampleEstimate): string {
  const shown = fixed(value, value < 10 ? 1 : 0);
  return high - low < 0.05 ? shown : `${shown} (${fixed(Math.max(0, low), 0)}–${fixed(high, 0)})`;
}
