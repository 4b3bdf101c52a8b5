import {
  ActionIcon,
  Box,
  Button,
  Group,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Textarea,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Goal, MeetingView } from '@/api/schema';
import { Tag, type Tone } from '@/parts/Tag';
import { useKept } from '@/parts/useKept';
import { toneOf, wordOf } from '@/parts/words';
import { Contested } from './Contested';
import type { DraftGoal } from './draft';
import type { useDraft } from './useDraft';
import { GOAL_WORDS, mayWrite } from './words';

const MOST = 20;
const TONES: Record<Goal['status'], Tone> = { open: 'neutral', achieved: 'good', dropped: 'neutral' };
const CHOICES = (['open', 'achieved', 'dropped'] as const).map((value) => ({
  value,
  label: wordOf(GOAL_WORDS, value),
}));

/** What the participant sets out to reach, to write for those who may. */
export function Goals({ meeting, draft }: { meeting: MeetingView; draft: ReturnType<typeof useDraft> }) {
  const goals = draft.values.goals;
  const contested = draft.contested.includes('goals');
  const open = mayWrite(meeting, 'goals');
  // Once the participant has acknowledged it, what was agreed stays; how it went does not.
  const agreed = meeting.status === 'acknowledged';
  const typed = useKept(`goal.${meeting.id}`, '');
  if (!open && !contested) return <GoalsRead goals={meeting.goals} />;

  function change(key: string, part: Partial<DraftGoal>) {
    draft.write(
      'goals',
      goals.map((goal) => (goal.key === key ? { ...goal, ...part } : goal)),
    );
  }

  function add() {
    const text = typed.value.trim();
    if (!text || goals.length >= MOST) return;
    draft.write('goals', [...goals, { key: crypto.randomUUID(), id: null, text, status: 'open' }]);
    typed.forget('');
  }

  return (
    <Stack gap="sm">
      {goals.map((goal, place) => (
        <Stack key={goal.key} gap={4}>
          {agreed ? (
            <Text>{goal.text}</Text>
          ) : (
            <Textarea
              autosize
              minRows={1}
              aria-label={`Goal ${place + 1}`}
              maxLength={1000}
              value={goal.text}
              error={
                goal.text.trim()
                  ? draft.problem?.field(`/goals/${place}/text`)
                  : 'A goal needs words to be saved'
              }
              onChange={(event) => change(goal.key, { text: event.currentTarget.value })}
            />
          )}
          <Group gap="xs" justify="space-between">
            <SegmentedControl
              size="xs"
              aria-label={`How goal ${place + 1} stands`}
              data={CHOICES}
              value={goal.status}
              onChange={(status) => change(goal.key, { status })}
            />
            {!agreed && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove goal ${place + 1}`}
                onClick={() =>
                  draft.write(
                    'goals',
                    goals.filter((each) => each.key !== goal.key),
                  )
                }
              >
                <IconTrash size={16} />
              </ActionIcon>
            )}
          </Group>
        </Stack>
      ))}
      {goals.length === 0 && (
        <Text size="sm" c="dimmed">
          None yet. A goal is taken up again in the next 1-to-1.
        </Text>
      )}
      {!agreed && goals.length < MOST && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <Group gap="xs" wrap="nowrap">
            <TextInput
              style={{ flex: 1, minWidth: 0 }}
              aria-label="New goal"
              placeholder="What is to be reached"
              maxLength={1000}
              value={typed.value}
              onChange={(event) => typed.set(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" leftSection={<IconPlus size={15} aria-hidden />}>
              Add goal
            </Button>
          </Group>
        </form>
      )}
      {contested && (
        <Contested
          meeting={meeting}
          part="goals"
          onKeep={() => draft.keepMine('goals')}
          onTake={() => draft.takeTheirs('goals')}
        />
      )}
    </Stack>
  );
}

/** Goals to read. */
export function GoalsRead({ goals }: { goals: Goal[] }) {
  if (goals.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No goals were set.
      </Text>
    );
  }
  return (
    <Stack component="ul" aria-label="Goals" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
      {goals.map((goal) => (
        <Box component="li" key={goal.id}>
          <Group gap="xs" wrap="nowrap" align="flex-start" justify="space-between">
            <Text maw={640}>{goal.text}</Text>
            <Box style={{ flexShrink: 0 }}>
              <Tag tone={toneOf(TONES, goal.status)}>{wordOf(GOAL_WORDS, goal.status)}</Tag>
            </Box>
          </Group>
        </Box>
      ))}
    </Stack>
  );
}
