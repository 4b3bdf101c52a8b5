import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { ScenarioView, ScenarioWords } from '@/api/schema';
import { confirm } from '@/parts/confirm';
import { Contested } from '@/parts/Contested';
import { Name } from '@/parts/Name';
import { OtherProblem } from '@/parts/OtherProblem';
import { Sheet } from '@/parts/Page';
import { said } from '@/parts/say';
import { useChanges } from '@/parts/useChanges';
import { useKept } from '@/parts/useKept';
import type { Settling, useSettle } from './queries';
import { LABELS, ScenarioForm, isWhole } from './ScenarioForm';

/**
 * A scenario that waits, or couldn't be written: its words, which may be changed, and what becomes of it.
 *
 * @param settle outlives this, which goes with what is done; `follow` is called as something is done.
 */
export function Settle({
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
  const edited = useChanges<ScenarioWords>(`practice.${scenario.id}`, {
    title: scenario.title ?? '',
    situation: scenario.situation ?? '',
    customer: scenario.customer ?? '',
    opening: scenario.opening ?? '',
  });
  const reason = useKept(`practice-decline.${scenario.id}`, '');
  const [asked, setAsked] = useState(false);
  const [declining, setDeclining] = useState(reason.restored);
  const problem = settle.error ? asProblem(settle.error) : null;
  const may = (action: string) => scenario.actions.includes(action);
  const words = edited.values;
  const send = (what: Settling, done: string) => {
    if ('words' in what) {
      if (edited.waits()) return;
      setAsked(true);
      if (!isWhole(what.words)) return;
    }
    follow();
    settle.mutate(what, {
      onSuccess: () => {
        edited.forget();
        reason.forget('');
        said(done);
      },
    });
  };
  const approve = () => send({ verb: 'approve', words }, `${scenario.agent_name} has it now.`);
  const save = () => send({ verb: 'edit', words }, 'Saved; it waits for approval.');
  return (
    <Sheet title="What it says">
      <form
        aria-label="Practice scenario"
        onSubmit={(event) => {
          event.preventDefault();
          if (may('approve')) approve();
          else save();
        }}
      >
        <Stack gap="md">
          <ScenarioForm
            value={words}
            onChange={edited.set}
            asked={asked}
            wrong={(name) => problem?.field(`/${name}`) ?? problem?.field(`/text/${name}`)}
          />
          <OtherProblem
            problem={problem}
            shown={['title', 'situation', 'customer', 'opening', 'text', ...(declining ? ['reason'] : [])]}
            onReload={() => void onReload().then(() => settle.reset())}
          />
          <Contested edit={edited} labels={LABELS} saving={settle.isPending} />
          <Group gap="xs">
            {may('approve') && (
              <Button type="submit" loading={settle.isPending}>
                Approve
              </Button>
            )}
            {may('edit') && (
              <Button
                {...(may('approve') ? { variant: 'default' } : { type: 'submit' as const })}
                disabled={settle.isPending}
                onClick={may('approve') ? save : undefined}
              >
                Save
              </Button>
            )}
            {may('draft') && (
              <Button
                variant="default"
                disabled={settle.isPending}
                onClick={() =>
                  confirm({
                    title: 'Let the model write it anew?',
                    label: 'Write anew',
                    children: 'What stands here now is replaced.',
                    onConfirm: () => send({ verb: 'draft' }, 'The model is writing it.'),
                  })
                }
              >
                Let the model write it anew
              </Button>
            )}
            {may('decline') && (
              <Button
                variant="subtle"
                color="red"
                disabled={settle.isPending}
                aria-expanded={declining}
                onClick={() => setDeclining(!declining)}
              >
                Decline
              </Button>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            <Name of={scenario.agent_name} /> sees nothing of it before it is approved, and never what the
            model is told of the customer.
          </Text>
        </Stack>
      </form>
      {declining && may('decline') && (
        <Decline
          kept={reason}
          pending={settle.isPending}
          wrong={problem?.field('/reason')}
          onDecline={(why) => send({ verb: 'decline', reason: why }, 'Declined.')}
        />
      )}
    </Sheet>
  );
}

/** Whoever opens the field is about to write in it. */
const FOCUSED = { 'data-autofocus': true, autoFocus: true };

function Decline({
  kept,
  pending,
  wrong,
  onDecline,
}: {
  kept: ReturnType<typeof useKept<string>>;
  pending: boolean;
  wrong: string | undefined;
  onDecline: (reason: string) => void;
}) {
  const { value: reason, set: setReason, restored } = kept;
  const [asked, setAsked] = useState(false);
  return (
    <form
      aria-label="Decline"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (reason.trim()) onDecline(reason.trim());
      }}
    >
      <Stack gap="xs" mt="md" maw={620}>
        <Textarea
          label="Why it isn’t practised"
          required
          autosize
          minRows={2}
          maxLength={1000}
          {...(restored ? {} : FOCUSED)}
          value={reason}
          error={wrong ?? (asked && !reason.trim() ? 'Say why' : undefined)}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" size="xs" color="red" loading={pending}>
            Decline it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
