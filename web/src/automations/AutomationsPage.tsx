import { DragDropContext, Draggable, Droppable, type DropResult } from '@hello-pangea/dnd';
import { Box, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { IconGripVertical, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { AutomationList, AutomationView } from '@/api/schema';
import { useSayCondition } from '@/conditions/useSayCondition';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { useNamesAmong } from '@/parts/evaluators';
import { Loaded } from '@/parts/Loaded';
import { MoveButtons } from '@/parts/MoveButtons';
import { nameIn, scorecardsQuery } from '@/parts/names';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { AutomationForm } from './AutomationForm';
import { automationsQuery, useReorder, useSwitchAutomation } from './queries';
import { Warnings } from './Warnings';
import { sayAction } from './words';

const route = getRouteApi('/signed-in/setup/automations');
const NEW = 'new';

/** What is done with conversations by itself: cards, of which the first whose conditions hold takes a conversation. */
export function AutomationsPage() {
  const { open } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(automationsQuery);
  const one = query.data?.items.find(({ id }) => id === open);
  const stay = (id?: string) => void navigate({ search: { open: id } });
  return (
    <Page
      title="Automations"
      subtitle="What is done with a conversation by itself. The first card whose conditions hold takes it."
      actions={
        <LinkButton
          from="/setup/automations"
          to="/setup/automations"
          search={{ open: NEW }}
          size="xs"
          leftSection={<IconPlus size={15} aria-hidden />}
        >
          Add an automation
        </LinkButton>
      }
    >
      <Loaded query={query}>
        {(list) =>
          list.items.length === 0 ? (
            <Sheet>
              <Empty title="There are no automations yet">
                Add one to have conversations evaluated by the AI, or given to somebody to evaluate, as they
                come in. Until then scorecards that start by themselves do so.
              </Empty>
            </Sheet>
          ) : (
            <Cards list={list} />
          )
        }
      </Loaded>
      <DetailDrawer
        id={open}
        title={open === NEW ? 'Add an automation' : (one?.name ?? 'Automation')}
        size="lg"
        onClose={() => stay()}
      >
        {open === NEW || one ? (
          <AutomationForm key={open} of={one ?? null} onReload={() => query.refetch()} onDone={stay} />
        ) : (
          open !== undefined &&
          query.data && <Empty title="This automation is gone">Somebody deleted it.</Empty>
        )}
      </DetailDrawer>
    </Page>
  );
}

function Cards({ list }: { list: AutomationList }) {
  const reorder = useReorder();
  const [told, setTold] = useState('');
  const { items } = list;
  function move(from: number, to: number) {
    const moved = items[from];
    if (!moved || from === to || to < 0 || to >= items.length) return;
    reorder.mutate(items.toSpliced(from, 1).toSpliced(to, 0, moved));
    setTold(`${moved.name} is at place ${to + 1} of ${items.length}.`);
  }
  const dropped = ({ source, destination }: DropResult) =>
    destination && move(source.index, destination.index);
  return (
    <Stack gap="sm">
      {reorder.error && <ProblemNotice error={reorder.error} changing />}
      <Text size="sm" role="status" c="dimmed">
        {told}
      </Text>
      <DragDropContext onDragEnd={dropped}>
        <Droppable droppableId="automations">
          {({ innerRef, droppableProps, placeholder }) => (
            <Box component="ol" p={0} m={0} ref={innerRef} {...droppableProps} style={{ listStyle: 'none' }}>
              {items.map((each, at) => (
                <Draggable key={each.id} draggableId={each.id} index={at}>
                  {(drag) => (
                    <Box component="li" mb="sm" ref={drag.innerRef} {...drag.draggableProps}>
                      <Card
                        card={each}
                        at={at}
                        of={items.length}
                        onMove={(to) => move(at, to)}
                        handle={
                          // Its attributes say to a screen reader how it is moved with the space bar and the arrows.
                          <Box {...drag.dragHandleProps} aria-label={`Drag ${each.name}`} lh={0}>
                            <IconGripVertical size={18} aria-hidden color="var(--mantine-color-dimmed)" />
                          </Box>
                        }
                      />
                    </Box>
                  )}
                </Draggable>
              ))}
              {placeholder}
            </Box>
          )}
        </Droppable>
      </DragDropContext>
    </Stack>
  );
}

function Card({
  card,
  at,
  of,
  handle,
  onMove,
}: {
  card: AutomationView;
  at: number;
  of: number;
  handle: ReactNode;
  onMove: (to: number) => void;
}) {
  const turn = useSwitchAutomation();
  const say = useSayCondition([card.condition]);
  const scorecards = useQuery(scorecardsQuery);
  const then = card.then;
  const nameOf = useNamesAmong(
    'evaluators',
    then.flatMap((each) => (each.kind === 'assign' ? each.evaluator_ids : [])),
  );
  return (
    <Sheet>
      <Group wrap="nowrap" align="flex-start" gap="sm">
        {handle}
        <Box flex={1} miw={0}>
          <Title order={2} fz="md">
            {at + 1}.{' '}
            <Anchor from="/setup/automations" to="/setup/automations" search={{ open: card.id }} inherit>
              {card.name}
            </Anchor>
          </Title>
          <Text size="sm">
            <b>When</b> {say(card.condition)}
          </Text>
          {then.map((action, place) => (
            <Text size="sm" key={place}>
              <b>{place === 0 ? 'Then' : 'And'}</b>{' '}
              {sayAction(action, nameIn(scorecards.data, action.scorecard_id), nameOf)}
            </Text>
          ))}
          {!card.keep_automatic && (
            <Text size="sm" c="dimmed">
              Scorecards that start by themselves don’t.
            </Text>
          )}
          <Warnings of={card} />
          {turn.error && <ProblemNotice error={turn.error} changing />}
        </Box>
        <Switch
          aria-label={`${card.name} is on`}
          checked={turn.isPending ? turn.variables.enabled : card.enabled}
          onChange={(event) => turn.mutate({ of: card, enabled: event.currentTarget.checked })}
        />
        <MoveButtons
          id={card.id}
          label={card.name}
          up={at > 0}
          down={at < of - 1}
          onMove={(by) => onMove(at + by)}
        />
      </Group>
    </Sheet>
  );
}
