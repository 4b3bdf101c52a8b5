import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { ScenarioView, ScenarioWords } from '@/api/schema';
import { confirm } from '@/parts/confirm';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useKept } from '@/parts/useKept';
import { useSettle, type Settling } from './queries';
import { ScenarioForm, isWhole } from './ScenarioForm';

/** A scenario that waits: its words, which may be changed, and what becomes of it. */
export function Settle({ scenario }: { scenario: ScenarioView }) {
  const settle = useSettle(scenario);
  const kept = useKept<ScenarioWords>(`practice.${scenario.id}.${scenario.revision}`, {
    title: scenario.title ?? '',
    situation: scenario.situation ?? '',
    customer: scenario.customer ?? '',
    opening: scenario.opening ?? '',
  });
  const [asked, setAsked] = useState(false);
  const [declining, setDeclining] = useState(false);
  const problem = settle.error ? asProblem(settle.error) : null;
  const send = (what: Settling, done: string) => {
    setAsked(true);
    if ('words' in what && !isWhole(what.words)) return;
    settle.mutate(what, {
      onSuccess: () => {
        kept.forget();
        said(done);
      },
    });
  };
  return (
    <Sheet title="What it says">
      <form
        aria-label="Practice scenario"
        onSubmit={(event) => {
          event.preventDefault();
          send({ verb: 'approve', words: kept.value }, `${scenario.agent_name} has it now.`);
        }}
      >
        <Stack gap="md">
          <ScenarioForm
            value={kept.value}
            onChange={kept.set}
            asked={asked}
            wrong={(name) => problem?.field(`/${name}`) ?? problem?.field(`/text/${name}`)}
          />
          {settle.error && <ProblemNotice error={settle.error} changing />}
          <Group gap="xs">
            <Button type="submit" loading={settle.isPending}>
              Approve
            </Button>
            <Button
              variant="default"
              disabled={settle.isPending}
              onClick={() => send({ verb: 'edit', words: kept.value }, 'Saved; it still waits.')}
            >
              Save
            </Button>
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
            <Button
              variant="subtle"
              color="red"
              disabled={settle.isPending}
              aria-expanded={declining}
              onClick={() => setDeclining(!declining)}
            >
              Decline
            </Button>
          </Group>
          <Text size="sm" c="dimmed">
            {scenario.agent_name} sees nothing of it before it is approved, and never what the model is told
            of the customer.
          </Text>
        </Stack>
      </form>
      {declining && (
        <Decline
          pending={settle.isPending}
          onDecline={(reason) => send({ verb: 'decline', reason }, 'Declined.')}
        />
      )}
    </Sheet>
  );
}

function Decline({ pending, onDecline }: { pending: boolean; onDecline: (reason: string) => void }) {
  const [reason, setReason] = useState('');
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
          data-autofocus
          value={reason}
          error={asked && !reason.trim() ? 'Say why' : undefined}
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
