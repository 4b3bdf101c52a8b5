import { Group, List, Progress, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { DrawItem, GoalView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { counted } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { Day, Until } from '@/parts/When';
import { DownloadDraw } from './DownloadDraw';
import { DrawnEvaluations, DrawnFigure } from './DrawnEvaluations';
import { goalsQuery } from './queries';
import { doneOf, givenOf, sayGoal, STATES } from './words';

const route = getRouteApi('/signed-in/performance/goals');

/** How far each goal has come in the period that it is, and what its figures count beside it. */
export function GoalProgressPage() {
  const query = useQuery(goalsQuery);
  const { draw, evaluator, agent, state } = route.useSearch();
  const navigate = route.useNavigate();
  const goal = query.data?.find(({ current }) => current?.id === draw);
  return (
    <Page title="Goals" subtitle="How much of what was drawn is evaluated">
      <Loaded query={query}>
        {(goals) =>
          goals.length === 0 ? (
            <Sheet>
              <Empty title="There are no goals yet">
                They are set in Setup. What a goal draws is given to its evaluators, and counted here.
              </Empty>
            </Sheet>
          ) : (
            <Stack gap="md">
              {goals.map((each) => (
                <Sheet key={each.id} title={each.name}>
                  <GoalProgress goal={each} />
                </Sheet>
              ))}
            </Stack>
          )
        }
      </Loaded>
      <DetailDrawer
        id={draw && [draw, evaluator, agent, state].join(' ')}
        title={`${state === 'done' ? 'Completed' : 'Drawn'}${goal ? ` for ${goal.name}` : ''}`}
        onClose={() => void navigate({ search: {} })}
      >
        {draw && (
          <DrawnEvaluations of={{ draw, evaluator, agent, state }} draw={goal?.current ?? undefined} />
        )}
      </DetailDrawer>
    </Page>
  );
}

function GoalProgress({ goal }: { goal: GoalView }) {
  const { current } = goal;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          {sayGoal(goal)}, with {goal.scorecard_name}
        </Text>
        {!goal.active && <Tag>Paused</Tag>}
        {current && current.state !== 'done' && (
          <Tag tone={current.state === 'failed' ? 'act' : 'accent'}>{STATES[current.state]}</Tag>
        )}
      </Group>
      {current ? (
        <>
          <Draw draw={current} goal={goal.name} />
          {current.state === 'done' && <DownloadDraw id={current.id} goal={goal.name} />}
        </>
      ) : (
        <Text size="sm">Nothing was drawn in this period.</Text>
      )}
      {goal.next_on && (
        <Text size="sm" c="dimmed">
          The next draw is on <Day day={goal.next_on} />.
        </Text>
      )}
    </Stack>
  );
}

function Draw({ draw, goal }: { draw: DrawItem; goal: string }) {
  const { completed, assigned } = doneOf(draw);
  if (draw.state === 'failed') return <Text size="sm">{draw.problem}.</Text>;
  return (
    <>
      <Text size="sm">
        <DrawnFigure draw={draw.id} of={{ state: 'done' }} says={`${completed} completed of ${goal}`}>
          {completed}
        </DrawnFigure>{' '}
        of{' '}
        <DrawnFigure draw={draw.id} of={{}} says={`${assigned} given for ${goal}`}>
          {assigned}
        </DrawnFigure>{' '}
        completed, due <Until at={draw.due_at} due />
        {draw.state === 'done' &&
          draw.drawn < draw.wanted &&
          (draw.problem
            ? `; ${draw.drawn} of ${draw.wanted} were given. ${draw.problem}.`
            : `; ${draw.drawn} of ${draw.wanted} could be drawn`)}
      </Text>
      <Progress
        value={assigned ? (100 * completed) / assigned : 0}
        aria-label={`Completed of ${goal}`}
        color="var(--debrief-good-line)"
      />
      {draw.progress.length > 0 && (
        <Table aria-label={`Evaluators of ${goal}`}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Evaluator</Table.Th>
              <Table.Th ta="right">Completed</Table.Th>
              <Table.Th ta="right">Given</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {draw.progress.map((each) => (
              <Table.Tr key={each.evaluator_id}>
                <Table.Td>
                  <Name of={each.evaluator_name} />
                </Table.Td>
                <Table.Td ta="right">
                  <DrawnFigure
                    draw={draw.id}
                    of={{ evaluator: each.evaluator_id, state: 'done' }}
                    says={`${each.completed} completed by ${each.evaluator_name}`}
                  >
                    {each.completed}
                  </DrawnFigure>
                </Table.Td>
                <Table.Td ta="right">
                  <DrawnFigure
                    draw={draw.id}
                    of={{ evaluator: each.evaluator_id }}
                    says={`${each.assigned} given to ${each.evaluator_name}`}
                  >
                    {each.assigned}
                  </DrawnFigure>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {draw.short.length > 0 && (
        <>
          <Text size="sm">Too few conversations:</Text>
          <List size="sm">
            {draw.short.map((each) => (
              <List.Item key={each.agent_id}>
                <Anchor to="/people/$personId" params={{ personId: each.agent_id }} inherit>
                  <Name of={each.agent_name} />
                </Anchor>
                {each.nobody ? (
                  ': none of the evaluators may evaluate them'
                ) : (
                  <>
                    :{' '}
                    <DrawnFigure
                      draw={draw.id}
                      of={{ agent: each.agent_id }}
                      says={`${givenOf(each)} given of ${each.agent_name}`}
                    >
                      {givenOf(each)}
                    </DrawnFigure>{' '}
                    of {counted(each.wanted, 'conversation')}
                    {givenOf(each) < each.offered && `; ${each.offered} could be drawn`}
                  </>
                )}
              </List.Item>
            ))}
          </List>
        </>
      )}
    </>
  );
}
