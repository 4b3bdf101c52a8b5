import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { asProblem } from '@/api/problems';
import type { AttemptView } from '@/api/schema';
import { confirm } from '@/parts/confirm';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useKept } from '@/parts/useKept';
import classes from './AttemptPage.module.css';
import { useAct } from './queries';

const LONGEST = 1000;

/** The chat: what was said, read out as it grows, and what the agent says next. */
export function Chat({ attempt, own }: { attempt: AttemptView; own: boolean }) {
  const act = useAct(attempt);
  const may = (action: string) => attempt.actions.includes(action);
  const quoted = attempt.score?.quote?.turn_index;
  const turns = attempt.turns ?? [];
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {attempt.offline
          ? 'The offline model plays the customer, by rule: it knows a few words and understands no sentence.'
          : 'A language model plays the customer.'}{' '}
        What is personal in what you write is masked.
      </Text>
      <div role="log" aria-label="Chat" aria-live="polite">
        <ol className={classes.chat}>
          {turns.map(({ speaker, text }, place) => (
            <li
              key={place}
              className={[
                classes.turn,
                speaker === 'agent' && classes.agent,
                place === quoted && classes.quoted,
              ]
                .filter(Boolean)
                .join(' ')}
            >
              <Text span size="xs" fw={600} display="block">
                {speaker === 'customer' ? 'Customer' : own ? 'You' : 'Agent'}
                {place === quoted && ', the words that count'}
              </Text>
              {text}
            </li>
          ))}
        </ol>
      </div>
      <div role="status">
        {attempt.waits_for === 'customer' && <Text size="sm">The customer is writing …</Text>}
        {attempt.problem && attempt.state === 'open' && <Text size="sm">{attempt.problem}</Text>}
      </div>
      {act.error && (
        <ProblemNotice
          error={act.error}
          changing
          {...(asProblem(act.error).kind === 'stale' && {
            onRetry: () => {
              act.reset();
            },
          })}
        />
      )}
      {own && attempt.state === 'open' && <Say attempt={attempt} act={act} />}
      {may('resume') && (
        <Group>
          <Button loading={act.isPending} onClick={() => act.mutate({ verb: 'resume' })}>
            Take it up again
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Say({ attempt, act }: { attempt: AttemptView; act: ReturnType<typeof useAct> }) {
  const kept = useKept(`practice-say.${attempt.id}`, '');
  const field = useRef<HTMLTextAreaElement>(null);
  const may = (action: string) => attempt.actions.includes(action);
  const left = attempt.most_turns - attempt.said;
  const can = may('speak') && !act.isPending && kept.value.trim() !== '';
  const waits = attempt.waits_for === 'customer';
  const before = useRef(waits);
  useEffect(() => {
    // Once the customer has answered, whoever was writing goes on writing.
    if (before.current && !waits && document.activeElement === document.body) field.current?.focus();
    before.current = waits;
  }, [waits]);
  const send = () => {
    if (!can) return;
    act.mutate({ verb: 'say', text: kept.value.trim() }, { onSuccess: () => kept.forget('') });
  };
  return (
    <form
      aria-label="Say something"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="sm">
        <Textarea
          ref={field}
          label="What you say"
          description={`Enter sends, Shift and Enter begins a line. ${left === 1 ? 'This is your last turn; the attempt is scored after it.' : `${left} turns left.`}`}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={LONGEST}
          value={kept.value}
          onChange={(event) => kept.set(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <Group gap="xs">
          <Button type="submit" loading={act.isPending} disabled={!can && !act.isPending}>
            Send
          </Button>
          {may('ask_again') && (
            <Button
              variant="default"
              disabled={act.isPending}
              onClick={() => act.mutate({ verb: 'ask_again' })}
            >
              Ask the customer again
            </Button>
          )}
          {may('end') && (
            <Button
              variant="default"
              disabled={act.isPending}
              onClick={() =>
                confirm({
                  title: 'End this attempt?',
                  label: 'End and score',
                  harmless: true,
                  children: 'It is scored by the criterion then, and whoever leads you can read it.',
                  onConfirm: () => act.mutate({ verb: 'end' }),
                })
              }
            >
              End and score
            </Button>
          )}
          {may('give_up') && (
            <Button
              variant="subtle"
              disabled={act.isPending}
              onClick={() =>
                act.mutate(
                  { verb: 'give_up' },
                  { onSuccess: () => said('Given up. You can take it up again, or begin another.') },
                )
              }
            >
              Give up for now
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
