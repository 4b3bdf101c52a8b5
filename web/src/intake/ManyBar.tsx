import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { BatchRequest, HoldCode, HoldReason, IntakeView } from '@/api/schema';
import { count } from '@/parts/numbers';
import { OtherProblem } from '@/parts/OtherProblem';
import { Sheet } from '@/parts/Page';
import { useIntention } from '@/parts/useIntention';
import { CompletionField, labelOf } from './CompletionField';
import { NearestOffer } from './NearestOffer';
import { useBatch } from './queries';
import { FIELD_OF, NAMED } from './words';

/**
 * Which items are meant: those that are ticked, or `all` with a status, and of held ones with a reason and value.
 * `count`: how many all of them are, where that is known.
 */
export interface Meant {
  status: 'held' | 'failed';
  ticked: IntakeView[];
  all: boolean;
  count: number | undefined;
  reason: HoldCode | undefined;
  given: string | undefined;
}

type Act = 'complete' | 'dismiss';

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
  onBegun: (batchId: string) => void;
}) {
  const [act, setAct] = useState<Act | null>(null);
  const batch = useBatch();
  const keyOf = useIntention();
  const { ticked, all, status, reason, given } = meant;
  const number = all ? meant.count : ticked.length;
  const which: Pick<BatchRequest, 'ids' | 'status' | 'reason' | 'given'> = all
    ? { ids: [], status, reason: reason ?? null, given: given ?? null }
    : { ids: ticked.map(({ id }) => id), status, reason: null, given: null };
  const begin = (answer: Partial<BatchRequest> & Pick<BatchRequest, 'act'>) => {
    const asked: BatchRequest = {
      fields: {},
      remember: false,
      new: [],
      dismissal: null,
      ...which,
      ...answer,
    };
    batch.mutate({ asked, key: keyOf(asked) }, { onSuccess: ({ id }) => onBegun(id) });
  };
  const problem = batch.error ? asProblem(batch.error) : null;
  const chosen = number === undefined ? 'All of these' : `${count(number)} chosen`;
  const nothing = number === 0;
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
            onClick={() => begin({ act: 'release' })}
          >
            {status === 'failed' ? 'Try again' : 'Release'}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={nothing}
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
          <Button size="xs" variant="subtle" onClick={onClear}>
            Choose none
          </Button>
        </Group>
        {act === 'complete' && (
          <Completing
            meant={meant}
            pending={batch.isPending}
            wrong={(field) => problem?.field(`/fields/${field}`)}
            onAnswer={(answer) => begin({ act, ...answer })}
            onClose={() => setAct(null)}
          />
        )}
        {act === 'dismiss' && (
          <Dismissing
            pending={batch.isPending}
            wrong={problem?.field('/reason') ?? problem?.field('/dismissal')}
            onAnswer={(dismissal) => begin({ act, dismissal })}
            onClose={() => setAct(null)}
          />
        )}
        <OtherProblem problem={problem} shown={act ? ['fields', 'reason', 'dismissal'] : []} />
      </Stack>
    </Sheet>
  );
}

function allLabel({ status, given, count: number }: Meant): string {
  const all = number === undefined ? 'All' : `All ${count(number)}`;
  if (status === 'failed') return `${all} that failed`;
  return given ? `All held for “${given}”` : `${all} held for this reason`;
}

/** The reasons of those that are meant, one for each field and value: what has to be answered. */
function reasonsOf({ ticked, all, reason: meant, given: value }: Meant): HoldReason[] {
  const wanted = ticked
    .flatMap(({ reasons }) => reasons)
    .filter(({ code, given }) => !all || (code === meant && (value === undefined || given === value)));
  return [...new Map(wanted.map((reason) => [`${reason.field} ${reason.given}`, reason])).values()];
}

function Completing({
  meant,
  pending,
  wrong,
  onAnswer,
  onClose,
}: {
  meant: Meant;
  pending: boolean;
  wrong: (field: string) => string | undefined;
  onAnswer: (answer: Pick<BatchRequest, 'fields' | 'remember' | 'new'>) => void;
  onClose: () => void;
}) {
  const [fields, setFields] = useState<Record<string, string>>({});
  const [remember, setRemember] = useState(false);
  const [isNew, setNew] = useState(false);
  const reasons = reasonsOf(meant);
  const ofAll = meant.all && meant.reason ? FIELD_OF[meant.reason] : undefined;
  const asked = [
    ...new Set([...(ofAll ? [ofAll] : []), ...reasons.flatMap(({ field }) => field ?? [])]),
  ].filter((field) => field !== 'contact_reference');
  const named = reasons.some(({ code }) => NAMED.includes(code));
  const set = (field: string, value: string | undefined) =>
    setFields((before) => {
      const rest = Object.entries(before).filter(([name]) => name !== field);
      return Object.fromEntries(value === undefined ? rest : [...rest, [field, value]]);
    });
  const filled = Object.fromEntries(Object.entries(fields).filter(([field]) => asked.includes(field)));
  if (asked.length === 0)
    return <Text size="sm">No field helps these. Hand their files in again, or dismiss them.</Text>;
  return (
    <Stack
      component="form"
      gap="sm"
      aria-label="One answer for all of them"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer({ fields: filled, remember: named && remember, new: isNew ? ['queue'] : [] });
      }}
    >
      {asked.map((field) => (
        <Stack key={field} gap={4}>
          <CompletionField
            field={field}
            value={fields[field]}
            error={wrong(field)}
            onChange={(value) => set(field, value)}
          />
          {reasons
            .filter((reason) => reason.field === field)
            .slice(0, 3)
            .map((reason) => (
              <NearestOffer key={reason.given} of={reason} onTake={(value) => set(field, value)} />
            ))}
        </Stack>
      ))}
      {wrong('queue') && (
        <Checkbox
          label="It is a new queue"
          checked={isNew}
          onChange={(event) => setNew(event.currentTarget.checked)}
        />
      )}
      {named && (
        <Checkbox
          label="From now on, take what was given for this"
          checked={remember}
          onChange={(event) => setRemember(event.currentTarget.checked)}
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
  );
}

function Dismissing({
  pending,
  wrong,
  onAnswer,
  onClose,
}: {
  pending: boolean;
  wrong: string | undefined;
  onAnswer: (reason: string) => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  return (
    <form
      aria-label="Dismiss all of them"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer(reason);
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Why they are not to be taken in"
          value={reason}
          maxLength={500}
          maw={480}
          error={wrong}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
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
