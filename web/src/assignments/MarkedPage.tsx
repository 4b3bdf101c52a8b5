import { Button, Group, SegmentedControl, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import { itemsOf } from '@/api/queries';
import type { AreaDraft, CoachingGroupView, MarkView } from '@/api/schema';
import { LinkButton } from '@/parts/Anchor';
import { confirm } from '@/parts/confirm';
import { DataTable, type Column } from '@/parts/DataTable';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { counted } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { Tag } from '@/parts/Tag';
import { useIntention } from '@/parts/useIntention';
import { When } from '@/parts/When';
import { AreasField, AreaTags } from './Areas';
import { AssignForm } from './AssignForm';
import { IntoGroup } from './IntoGroup';
import {
  groupNameQuery,
  groupsQuery,
  marksQuery,
  useDeleteGroup,
  useDispatch,
  useGive,
  useMakeGroup,
  useRemoveMark,
} from './queries';

const route = getRouteApi('/signed-in/coaching/marked');
const NEW = 'new';

/** Who is marked for coaching: one by one, or in groups that are sent together. */
export function MarkedPage() {
  const { tab, open } = route.useSearch();
  const navigate = route.useNavigate();
  const close = () => void navigate({ search: { tab, open: undefined } });
  return (
    <Page
      title="Marked for coaching"
      subtitle="Agents who were marked during reviews, until each is given an assignment of their own"
      actions={
        <LinkButton
          from="/coaching/marked"
          to="/coaching/marked"
          search={{ tab: 'groups', open: NEW }}
          size="xs"
          leftSection={<IconPlus size={15} aria-hidden />}
        >
          Add new group
        </LinkButton>
      }
    >
      <SegmentedControl
        aria-label="Individuals or groups"
        w="fit-content"
        data={[
          { value: 'individuals', label: 'Individuals' },
          { value: 'groups', label: 'Groups' },
        ]}
        value={tab ?? 'individuals'}
        onChange={(value) =>
          void navigate({ search: { tab: value === 'groups' ? 'groups' : undefined }, replace: true })
        }
      />
      {tab === 'groups' ? (
        <Groups open={open} onClose={close} />
      ) : (
        <Individuals open={open} onClose={close} />
      )}
    </Page>
  );
}

function Individuals({ open, onClose }: { open: string | undefined; onClose: () => void }) {
  const query = useInfiniteQuery(marksQuery());
  const rows = itemsOf(query);
  const one = rows.find(({ id }) => id === open);
  const give = useGive();
  const keyOf = useIntention();
  const navigate = useNavigate();
  return (
    <>
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Individuals"
            id="coaching-marks"
            columns={MARKS}
            rows={rows}
            rowKey={({ id }) => id}
            openKey={open}
            more={query}
            loading={query.isPending}
            empty={
              <Empty title="Nobody waits">
                Open an evaluation and mark its agent for coaching; they stand here until they are given an
                assignment.
              </Empty>
            }
          />
        </Sheet>
      )}
      <DetailDrawer
        id={open}
        title={one ? `Assign coaching to ${one.agent_name}` : 'Assign coaching'}
        size="lg"
        onClose={onClose}
      >
        {one ? (
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              On {one.areas.map(({ name }) => name).join(', ')}, with{' '}
              {counted(one.interactions.length, 'conversation')}.
            </Text>
            <IntoGroup mark={one} onDone={onClose} />
            <AssignForm
              of={one.id}
              verb="Create"
              busy={give.isPending}
              problem={give.error}
              onSubmit={(content, done) => {
                const draft = { ...content, mark_id: one.id, areas: [], interactions: [] };
                give.mutate(
                  { draft, key: keyOf(draft) },
                  {
                    onSuccess: ({ id }) => {
                      done();
                      void navigate({
                        to: '/coaching/assignments/$assignmentId',
                        params: { assignmentId: id },
                      });
                    },
                  },
                );
              }}
            />
          </Stack>
        ) : (
          open !== undefined &&
          !query.isPending && <Empty title="This mark is gone">It was assigned or removed.</Empty>
        )}
      </DetailDrawer>
    </>
  );
}

function Groups({ open, onClose }: { open: string | undefined; onClose: () => void }) {
  const query = useInfiniteQuery(groupsQuery());
  const rows = itemsOf(query);
  const one = rows.find(({ id }) => id === open);
  return (
    <>
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Groups"
            id="coaching-groups"
            columns={GROUPS}
            rows={rows}
            rowKey={({ id }) => id}
            openKey={open}
            more={query}
            loading={query.isPending}
            empty={
              <Empty title="No group waits">
                Add one, then mark agents into it: each is given an assignment of their own, and is told
                nothing of the group.
              </Empty>
            }
          />
        </Sheet>
      )}
      <DetailDrawer
        id={open}
        title={open === NEW ? 'Add new group' : (one?.name ?? 'Group')}
        size="lg"
        onClose={onClose}
      >
        {open === NEW ? (
          <NewGroup onDone={onClose} />
        ) : one ? (
          <OneGroup group={one} onDone={onClose} />
        ) : (
          open !== undefined &&
          !query.isPending && <Empty title="This group is gone">It was sent or deleted.</Empty>
        )}
      </DetailDrawer>
    </>
  );
}

