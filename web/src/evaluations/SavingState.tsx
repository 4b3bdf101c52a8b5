import { Button, Group, Text } from '@mantine/core';
import type { QueueState } from './answerQueue';
import { isNothing, sizeOf } from './answers';
import { decided } from './merging';

/** Whether the answers are with the API; what isn't can be sent again by hand. */
export function SavingState({ state, onSave }: { state: QueueState; onSave: () => void }) {
  const waiting = sizeOf(state.unsaved);
  const sendable = !isNothing(decided(state.unsaved, state.undecided));
  const word = {
    saved: 'Saved',
    waiting: 'Saving …',
    saving: 'Saving …',
    failed: `Not saved (${waiting})`,
  }[state.saving];
  return (
    <Group gap={6} wrap="nowrap">
      <Text
        size="sm"
        role="status"
        fw={state.saving === 'failed' ? 600 : 400}
        c={state.saving === 'failed' ? 'var(--debrief-act-text)' : 'dimmed'}
      >
        {word}
      </Text>
      {state.saving === 'failed' && sendable && state.problem?.kind !== 'conflict' && (
        <Button size="compact-xs" variant="default" onClick={onSave}>
          Save now
        </Button>
      )}
    </Group>
  );
}
