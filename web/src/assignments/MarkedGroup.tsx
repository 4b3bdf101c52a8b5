import { Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { CoachingGroupView, MarkView } from '@/api/schema';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Name } from '@/parts/Name';
import { counted } from '@/parts/numbers';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useIntention } from '@/parts/useIntention';
import { AssignForm } from './AssignForm';
import { marksQuery, useDeleteGroup, useDispatch } from './queries';
import { RemoveMark } from './RemoveMark';

/** Who is in a group that waits, and sending it: each is given an assignment of their own. */
export function MarkedGroup({ group, onDone }: { group: CoachingGroupView; onDone: () => void }) {
  const marks = useInfiniteQuery(marksQuery(group.id));
  const dispatch = useDispatch(group.id);
  const remove = useDeleteGroup();
  const keyOf = useIntention();
  const navigate = useNavigate();
  const may = (action: string) => group.actions.includes(action);
  return (
    <Stack gap="lg">
      {group.description && <Text size="sm">{group.description}</Text>}
      <Text size="sm" c="dimmed">
        {counted(group.agents, 'agent')}, {counted(group.conversations, 'conversation')}. Each agent is given
        an assignment of their own; none is told of the group or who else is in it.
      </Text>
      <DataTable
        name="Agents in the group"
        id="coaching-group-marks"
        columns={IN_GROUP}
        rows={itemsOf(marks)}
        rowKey={({ id }) => id}
        more={marks}
        loading={marks.isPending}
        empty={<Empty title="Nobody is in it yet">Choose it when you mark an agent.</Empty>}
      />
      {itemsOf(marks).some(({ interactions }) => interactions.length === 0) && (
        <Text size="sm">
          Who has no conversation chosen is left among Individuals, unless a best response is put in.
        </Text>
      )}
      {may('dispatch') ? (
        <AssignForm
          of={group.id}
          verb={`Assign coaching to ${counted(group.agents, 'agent')}`}
          busy={dispatch.isPending}
          problem={dispatch.error}
          onSubmit={(draft, done) =>
            dispatch.mutate(
              { draft, key: keyOf(draft) },
              {
                onSuccess: ({ state, left_out: left }) => {
                  done();
                  said(
                    state === 'sent' && left === 0
                      ? 'All of them have their assignments'
                      : left
                        ? `${counted(left, 'agent')} can’t be given one now and ${left === 1 ? 'stands' : 'stand'} among Individuals`
                        : 'The assignments are being made',
                  );
                  void navigate({ to: '/coaching/groups/$groupId', params: { groupId: group.id } });
                },
              },
            )
          }
        />
      ) : (
        <Text size="sm">
          {group.state === 'sending'
            ? `${counted(group.sent, 'assignment')} made, ${group.agents} to go.`
            : 'It can be sent once a conversation of somebody in it is chosen.'}
        </Text>
      )}
      {remove.error && <ProblemNotice error={remove.error} />}
      {may('delete') && (
        <Group justify="flex-start">
          <Button
            variant="default"
            size="xs"
            loading={remove.isPending}
            onClick={() => remove.mutate(group, { onSuccess: onDone })}
          >
            Delete group
          </Button>
        </Group>
      )}
    </Stack>
  );
}

const IN_GROUP: Column<MarkView>[] = [
  { id: 'agent', header: 'Agent', render: (row) => <Name of={row.agent_name} /> },
  {
    id: 'conversations',
    header: 'Conversations',
    align: 'right',
    render: (row) => row.interactions.length,
  },
  { id: 'remove', header: 'Remove', render: (row) => <RemoveMark mark={row} /> },
];
