import { Button, Group, Modal, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body, etag } from '@/api/client';
import { asProblem } from '@/api/problems';
import type { InteractionView, NewOffline, OfflineChange } from '@/api/schema';
import { Contested } from '@/parts/Contested';
import { DateField } from '@/parts/DateField';
import { PersonSelect } from '@/parts/PersonSelect';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { dayOf } from '@/parts/times';
import { useChanges } from '@/parts/useChanges';
import { useIntention } from '@/parts/useIntention';
import { useMe, useTimeZone } from '@/session/me';
import { changeOf, fieldsOf, newOf, type Fields } from './offline';
import { interactionQuery } from './queries';

/**
 * A conversation that no system recorded: entered, or changed.
 *
 * @param interaction the one that is changed; none for a new one. notes: what was written down of it so far.
 */
export function OfflineDialog({
  interaction,
  notes = '',
  reading = false,
  onDone,
  onClose,
}: {
  interaction?: InteractionView;
  notes?: string;
  /** While the notes are those of before somebody else's change; nothing is saved over what isn't read. */
  reading?: boolean;
  onDone: (made: InteractionView) => void;
  onClose: () => void;
}) {
  const zone = useTimeZone();
  const { person } = useMe();
  const [asked, setAsked] = useState(false);
  const base = fieldsOf(interaction, notes, zone);
  const edit = useChanges<Fields>(`offline.${interaction?.id ?? 'new'}`, base, interaction !== undefined);
  const { values: value, changes, set, forget } = edit;
  const save = useSave(interaction);
  const problem = save.error ? asProblem(save.error) : null;
  const put = <Name extends keyof Fields>(name: Name, to: Fields[Name]) => {
    if (problem) save.reset();
    set(name, to);
    // They are one instant: whoever sets the one has seen the other.
    if (name === 'day' && !('time' in changes)) set('time', value.time);
    if (name === 'time' && !('day' in changes)) set('day', value.day);
  };
  const missing = {
    agent: value.agent ? undefined : 'Choose whose conversation it was',
    day: value.day ? undefined : 'Choose a day',
    time: /^\d\d:\d\d$/.test(value.time) ? undefined : 'Say when it began',
    about: value.about.trim() ? undefined : 'Say what it was about',
  };

  function submit() {
    setAsked(true);
    if (reading) return;
    const { agent, day } = value;
    if (!agent || !day || Object.values(missing).some(Boolean) || edit.waits()) return;
    const typed = { ...value, agent, day };
    save.mutate(
      { made: newOf(typed, zone), change: changeOf(base, typed, zone) },
      {
        onSuccess: (done) => {
          forget();
          onDone(done);
        },
      },
    );
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={interaction ? 'Edit the conversation' : 'Add an offline conversation'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          {!interaction && (
            <PersonSelect
              label="Agent"
              required
              data-autofocus
              without={[person.id]}
              value={value.agent}
              error={problem?.field('/agent_id') ?? (asked && missing.agent)}
              onChange={(id) => put('agent', id)}
            />
          )}
          <TextInput
            label="What it was about"
            required
            maxLength={200}
            value={value.about}
            error={problem?.field('/about') ?? (asked && missing.about)}
            onChange={(event) => put('about', event.currentTarget.value)}
          />
          <Group gap="md" align="flex-start" grow preventGrowOverflow={false}>
            <DateField
              label="Day"
              required
              max={dayOf(new Date(), zone)}
              value={value.day}
              error={problem?.field('/started_at') ?? (asked && missing.day)}
              onChange={(day) => put('day', day)}
            />
            <TextInput
              type="time"
              label="Began at"
              required
              value={value.time}
              error={asked && missing.time}
              onChange={(event) => put('time', event.currentTarget.value)}
            />
            <NumberInput
              label="Minutes"
              min={0}
              max={1440}
              allowDecimal={false}
              value={value.minutes}
              error={problem?.field('/duration_ms')}
              onChange={(minutes) => put('minutes', Number(minutes) || 0)}
            />
          </Group>
          <Textarea
            label="Notes"
            description="What was said, as far as somebody wrote it down. Each paragraph can be quoted as evidence."
            autosize
            minRows={5}
            maxRows={16}
            maxLength={50_000}
            value={value.notes}
            error={problem?.field('/notes')}
            onChange={(event) => put('notes', event.currentTarget.value)}
          />
          <Group gap="md" align="flex-start" grow preventGrowOverflow={false}>
            <TextInput
              label="Contact reference"
              description="To find it by"
              maxLength={200}
              value={value.reference}
              onChange={(event) => put('reference', event.currentTarget.value)}
            />
            <TextInput
              label="Queue"
              description="Some scorecards are for certain queues"
              maxLength={200}
              value={value.queue}
              onChange={(event) => put('queue', event.currentTarget.value)}
            />
          </Group>
          {problem && !problem.fields.some(({ pointer }) => SHOWN.includes(pointer)) && (
            <ProblemNotice error={problem} changing />
          )}
          <Contested edit={edit} labels={LABELS} saving={save.isPending} />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending || reading}>
              {interaction ? 'Save' : 'Add'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const LABELS: Record<keyof Fields, string> = {
  agent: 'Agent',
  day: 'Day',
  time: 'Began at',
  minutes: 'Minutes',
  about: 'What it was about',
  notes: 'Notes',
  reference: 'Contact reference',
  queue: 'Queue',
};

const SHOWN = ['/agent_id', '/about', '/started_at', '/duration_ms', '/notes'];

function useSave(interaction: InteractionView | undefined) {
  const client = useQueryClient();
  const keyOf = useIntention();
  return useMutation({
    mutationFn: ({ made, change }: { made: NewOffline; change: OfflineChange }) =>
      interaction
        ? body(
            api.PATCH('/interactions/{interaction_id}', {
              params: { path: { interaction_id: interaction.id }, header: { 'if-match': etag(interaction) } },
              body: change,
            }),
          )
        : body(api.POST('/interactions', { body: made, headers: { 'Idempotency-Key': keyOf(made) } })),
    onSuccess: (done) => {
      client.setQueryData(interactionQuery(done.id).queryKey, done);
      void client.invalidateQueries({ queryKey: ['interactions', 'list'] });
    },
  });
}

/** Delete a conversation that was entered by hand. */
export function useDeleteOffline(interaction: InteractionView, onDeleted: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      body(
        api.DELETE('/interactions/{interaction_id}', {
          params: { path: { interaction_id: interaction.id }, header: { 'if-match': etag(interaction) } },
        }),
      ),
    onSuccess: () => {
      onDeleted();
      client.removeQueries({ queryKey: interactionQuery(interaction.id).queryKey });
      void client.invalidateQueries({ queryKey: ['interactions', 'list'] });
    },
  });
}
