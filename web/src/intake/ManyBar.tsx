import { Button, Checkbox, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { asProblem } from '@/api/problems';
import type { BatchRequest, BatchView, HoldCode, HoldReason } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { confirm } from '@/parts/confirm';
import { count } from '@/parts/numbers';
import { OtherProblem } from '@/parts/OtherProblem';
import { Sheet } from '@/parts/Page';
import { useIntention } from '@/parts/useIntention';
import { useKept } from '@/parts/useKept';
import { NOTHING_TYPED, isNewQueue, meantSo, toSend, withField, type Typed } from './answers';
import { CompletionField, labelOf } from './CompletionField';
import { NearestOffer, mayBeNew } from './NearestOffer';
import { useBatch } from './queries';
import { isOneEach, valuesOf, type Ticked } from './ticks';
import { FIELD_OF, NAMED, OF_ONE, TELLS_GIVEN } from './words';

/**
 * Which items are meant: those that are ticked, or `all` with a status, and of held ones with a reason and value.
 * `count`: how many all of them are, where that is known.
 */
export interface Meant {
  status: 'held' | 'failed';
  ticked: Ticked[];
  all: boolean;
  count: number | undefined;
  reason: HoldCode | undefined;
  given: string | undefined;
}

/** What is being answered for many, until it is sent. */
interface Answering {
  act: 'complete' | 'dismiss' | null;
  typed: Typed;
  dismissal: string;
}

const UNANSWERED: Answering = { act: null, typed: NOTHING_TYPED, dismissal: '' };

/** One answer for many: completing, releasing or dismissing those that are ticked, or all that are held for a reason. */
export function ManyBar({
  meant,
  onAll,
  onClear,
  onBegun,
}: {
  meant: Meant;
  onAll: ((all: boolean) => void) | undefined;
  onClear: () => void;
  onBegun: (batch: BatchView) => void;
}) {
  const { ticked, all, status, reason, given } = meant;
  const kept = useKept<Answering>(`intake.many.${status}`, UNANSWERED);
  const { act } = kept.value;
  const setAct = (next: Answering['act']) => kept.set((before) => ({ ...before, act: next }));
  const clear = () => {
    kept.forget(UNANSWERED);
    onClear();
  };
  const batch = useBatch(clear);
  const keyOf = useIntention();
  const number = all ? meant.count : ticked.length;
  const which: Pick<BatchRequest, 'ids' | 'status' | 'reason' | 'given'> = all
    ? { ids: [], status, reason: reason ?? null, given: given ?? null }
    : { ids: ticked.map(({ id }) => id), status, reason: null, given: null };
  // Those that this page knows of; what is held for another value since isn't meant.
  const values = all ? {} : valuesOf(ticked);
  const begin = (verb: string, answer: Partial<BatchRequest> & Pick<BatchRequest, 'act'>) => {
    const asked: BatchRequest = {
      fields: {},
      remember: false,
      new: [],
      dismissal: null,
      dismissed_by: null,
      ...which,
      values: answer.act === 'complete' ? values : {},
      ...answer,
    };
    const go = () => batch.mutate({ asked, key: keyOf(asked) }, { onSuccess: onBegun });
    if (!all) {
      go();
      return;
    }
    // Those that aren't on the page are meant too.
    confirm({
      title: `${verb} all of them?`,
      label: number === undefined ? `${verb} them` : `${verb} ${count(number)}`,
      children: `${allLabel(meant)}, also those that are not on this page.`,
      onConfirm: go,
    });
  };
  const problem = batch.error ? asProblem(batch.error) : null;
  const chosen = number === undefined ? 'All of these' : `${count(number)} chosen`;
  const nothing = number === 0;
  const again = status === 'failed' ? 'Try again' : 'Release';
  return (
    <Sheet>
      <Stack gap="sm" role="group" aria-label="What is chosen">
        <Group gap="xs">
          <Text size="sm" fw={550} aria-live="polite">
            {chosen}
          </Text>
          {status === 'held' && (
            <Button
              size="xs"
              disabled={nothing}
              aria-expanded={act === 'complete'}
              onClick={() => setAct(act === 'complete' ? null : 'complete')}
            >
              {number === undefined ? 'Complete them' : `Complete ${count(number)}`}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            disabled={nothing}
            loading={batch.isPending && act === null}
            onClick={() => begin(again, { act: 'release' })}
          >
            {again}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={nothing}
            aria-expanded={act === 'dismiss'}
            onClick={() => setAct(act === 'dismiss' ? null : 'dismiss')}
          >
            Dismiss
          </Button>
          {onAll && (
            <Checkbox
              size="xs"
              label={allLabel(meant)}
              checked={all}
              onChange={(event) => onAll(event.currentTarget.checked)}
            />
          )}
          <Button size="xs" variant="subtle" onClick={clear}>
            Choose none
          </Button>
        </Group>
        {act === 'complete' && (
          <Completing
            meant={meant}
            typed={kept.value.typed}
            onTyped={(next) => kept.set((before) => ({ ...before, typed: next(before.typed) }))}
            pending={batch.isPending}
            wrong={(field) => problem?.field(`/fields/${field}`)}
            onAnswer={(answer) => begin('Complete', { act, ...answer })}
            onClose={() => setAct(null)}
          />
        )}
        {act === 'dismiss' && (
          <Dismissing
            reason={kept.value.dismissal}
            onReason={(dismissal) => kept.set((before) => ({ ...before, dismissal }))}
            pending={batch.isPending}
            wrong={problem?.field('/dismissal')}
            onAnswer={() => begin('Dismiss', { act, dismissal: kept.value.dismissal })}
            onClose={() => setAct(null)}
          />
        )}
        <OtherProblem problem={problem} shown={act ? ['fields', 'dismissal'] : []} />
      </Stack>
    </Sheet>
  );
}

function allLabel({ status, given, count: number }: Meant): string {
  const all = number === undefined ? 'All' : `All ${count(number)}`;
  if (status === 'failed') return `${all} that failed`;
  return given ? `All held for “${given}”` : `${all} held for this reason`;
}

/** The reasons of those that are meant, one for each field and value, with how many of those on the page have it. */
function reasonsOf({
  ticked,
  all,
  reason: meant,
  given: value,
}: Meant): { reason: HoldReason; times: number }[] {
  const wanted = ticked
    .flatMap(({ reasons }) => reasons)
    .filter(({ code, given }) => !all || (code === meant && (value === undefined || given === value)));
  const found = new Map<string, { reason: HoldReason; times: number }>();
  for (const reason of wanted) {
    const key = `${reason.field} ${reason.given}`;
    found.set(key, { reason, times: (found.get(key)?.times ?? 0) + 1 });
  }
  return [...found.values()];
}

/** So many values are named one by one. */
const MOST_NAMED = 8;

/** Which values an answer is about to be given for, each with how many have it. */
function Values({ of }: { of: { reason: HoldReason; times: number }[] }) {
  const given = of.filter(({ reason }) => reason.given);
  if (given.length < 2) return null;
  const named = given.slice(0, MOST_NAMED).map(({ reason, times }) => `“${reason.given}” (${count(times)})`);
  const more = given.length > MOST_NAMED ? ` and ${count(given.length - MOST_NAMED)} others` : '';
  return (
    <Text size="sm">
      {`This is one answer for ${count(given.length)} different values: ${named.join(', ')}${more}.`}
    </Text>
  );
}

function useFocusOnce() {
  const place = useRef<HTMLFormElement>(null);
  useEffect(() => {
    place.current?.querySelector<HTMLElement>('input, select, textarea, a, button')?.focus();
  }, []);
  return place;
}

function Completing({
  meant,
  typed,
  onTyped,
  pending,
  wrong,
  onAnswer,
  onClose,
}: {
  meant: Meant;
  typed: Typed;
  onTyped: (next: (before: Typed) => Typed) => void;
  pending: boolean;
  wrong: (field: string) => string | undefined;
  onAnswer: (answer: Pick<BatchRequest, 'fields' | 'remember' | 'new'>) => void;
  onClose: () => void;
}) {
  const form = useFocusOnce();
  const found = reasonsOf(meant);
  const ofAll = meant.all && meant.reason ? FIELD_OF[meant.reason] : undefined;
  const asked = (meant.all ? [ofAll] : [...new Set(found.map(({ reason }) => reason.field))]).filter(
    (field): field is string => Boolean(field) && !OF_ONE.includes(field ?? ''),
  );
  // Of several values none is remembered: each may mean something else.
  const named = found.some(({ reason }) => NAMED.includes(reason.code)) && isOneEach(valuesOf(meant.ticked));
  const filled = toSend(typed, asked);
  if (meant.all && meant.reason && TELLS_GIVEN.includes(meant.reason) && meant.given === undefined)
    return <OneValue found={found} reason={meant.reason} />;
  if (asked.length === 0)
    return (
      <Text size="sm">
        No answer is the same for these. Look at each by itself, hand their files in again, or dismiss them.
      </Text>
    );
  const [onlyNew] = found.filter(({ reason }) => mayBeNew(reason));
  const oneQueue = found.filter(({ reason }) => reason.field === 'queue').length === 1;
  const answer = (fields: Record<string, string>, isNew: string[]) =>
    onAnswer({ fields, remember: named && typed.remember, new: isNew });
  return (
    <form
      ref={form}
      aria-label="One answer for all of them"
      onSubmit={(event) => {
        event.preventDefault();
        answer(filled, meantSo(typed));
      }}
    >
      <Stack gap="sm">
        {asked.map((field) => (
          <Stack key={field} gap={4}>
            <Values of={found.filter(({ reason }) => reason.field === field)} />
            <CompletionField
              field={field}
              answer={typed.fields[field]}
              error={wrong(field)}
              onChange={(value) => onTyped((before) => withField(before, field, value))}
            />
            {found
              .filter(({ reason }) => reason.field === field)
              .slice(0, 3)
              .map(({ reason }) => (
                <NearestOffer
                  key={reason.given}
                  of={reason}
                  onTake={(value) => onTyped((before) => withField(before, field, value))}
                />
              ))}
            {field === 'queue' && onlyNew && oneQueue && (
              <div>
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={pending}
                  onClick={() => answer({ ...filled, queue: onlyNew.reason.given ?? '' }, ['queue'])}
                >
                  “{onlyNew.reason.given}” is a new queue
                </Button>
              </div>
            )}
            {field === 'queue' && typed.fields.queue && (Boolean(wrong('queue')) || isNewQueue(typed)) && (
              <Checkbox
                label={`“${typed.fields.queue.value}” is a new queue`}
                checked={isNewQueue(typed)}
                onChange={(event) => {
                  const on = event.currentTarget.checked;
                  onTyped((before) => ({
                    ...before,
                    newQueue: on ? (before.fields.queue?.value ?? null) : null,
                  }));
                }}
              />
            )}
          </Stack>
        ))}
        {named && (
          <Checkbox
            label="From now on, take what was given for this"
            checked={typed.remember}
            onChange={(event) => {
              const on = event.currentTarget.checked;
              onTyped((before) => ({ ...before, remember: on }));
            }}
          />
        )}
        <Group gap="xs">
          <Button type="submit" size="xs" loading={pending} disabled={Object.keys(filled).length === 0}>
            Fill in {asked.map((field) => labelOf(field).toLowerCase()).join(', ')} and release
          </Button>
          <Button size="xs" variant="default" disabled={pending} onClick={onClose}>
            Not now
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Of several values each has its own answer: one of them is chosen first. */
function OneValue({ found, reason }: { found: { reason: HoldReason; times: number }[]; reason: HoldCode }) {
  const values = found.flatMap(({ reason: { given }, times }) => (given ? [{ given, times }] : []));
  return (
    <Stack gap={4}>
      <Text size="sm">
        They are held for different values, and each has its own answer. Choose one of those on this page:
      </Text>
      <List size="sm">
        {values.map(({ given, times }) => (
          <List.Item key={given}>
            <Anchor
              to="/conversations/intake"
              search={{ status: 'held', reason, given }}
              inherit
              underline="always"
            >
              {given}
            </Anchor>
            {` (${count(times)})`}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}

function Dismissing({
  reason,
  onReason,
  pending,
  wrong,
  onAnswer,
  onClose,
}: {
  reason: string;
  onReason: (reason: string) => void;
  pending: boolean;
  wrong: string | undefined;
  onAnswer: () => void;
  onClose: () => void;
}) {
  const form = useFocusOnce();
  return (
    <form
      ref={form}
      aria-label="Dismiss all of them"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Why they are not to be taken in"
          value={reason}
          maxLength={500}
          maw={480}
          error={wrong}
          onChange={(event) => onReason(event.currentTarget.value)}
        />
        <Group gap="xs">
          <Button type="submit" size="xs" loading={pending} disabled={!reason.trim()}>
            Dismiss all of them
          </Button>
          <Button size="xs" variant="default" disabled={pending} onClick={onClose}>
            Keep them
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
