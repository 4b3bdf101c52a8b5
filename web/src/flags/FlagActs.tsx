import { Button, Group, Radio, Stack, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import type { FlagItem, NewResolution } from '@/api/schema';
import { asProblem } from '@/api/problems';
import { DateField } from '@/parts/DateField';
import { firstControl, useFollowing } from '@/parts/focus';
import { OtherProblem } from '@/parts/OtherProblem';
import { PersonSelect } from '@/parts/PersonSelect';
import { said } from '@/parts/say';
import { daysAfter } from '@/parts/times';
import { useKept } from '@/parts/useKept';
import { useToday } from '@/parts/When';
import { wordOf } from '@/parts/words';
import { useDeed, type Deed } from './queries';
import { OUTCOME_WORDS, whatCounts } from './words';

/** What is about to be done with a flag, and needs something said. */
export type Asked = 'resolve' | 'snooze' | 'hand_over';

const LABELS: Record<Asked, string> = {
  resolve: 'Resolve',
  snooze: 'Snooze',
  hand_over: 'Hand over',
};

const OUTCOMES = Object.keys(OUTCOME_WORDS) as NewResolution['outcome'][];

/** What the signed-in person may do with a flag. */
export function FlagActs({
  flag,
  asked,
  onAsk,
  onReload,
  onDone,
}: {
  flag: FlagItem;
  asked: Asked | null;
  onAsk: (asked: Asked | null) => void;
  onReload: () => Promise<unknown>;
  onDone: (() => void) | undefined;
}) {
  const deed = useDeed(flag);
  const problem = deed.error ? asProblem(deed.error) : null;
  const wrong = (name: string) => problem?.fields.find(({ pointer }) => pointer === `/${name}`)?.message;
  const may = (act: string) => flag.actions.includes(act);
  const place = useRef<HTMLDivElement>(null);
  const { isPending } = deed;
  // With what was done its form goes, and the buttons are others.
  const follow = useFollowing(`${isPending} ${asked ?? ''} ${flag.state}`, () =>
    isPending ? null : (firstControl(place.current) ?? place.current),
  );
  const send = (what: Deed, told: string, then?: () => void) => {
    follow();
    deed.mutate(what, {
      onSuccess: () => {
        then?.();
        onAsk(null);
        said(told);
        onDone?.();
      },
    });
  };
  const open = asked !== null && may(asked) ? asked : null;
  return (
    <Stack gap="sm" ref={place} tabIndex={-1} style={{ outline: 'none' }}>
      <Group gap="xs">
        {(['resolve', 'snooze', 'hand_over'] as const).map(
          (each) =>
            may(each) && (
              <Button
                key={each}
                size="xs"
                variant={each === 'resolve' ? 'filled' : 'default'}
                aria-expanded={open === each}
                onClick={() => onAsk(open === each ? null : each)}
              >
                {LABELS[each]}
              </Button>
            ),
        )}
        {may('wake') && (
          <Button
            size="xs"
            variant="default"
            loading={deed.isPending}
            onClick={() => send({ act: 'wake' }, 'The flag waits again.')}
          >
            Let it wait again
          </Button>
        )}
        {may('reopen') && (
          <Button
            size="xs"
            variant="default"
            loading={deed.isPending}
            onClick={() => send({ act: 'reopen' }, 'The flag is open again.')}
          >
            Open again
          </Button>
        )}
      </Group>
      {open === 'resolve' && (
        <Resolve
          flag={flag}
          pending={deed.isPending}
          wrong={wrong}
          onGo={(given, forget) => send({ act: 'resolve', given }, 'The flag is resolved.', forget)}
        />
      )}
      {open === 'snooze' && (
        <Snooze
          pending={deed.isPending}
          wrong={wrong}
          onGo={(until) => send({ act: 'snooze', given: { until } }, 'The flag is snoozed.')}
        />
      )}
      {open === 'hand_over' && (
        <HandOver
          flag={flag}
          pending={deed.isPending}
          wrong={wrong}
          onGo={(given, forget) => send({ act: 'hand_over', given }, 'The flag is handed over.', forget)}
        />
      )}
      <OtherProblem
        problem={problem}
        shown={['outcome', 'note', 'until', 'to_id']}
        onReload={() => void onReload().then(() => deed.reset())}
      />
    </Stack>
  );
}

type Wrong = (name: string) => string | undefined;

function Resolve({
  flag,
  pending,
  wrong,
  onGo,
}: {
  flag: FlagItem;
  pending: boolean;
  wrong: Wrong;
  onGo: (given: NewResolution, forget: () => void) => void;
}) {
  const [outcome, setOutcome] = useState<NewResolution['outcome']>('coached');
  const { value: note, set: setNote, forget } = useKept(`flag.${flag.id}.resolution`, '');
  return (
    <form
      aria-label="Resolve the flag"
      onSubmit={(event) => {
        event.preventDefault();
        onGo({ outcome, note }, forget);
      }}
    >
      <Stack gap="sm">
        <Radio.Group
          label="What came of it"
          description={whatCounts(flag)}
          value={outcome}
          error={wrong('outcome')}
          onChange={(chosen) => {
            const known = OUTCOMES.find((each) => each === chosen);
            if (known) setOutcome(known);
          }}
        >
          <Stack gap={6} mt={6}>
            {OUTCOMES.map((each, at) => (
              <Radio
                key={each}
                value={each}
                label={wordOf(OUTCOME_WORDS, each)}
                {...(at === 0 ? { 'data-autofocus': true, autoFocus: true } : {})}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label="Note"
          description="It stays with the call. Say what is wrong where the flag is."
          value={note}
          maxLength={2000}
          autosize
          minRows={2}
          error={wrong('note')}
          required={outcome === 'mistaken'}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" size="xs" loading={pending}>
            Resolve
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Snooze({ pending, wrong, onGo }: { pending: boolean; wrong: Wrong; onGo: (until: string) => void }) {
  const tomorrow = daysAfter(useToday(), 1);
  const [until, setUntil] = useState<string | null>(tomorrow);
  return (
    <form
      aria-label="Snooze the flag"
      onSubmit={(event) => {
        event.preventDefault();
        if (until) onGo(until);
      }}
    >
      <Stack gap="sm">
        <DateField
          label="Until the morning of"
          value={until}
          min={tomorrow}
          error={wrong('until')}
          onChange={setUntil}
        />
        <Group>
          <Button type="submit" size="xs" loading={pending} disabled={!until}>
            Snooze
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function HandOver({
  flag,
  pending,
  wrong,
  onGo,
}: {
  flag: FlagItem;
  pending: boolean;
  wrong: Wrong;
  onGo: (given: { to_id: string; note: string }, forget: () => void) => void;
}) {
  const [to, setTo] = useState<string | null>(null);
  const { value: note, set: setNote, forget } = useKept(`flag.${flag.id}.hand-over`, '');
  return (
    <form
      aria-label="Hand the flag over"
      onSubmit={(event) => {
        event.preventDefault();
        if (to) onGo({ to_id: to, note }, forget);
      }}
    >
      <Stack gap="sm">
        <PersonSelect
          label="To"
          among="evaluators"
          value={to}
          without={[flag.about.agent_id, ...(flag.assignee_id ? [flag.assignee_id] : [])]}
          error={wrong('to_id')}
          onChange={(id) => setTo(id)}
        />
        <Textarea
          label="Note"
          description="What they should know."
          value={note}
          maxLength={2000}
          autosize
          minRows={2}
          error={wrong('note')}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" size="xs" loading={pending} disabled={!to}>
            Hand over
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
