import { Button, Checkbox, Group, List, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { intention } from '@/api/client';
import { asProblem } from '@/api/problems';
import type { HoldReason, IntakeView } from '@/api/schema';
import { AskedButton } from '@/parts/AskedButton';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useKept } from '@/parts/useKept';
import { Anchor } from '@/parts/Anchor';
import { entryOf } from '@/parts/words';
import { NOTHING_TYPED, isNewQueue, meantSo, toSend, withField, type Typed } from './answers';
import { CompletionField, type Answer } from './CompletionField';
import { NearestOffer, mayBeNew } from './NearestOffer';
import { itemQuery, useCompletion, useRelease } from './queries';
import { ACT_WORDS, NAMED, sentences } from './words';

/** Why an item is held, and beside each reason the field that does away with it. */
export function CompletionForm({ item }: { item: IntakeView }) {
  const client = useQueryClient();
  const typed = useKept<Typed>(`completion.${item.id}`, NOTHING_TYPED);
  const completion = useCompletion(item, (changed) => {
    typed.forget(NOTHING_TYPED);
    said(changed.status === 'held' ? 'Saved. Something is still missing.' : 'Released.');
  });
  const problem = completion.error ? asProblem(completion.error) : null;
  const { reasons } = item;
  const { fields, remember } = typed.value;
  const named = reasons.some(({ code }) => NAMED.includes(code));
  const slip = problem?.fields.some(({ pointer }) => nameOf(pointer) === 'queue') ?? false;
  const asked = [...new Set(reasons.flatMap(({ field }) => field ?? []))];
  const filled = toSend(typed.value, asked);
  const beside = problem?.fields.filter(({ pointer }) => asked.includes(nameOf(pointer))) ?? [];
  const set = (field: string, answer: Answer | undefined) =>
    typed.set((before) => withField(before, field, answer));
  const complete = (sent: Record<string, string>, isNew: string[]) =>
    completion.mutate({ fields: sent, remember: named && remember, isNew });
  return (
    <Stack
      component="form"
      gap="md"
      onSubmit={(event) => {
        event.preventDefault();
        if (Object.keys(filled).length) complete(filled, meantSo(typed.value));
      }}
    >
      {asked.length === 0 && <Sentences of={sentences(item)} />}
      {item.status === 'held' &&
        [...new Set(reasons.map(({ act }) => entryOf(ACT_WORDS, act, null)))].map(
          (way) =>
            way && (
              <Text key={way} size="sm" c="dimmed">
                {way}
              </Text>
            ),
        )}
      {byField(reasons).map(([field, own]) => (
        <Stack key={field ?? 'none'} gap="xs">
          <Sentences of={own.map(({ sentence }) => sentence)} />
          {field && (
            <CompletionField
              field={field}
              answer={fields[field] ?? known(item, field)}
              error={beside.find(({ pointer }) => nameOf(pointer) === field)?.message}
              onChange={(answer) => set(field, answer)}
            />
          )}
          {field &&
            own.map((reason) => (
              <NearestOffer key={reason.code} of={reason} onTake={(answer) => set(field, answer)} />
            ))}
          {item.actions.includes('complete') &&
            own.filter(mayBeNew).map(({ code, given }) => (
              <div key={`new ${code}`}>
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={completion.isPending}
                  onClick={() => complete({ ...filled, queue: given ?? '' }, ['queue'])}
                >
                  “{given}” is a new queue
                </Button>
              </div>
            ))}
          {field === 'queue' && fields.queue && (slip || isNewQueue(typed.value)) && (
            <Checkbox
              label={`“${fields.queue.value}” is a new queue`}
              checked={isNewQueue(typed.value)}
              onChange={(event) => {
                const text = event.currentTarget.checked ? (fields.queue?.value ?? null) : null;
                typed.set((before) => ({ ...before, newQueue: text }));
              }}
            />
          )}
          {own
            .filter(({ code }) => NAMED.includes(code))
            .map(({ code, given }) => (
              <Checkbox
                key={code}
                label={`From now on, take “${given ?? ''}” for this`}
                checked={remember}
                onChange={(event) => {
                  const on = event.currentTarget.checked;
                  typed.set((before) => ({ ...before, remember: on }));
                }}
              />
            ))}
          {own
            .filter(({ given }) => given)
            .map(({ code, given }) => (
              <Anchor
                key={code}
                to="/conversations/intake"
                search={{ status: 'held', reason: code, given: given ?? undefined }}
                size="sm"
                underline="always"
              >
                All that are held for “{given}”
              </Anchor>
            ))}
        </Stack>
      ))}
      {problem && beside.length === 0 && (
        <ProblemNotice
          error={problem}
          changing
          onRetry={
            problem.kind === 'stale'
              ? () => {
                  void client
                    .invalidateQueries({ queryKey: itemQuery(item.id).queryKey })
                    .then(() => completion.reset());
                }
              : undefined
          }
        />
      )}
      <Group gap="xs">
        {asked.length > 0 && item.actions.includes('complete') && (
          <Button type="submit" disabled={Object.keys(filled).length === 0} loading={completion.isPending}>
            Fill in and release
          </Button>
        )}
        {item.actions.includes('release') && <ReleaseButtons item={item} />}
      </Group>
    </Stack>
  );
}

