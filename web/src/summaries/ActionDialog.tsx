import { Box, Button, Group, Modal, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { asProblem } from '@/api/problems';
import { DateField } from '@/parts/DateField';
import { KEPT, passedDue } from '@/parts/due';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { dayOf } from '@/parts/times';
import { isKept, useKept } from '@/parts/useKept';
import { useTimeZone } from '@/session/me';
import { useAddAction } from './changes';
import { useReportPlace } from './context';
import { dueBy } from './due';
import { nextMeetingsQuery, type KnownSummary } from './queries';

interface Draft {
  title: string;
  description: string;
  /** Left out: by the next 1-to-1. */
  due?: string | null;
}

/**
 * Making an action of a recommendation, named by its number: filled in from it, for nobody but whom the report is about.
 * Beside a list, where the report stands in a drawer, it opens within the card.
 */
export function ActionDialog(props: {
  summary: KnownSummary;
  number: number;
  title: string;
  description: string;
  onClose: () => void;
}) {
  const { inDrawer } = useReportPlace();
  const { action_title: title } = props.summary;
  if (inDrawer) return <Within {...props} />;
  return (
    <Modal
      opened
      onClose={() => {
        if (isKept(keptAs(props))) said(KEPT);
        props.onClose();
      }}
      title={title}
      closeButtonProps={{ 'aria-label': 'Close' }}
      // The head of a dialog is no second banner of the page.
      attributes={{ header: { role: 'presentation' } }}
    >
      <ActionForm {...props} />
    </Modal>
  );
}

const keptAs = ({ summary, number }: { summary: KnownSummary; number: number }) =>
  `summary-action.${summary.id}.${number}`;

function Within(props: Parameters<typeof ActionForm>[0]) {
  const ref = useFocusTrap();
  return (
    <Box
      ref={ref}
      role="group"
      aria-label={props.summary.action_title}
      mt="md"
      pt="md"
      style={{ borderTop: '1px solid var(--debrief-line)' }}
    >
      <Text fw={600} mb="sm">
        {props.summary.action_title}
      </Text>
      <ActionForm {...props} />
    </Box>
  );
}

function ActionForm({
  summary,
  number,
  title,
  description,
  onClose,
}: {
  summary: KnownSummary;
  number: number;
  title: string;
  description: string;
  onClose: () => void;
}) {
  const { value, set, forget } = useKept<Draft>(keptAs({ summary, number }), {
    title,
    description,
  });
  const zone = useTimeZone();
  const next = useQuery(nextMeetingsQuery(summary));
  const proposed =
    next.data &&
    dueBy(
      next.data.scheduled,
      next.data.meeting,
      summary.report?.previous_session?.held_on,
      zone,
      dayOf(new Date(), zone),
    );
  const why = value.due === undefined ? proposed?.why : undefined;
  const due = value.due === undefined ? (proposed?.day ?? null) : value.due;
  // What the report proposes may have passed since; that is said as well.
  const passed = passedDue(due, null, dayOf(new Date(), zone));
  const add = useAddAction(summary.id);
  const problem = add.error ? asProblem(add.error) : null;
  const fieldError = (name: string) => problem?.field(`/${name}`);
  const elsewhere =
    problem && !(['title', 'description', 'due_date'].some(fieldError) && problem.status === 422);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (passed) return;
    add.mutate(
      {
        number,
        title: value.title.trim(),
        description: value.description.trim(),
        due_date: due,
      },
      {
        onSuccess: () => {
          forget();
          said(`Action assigned to ${summary.agent_name}.`);
          onClose();
        },
      },
    );
  };
  return (
    <form onSubmit={submit} aria-label={summary.action_title}>
      <Stack gap="sm">
        <TextInput
          label="Assigned to"
          description="The person whom the report is about"
          value={summary.agent_name}
          readOnly
        />
        <TextInput
          label="Title"
          required
          maxLength={200}
          data-autofocus
          value={value.title}
          error={fieldError('title')}
          onChange={({ currentTarget: { value: text } }) => set((before) => ({ ...before, title: text }))}
        />
        <Textarea
          label="Description"
          autosize
          minRows={3}
          maxRows={10}
          maxLength={4000}
          value={value.description}
          error={fieldError('description')}
          onChange={({ currentTarget: { value: text } }) =>
            set((before) => ({ ...before, description: text }))
          }
        />
        <DateField
          label="Due date"
          description={why ?? 'Optional'}
          min={dayOf(new Date(), zone)}
          value={due}
          error={fieldError('due_date') ?? passed}
          onChange={(day) => set((before) => ({ ...before, due: day }))}
        />
        <Text size="sm" c="dimmed">
          Origin: AI Coaching Report.{' '}
          {summary.detached ? 'It is attached to this report.' : 'It is attached to this 1-to-1.'}
        </Text>
        {elsewhere && <ProblemNotice error={problem} changing />}
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
          <Button type="submit" loading={add.isPending}>
            Assign action
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
