import { Button, Group, Modal, Select, Stack, TextInput, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problems';
import type { ActionView, LineItemTarget } from '@/api/schema';
import { Contested } from '@/parts/Contested';
import { DateField } from '@/parts/DateField';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { KEPT, passedDue } from '@/parts/due';
import { dayOf } from '@/parts/times';
import { useChanges } from '@/parts/useChanges';
import { useIntention } from '@/parts/useIntention';
import { byPlainLetters } from '@/parts/plain';
import { useMay, useTimeZone } from '@/session/me';
import { useAddAction, useChangeAction } from './changes';
import { actionChangesOf, actionFieldsOf, type ActionFields } from './edited';

/** For whom and where a new action is made, or the action that is changed. */
export type ActionSubject =
  { assigneeId: string; assigneeName: string; meetingId?: string | undefined } | { action: ActionView };

/** An action, new or changed. What was typed is kept when the dialog is closed by mistake. */
export function ActionDialog({ subject, onClose }: { subject: ActionSubject; onClose: () => void }) {
  const zone = useTimeZone();
  const add = useAddAction();
  const change = useChangeAction();
  const client = useQueryClient();
  const keyOf = useIntention();
  const known = 'action' in subject ? subject.action : null;
  const assigneeId = 'action' in subject ? subject.action.assignee_id : subject.assigneeId;
  const assigneeName = 'action' in subject ? subject.action.assignee_name : subject.assigneeName;
  const meetingId = 'action' in subject ? undefined : subject.meetingId;
  const edit = useChanges<ActionFields>(
    `action.${known?.id ?? meetingId ?? assigneeId}`,
    actionFieldsOf(known),
  );
  const { values: value, changes, set, touched, forget } = edit;
  const [asked, setAsked] = useState(false);
  const { isPending, error, reset } = known ? change : add;
  const problem = error ? asProblem(error) : null;
  const passed = passedDue(value.due, known?.due_date, dayOf(new Date(), zone));
  const elsewhere = problem?.fields.some((each) => !PLACES.includes(each.pointer));

  function put<Name extends keyof ActionFields>(name: Name, to: ActionFields[Name]) {
    if (problem && !problem.passing) reset();
    set(name, to);
  }

  async function loadLatest() {
    await client.invalidateQueries({ queryKey: ['actions'] });
    reset();
  }

  function done() {
    forget();
    said(known ? 'Action changed' : `Action assigned to ${assigneeName}`);
    onClose();
  }

  function submit() {
    setAsked(true);
    if (value.title.trim() === '' || passed || edit.waits()) return;
    if (known) change.mutate({ action: known, changes: actionChangesOf(changes) }, { onSuccess: done });
    else {
      const draft = {
        title: value.title.trim(),
        description: value.description,
        due_date: value.due || null,
        target: value.target,
        assignee_id: assigneeId,
        ...(meetingId && { meeting_id: meetingId }),
      };
      add.mutate({ key: keyOf(draft), draft }, { onSuccess: done });
    }
  }

  return (
    <Modal
      opened
      onClose={() => {
        if (touched) said(KEPT);
        onClose();
      }}
      title={known ? 'Edit action' : `Assign action to ${assigneeName}`}
      size="lg"
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <TextInput
            label="What is to be done"
            required
            data-autofocus
            maxLength={200}
            value={value.title}
            error={
              problem?.field('/title') ??
              (asked && !value.title.trim() ? 'An action needs a title' : undefined)
            }
            onChange={(event) => put('title', event.currentTarget.value)}
          />
          <Textarea
            label="Description"
            autosize
            minRows={2}
            maxRows={10}
            maxLength={10_000}
            value={value.description}
            error={problem?.field('/description')}
            onChange={(event) => put('description', event.currentTarget.value)}
          />
          <DateField
            label="Due date"
            maw={260}
            min={dayOf(new Date(), zone)}
            value={value.due}
            error={problem?.field('/due_date') ?? passed}
            onChange={(due) => put('due', due ?? '')}
          />
          <TargetSelect
            assigneeId={assigneeId}
            value={value.target}
            error={problem?.field('/target')}
            onChange={(target) => put('target', target)}
          />
          {problem && (problem.fields.length === 0 || elsewhere) && (
            <ProblemNotice
              error={problem}
              changing
              onRetry={problem.kind === 'stale' ? () => void loadLatest() : undefined}
            />
          )}
          <Contested
            edit={edit}
            labels={LABELS}
            say={{ target: (target) => target?.text ?? 'Nothing' }}
            saving={isPending}
          />
          <Group justify="flex-end" gap="xs">
            <Button
              variant="default"
              onClick={() => {
                forget();
                onClose();
              }}
            >
              Cancel
            </Button>
            <Button type="submit" disabled={known !== null && !touched} loading={isPending}>
              {known ? 'Save' : 'Assign action'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const LABELS: Record<keyof ActionFields, string> = {
  title: 'What is to be done',
  description: 'Description',
  due: 'Due date',
  target: 'Line item it is to improve',
};

const PLACES = ['/title', '/description', '/due_date', '/target'];

/** The line item whose pass rate an action is to lift, out of those the person was evaluated on. */
function TargetSelect({
  assigneeId,
  value,
  error,
  onChange,
}: {
  assigneeId: string;
  value: LineItemTarget | null;
  error: string | undefined;
  onChange: (target: LineItemTarget | null) => void;
}) {
  const may = useMay();
  const { data, isPending } = useQuery({
    queryKey: ['reports', 'line-items', { agent_id: assigneeId }],
    enabled: may('reports.view'),
    queryFn: ({ signal }) =>
      body(api.GET('/reports/line-items', { params: { query: { agent_id: assigneeId } }, signal })),
  });
  const items = data?.items ?? [];
  const targets = items.map(({ scorecard_id, question_id, text }) => ({ scorecard_id, question_id, text }));
  if (value && !targets.some((each) => keyOf(each) === keyOf(value))) targets.push(value);
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const target of targets) {
    const item = items.find((each) => keyOf(each) === keyOf(target));
    const group = item?.scorecard_name ?? 'Chosen before';
    const rate = item?.percent_text ? ` – ${item.percent_text} of ${item.applicable}` : '';
    groups.set(group, [...(groups.get(group) ?? []), { value: keyOf(target), label: target.text + rate }]);
  }
  return (
    <Select
      label="Line item it is to improve"
      description="Its pass rate shows next time whether it helped"
      placeholder={isPending && may('reports.view') ? 'Reading line items …' : 'None'}
      searchable
      filter={byPlainLetters}
      clearable
      nothingFoundMessage="No line item of this name"
      data={[...groups].map(([group, of]) => ({ group, items: of }))}
      value={value ? keyOf(value) : null}
      error={error}
      onChange={(key) => onChange(targets.find((each) => keyOf(each) === key) ?? null)}
    />
  );
}

const keyOf = (target: { scorecard_id: string; question_id: string }) =>
  `${target.scorecard_id} ${target.question_id}`;
