import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { IconSchool } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { AreaDraft, MarkView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Lines, Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useIntention } from '@/parts/useIntention';
import { useKept } from '@/parts/useKept';
import { useMay, useMe } from '@/session/me';
import { AreasField, AreaTags } from './Areas';
import { marksOfQuery, pendingGroupsQuery, useChangeMark, useMark } from './queries';

interface Audited {
  id: string;
  agent_id: string;
  agent_name: string;
  interaction_id: string;
  scorecard_id: string;
}

/** Mark the agent of an evaluation for coaching, with its conversation; or add that to one's mark that waits. */
export function MarkButton({ of }: { of: Audited }) {
  const [opened, setOpened] = useState(false);
  const { person } = useMe();
  const may = useMay();
  if (!may('coaching.manage') || of.agent_id === person.id) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconSchool size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        Mark for coaching
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={`Mark ${of.agent_name} for coaching`}
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Form of={of} onDone={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function Form({ of, onDone }: { of: Audited; onDone: () => void }) {
  const { person } = useMe();
  const marks = useQuery(marksOfQuery(of.agent_id));
  return (
    <Loaded query={marks} skeleton={<Lines count={3} />}>
      {({ items }) => {
        const mine = items.find(({ marked_by: by }) => by === person.id);
        if (mine) return <Known of={of} mark={mine} onDone={onDone} />;
        return <Fresh of={of} others={items} onDone={onDone} />;
      }}
    </Loaded>
  );
}

/** One has marked this agent already: a second mark isn't made, but this conversation may go into it. */
function Known({ of, mark, onDone }: { of: Audited; mark: MarkView; onDone: () => void }) {
  const change = useChangeMark();
  const there = mark.interactions.some(({ interaction_id: id }) => id === of.interaction_id);
  return (
    <Stack gap="md">
      <Text size="sm">
        You have marked <Name of={of.agent_name} /> already, for <AreaTags areas={mark.areas} />.{' '}
        {there ? 'This conversation is in it.' : 'This conversation can be added to it.'}
      </Text>
      {change.error && <ProblemNotice error={change.error} changing />}
      <Group justify="space-between">
        <Anchor to="/coaching/marked" search={mark.group_id ? { tab: 'groups', open: mark.group_id } : {}}>
          Open marked for coaching
        </Anchor>
        {!there && (
          <Button
            loading={change.isPending}
            onClick={() =>
              change.mutate(
                {
                  mark,
                  changes: {
                    add_interactions: [{ interaction_id: of.interaction_id, evaluation_id: of.id }],
                  },
                },
                {
                  onSuccess: () => {
                    said('The conversation is added to the mark');
                    onDone();
                  },
                },
              )
            }
          >
            Add this conversation
          </Button>
        )}
      </Group>
    </Stack>
  );
}

interface Chosen {
  areas: AreaDraft[];
  groupId: string | null;
}
const NOTHING: Chosen = { areas: [], groupId: null };

function Fresh({ of, others, onDone }: { of: Audited; others: MarkView[]; onDone: () => void }) {
  const { value, set, forget } = useKept<Chosen>(`coaching-mark.${of.id}`, NOTHING);
  const { areas, groupId } = value;
  const [asked, setAsked] = useState(false);
  const groups = useQuery(pendingGroupsQuery).data ?? [];
  const mark = useMark();
  const keyOf = useIntention();
  const problem = mark.error ? asProblem(mark.error) : null;
  const group = groups.find(({ id }) => id === groupId);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (!group && areas.length === 0) return;
        const draft = {
          agent_id: of.agent_id,
          areas: group ? [] : areas,
          interactions: [{ interaction_id: of.interaction_id, evaluation_id: of.id }],
          group_id: group?.id ?? null,
        };
        mark.mutate(
          { draft, key: keyOf(draft) },
          {
            onSuccess: () => {
              forget();
              said(`${of.agent_name} is marked for coaching`);
              onDone();
            },
          },
        );
      }}
    >
      <Stack gap="md">
        {others.length > 0 && (
          <Text size="sm" c="dimmed">
            Marked by others for {others.flatMap((each) => each.areas.map(({ name }) => name)).join(', ')}:
            nobody is marked for the same twice.
          </Text>
        )}
        <Select
          label="Group"
          description="Its areas are shared by all in it; the agent is told nothing of it"
          placeholder="None, by itself"
          clearable
          data={groups.map(({ id, name }) => ({ value: id, label: name }))}
          value={group?.id ?? null}
          onChange={(to) => {
            mark.reset();
            set((before) => ({ ...before, groupId: to }));
          }}
        />
        {group ? (
          <Text size="sm">
            Coached on <AreaTags areas={group.areas} />
          </Text>
        ) : (
          <AreasField
            value={areas}
            scorecardId={of.scorecard_id}
            error={problem?.field('/areas') ?? (asked && areas.length === 0 && 'Name one at least')}
            onChange={(change) => {
              mark.reset();
              set((before) => ({ ...before, areas: change(before.areas) }));
            }}
          />
        )}
        {problem && (group ?? !problem.field('/areas')) && <ProblemNotice error={problem} changing />}
        <Group justify="flex-end">
          <Button type="submit" loading={mark.isPending}>
            Mark
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