function NewGroup({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [areas, setAreas] = useState<AreaDraft[]>([]);
  const [asked, setAsked] = useState(false);
  const [settled] = useDebouncedValue(name.trim(), 250);
  const make = useMakeGroup();
  const keyOf = useIntention();
  const check = useQuery(groupNameQuery(settled)).data;
  const problem = make.error ? asProblem(make.error) : null;
  const taken = settled === name.trim() && check?.free === false ? sentence(check.message) : undefined;
  const wrongName =
    problem?.field('/name') ?? taken ?? (asked && !name.trim() ? 'Give it a name' : undefined);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (!name.trim() || taken || areas.length === 0) return;
        const draft = { name: name.trim(), description, areas };
        make.mutate({ draft, key: keyOf(draft) }, { onSuccess: onDone });
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Group name"
          required
          data-autofocus
          maxLength={200}
          value={name}
          error={wrongName}
          description={
            <span role="status">{check?.free && settled === name.trim() ? 'This name is free' : ' '}</span>
          }
          onChange={(event) => {
            make.reset();
            setName(event.currentTarget.value);
          }}
        />
        <Textarea
          label="Description"
          description="What this coaching is for; agents don't read it"
          autosize
          minRows={2}
          maxLength={1000}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <AreasField
          value={areas}
          error={problem?.field('/areas') ?? (asked && areas.length === 0 && 'Name one at least')}
          onChange={setAreas}
        />
        {problem && !problem.field('/name') && !problem.field('/areas') && (
          <ProblemNotice error={problem} changing />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={make.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function OneGroup({ group, onDone }: { group: CoachingGroupView; onDone: () => void }) {
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

/** "another group has this name" as the beginning of a sentence. */
function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}

/** Take a mark away, after asking. */
function RemoveMark({ mark }: { mark: MarkView }) {
  const remove = useRemoveMark();
  if (!mark.actions.includes('delete')) return null;
  return (
    <Button
      size="xs"
      variant="subtle"
      color="gray"
      loading={remove.isPending}
      aria-label={`Remove the mark of ${mark.agent_name}`}
      onClick={() =>
        confirm({
          title: 'Remove this mark?',
          children: `${mark.agent_name} is no longer marked for coaching. They are told nothing.`,
          label: 'Remove mark',
          onConfirm: () => remove.mutate(mark, { onError: (error) => said(asProblem(error).detail) }),
        })
      }
    >
      Remove
    </Button>
  );
}

const BY_AGENT: Column<MarkView> = { id: 'agent', header: 'Agent', render: (row) => row.agent_name };
const MARKS: Column<MarkView>[] = [
  BY_AGENT,
  { id: 'areas', header: 'Coaching area', render: (row) => <AreaTags areas={row.areas} /> },
  {
    id: 'conversations',
    header: 'Conversations',
    align: 'right',
    render: (row) => row.interactions.length,
  },
  { id: 'by', header: 'Marked by', render: (row) => row.marked_by_name },
  { id: 'at', header: 'Marked', hidden: true, render: (row) => <When at={row.marked_at} /> },
  {
    id: 'assign',
    header: 'Assign coaching',
    render: (row) => (
      <Group gap={4} wrap="nowrap">
        {row.actions.includes('assign') && (
          <LinkButton
            from="/coaching/marked"
            to="/coaching/marked"
            search={{ open: row.id }}
            size="xs"
            variant="light"
            aria-label={`Assign coaching to ${row.agent_name}`}
          >
            Assign
          </LinkButton>
        )}
        <RemoveMark mark={row} />
      </Group>
    ),
  },
];

const IN_GROUP: Column<MarkView>[] = [
  BY_AGENT,
  {
    id: 'conversations',
    header: 'Conversations',
    align: 'right',
    render: (row) => row.interactions.length,
  },
  { id: 'remove', header: 'Remove', render: (row) => <RemoveMark mark={row} /> },
];

const GROUPS: Column<CoachingGroupView>[] = [
  { id: 'name', header: 'Group name', render: (row) => row.name },
  { id: 'agents', header: 'Agents', align: 'right', render: (row) => row.agents },
  { id: 'areas', header: 'Coaching area', render: (row) => <AreaTags areas={row.areas} /> },
  { id: 'conversations', header: 'Conversations', align: 'right', render: (row) => row.conversations },
  { id: 'by', header: 'Made by', hidden: true, render: (row) => row.created_by_name },
  {
    id: 'assign',
    header: 'Assign coaching',
    render: (row) =>
      row.state === 'sending' ? (
        <Tag tone="accent">Being sent</Tag>
      ) : (
        <LinkButton
          from="/coaching/marked"
          to="/coaching/marked"
          search={{ tab: 'groups', open: row.id }}
          size="xs"
          variant={row.actions.includes('dispatch') ? 'light' : 'default'}
          aria-label={`${row.actions.includes('dispatch') ? 'Assign coaching to' : 'Open'} ${row.name}`}
        >
          {row.actions.includes('dispatch') ? 'Assign' : 'Open'}
        </LinkButton>
      ),
  },
];