/** What was dismissed: taking it back. */
export function TakeBack({ item }: { item: IntakeView }) {
  return (
    <Group gap="xs">
      <ReleaseButtons item={item} />
    </Group>
  );
}

const AGAIN: Partial<Record<IntakeView['status'], string>> = {
  failed: 'Try again',
  dismissed: 'Take it back',
};

function ReleaseButtons({ item }: { item: IntakeView }) {
  const release = useRelease(item);
  const [key, setKey] = useState(intention);
  const duplicate = item.reasons.some(({ code }) => code === 'duplicate');
  const go = (replace: boolean) =>
    release.mutate(
      // Another wish than the one that was not answered is not the same try.
      { replace, key: `${replace ? 'replace' : 'look'} ${key}` },
      {
        onSuccess: (changed) => {
          setKey(intention());
          said(changed.status === 'held' ? 'It is still held.' : 'Released.');
        },
      },
    );
  return (
    <>
      <Button variant="default" loading={release.isPending} onClick={() => go(false)}>
        {AGAIN[item.status] ?? 'Look at it again'}
      </Button>
      {duplicate && (
        <AskedButton
          label="Release in its place"
          question="Replace the conversation that was loaded before? That cannot be taken back."
          yes="Replace"
          no="Keep both as they are"
          pending={release.isPending}
          onYes={() => go(true)}
        />
      )}
      {release.error && <ProblemNotice error={release.error} />}
    </>
  );
}

function Sentences({ of }: { of: string[] }) {
  if (of.length === 0) return null;
  if (of.length === 1) return <Text size="sm">{of[0]}</Text>;
  return (
    <List size="sm">
      {of.map((sentence) => (
        <List.Item key={sentence}>{sentence}</List.Item>
      ))}
    </List>
  );
}

/** Reasons with the field that answers them; those of one field together, and those that no field helps last. */
function byField(reasons: HoldReason[]): [string | null, HoldReason[]][] {
  const fields = [...new Set(reasons.flatMap(({ field }) => field ?? []))];
  const without = reasons.filter(({ field }) => !field);
  const withField = fields.map((field): [string | null, HoldReason[]] => [
    field,
    reasons.filter((each) => each.field === field),
  ]);
  return without.length && fields.length ? [...withField, [null, without]] : withField;
}

/** What is known of a field already, to be corrected rather than typed again. */
/** What is known already, to be corrected. Of an agent that isn't known there is nothing to correct. */
function known(item: IntakeView, field: string): Answer | undefined {
  if (field === 'agent_reference') return undefined;
  const value = (item.metadata as Record<string, unknown>)[field];
  return typeof value === 'string' || typeof value === 'number' ? { value: String(value) } : undefined;
}

/** `/fields/queue` → `queue`. */
function nameOf(pointer: string): string {
  return pointer.replace(/^\/fields\//, '');
}
