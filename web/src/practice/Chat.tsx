import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { asProblem } from '@/api/problems';
import type { AttemptView } from '@/api/schema';
import { confirm } from '@/parts/confirm';
import { firstControl, useFollowing } from '@/parts/focus';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useKept } from '@/parts/useKept';
import classes from './AttemptPage.module.css';
import { useAct } from './queries';
import { withoutSaid } from './words';

const LONGEST = 1000;

/** The chat: what was said, read out as it grows, and what the agent says next. */
export function Chat({ attempt, own }: { attempt: AttemptView; own: boolean }) {
  const act = useAct(attempt);
  const may = (action: string) => attempt.actions.includes(action);
  const quoted = attempt.score?.quote?.turn_index;
  const turns = attempt.turns ?? [];
  const place = useRef<HTMLDivElement>(null);
  const next = useRef<HTMLDivElement>(null);
  const busy = act.isPending || attempt.waits_for === 'customer';
  // Whoever was writing goes on writing once the customer has answered; else on what stands in the place of the buttons.
  const follow = useFollowing(`${busy} ${attempt.state}`, () =>
    busy ? null : (next.current?.querySelector('textarea') ?? firstControl(next.current) ?? place.current),
  );
  return (
    <Stack gap="md" ref={place} tabIndex={-1} style={{ outline: 'none' }}>
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
      <div ref={next}>
        {own && attempt.state === 'open' && <Say attempt={attempt} act={act} follow={follow} />}
        {may('resume') && (
          <Group>
            <Button
              loading={act.isPending}
              onClick={() => {
                follow();
                act.mutate({ verb: 'resume' });
              }}
            >
              Take it up again
            </Button>
          </Group>
        )}
      </div>
    </Stack>
  );
}

function Say({
  attempt,
  act,
  follow,
}: {
  attempt: AttemptView;
  act: ReturnType<typeof useAct>;
  follow: () => void;
}) {
  const kept = useKept(`practice-say.${attempt.id}`, '');
  const may = (action: string) => attempt.actions.includes(action);
  const left = attempt.most_turns - attempt.said;
  const can = may('speak') && !act.isPending && kept.value.trim() !== '';
  const typed = useRef(kept.value);
  useEffect(() => {
    typed.current = kept.value;
  });
  const send = () => {
    if (!can) return;
    const text = kept.value.trim();
    follow();
    act.mutate(
      { verb: 'say', text },
      {
        onSuccess: () => {
          // What was typed while it was on its way stays.
          const more = withoutSaid(typed.current, text);
          if (more === '') kept.forget('');
          else kept.set(more);
        },
      },
    );
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
              onClick={() => {
                follow();
                act.mutate({ verb: 'ask_again' });
              }}
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
                  onConfirm: () => {
                    follow();
                    act.mutate({ verb: 'end' });
                  },
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
              onClick={() => {
                follow();
                act.mutate(
                  { verb: 'give_up' },
                  { onSuccess: () => said('Given up. You can take it up again, or begin another.') },
                );
              }}
            >
              Give up for now
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
