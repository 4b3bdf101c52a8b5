import { Button, CloseButton, Group, Modal, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problems';
import type { InteractionView, NewCalibration as Made } from '@/api/schema';
import { fits } from '@/interactions/evaluating';
import { interactionQuery } from '@/interactions/queries';
import { DateField } from '@/parts/DateField';
import { useNamesAmong } from '@/parts/evaluators';
import { Heading } from '@/parts/Heading';
import { Name } from '@/parts/Name';
import { scorecardsQuery } from '@/parts/names';
import { PersonSelect } from '@/parts/PersonSelect';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { dayOf, instantAt } from '@/parts/times';
import { useIntention } from '@/parts/useIntention';
import { useKept } from '@/parts/useKept';
import { useTimeZone } from '@/session/me';
import { useBegin } from './queries';

const MOST = 15;

/** Begin a calibration; of the conversation that the address names, at once. */
export function NewCalibration({ conversation }: { conversation: string | undefined }) {
  const [opened, setOpened] = useState(conversation !== undefined);
  return (
    <>
      <Button onClick={() => setOpened(true)}>New calibration</Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title="New calibration"
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Form conversation={conversation} />
      </Modal>
    </>
  );
}

interface Chosen {
  name: string;
  reference: string;
  scorecard: string | null;
  assessors: string[];
  expert: string | null;
  due: string | null;
}
const NOTHING: Chosen = { name: '', reference: '', scorecard: null, assessors: [], expert: null, due: null };

function Form({ conversation }: { conversation: string | undefined }) {
  const zone = useTimeZone();
  const navigate = useNavigate();
  const keyOf = useIntention();
  const begin = useBegin();
  const kept = useKept<Chosen>(`calibration.new ${conversation ?? ''}`, NOTHING);
  const { name, reference, scorecard, assessors, expert, due } = kept.value;
  const put = (part: Partial<Chosen>) => kept.set((before) => ({ ...before, ...part }));
  const [asked, setAsked] = useState(false);
  const chosen = useConversation(conversation, reference);
  const nameOf = useNamesAmong('evaluators', assessors);
  const scorecards = useQuery(scorecardsQuery);
  const usable = (scorecards.data ?? []).filter(
    (each) => each.actions.includes('evaluate') && chosen.interaction && fits(each, chosen.interaction),
  );
  const problem = begin.error ? asProblem(begin.error) : null;
  const missing = {
    name: name.trim() ? undefined : 'Give it a name to find it by',
    conversation: chosen.interaction ? undefined : 'Choose a conversation',
    scorecard: scorecard ? undefined : 'Choose a scorecard',
    assessors: assessors.length > 1 ? undefined : 'Two people assess at least',
  };
  const wrongAssessor = problem?.fields.find(({ pointer }) => pointer.startsWith('/assessor_ids'));

  function submit() {
    setAsked(true);
    if (!chosen.interaction || !scorecard || Object.values(missing).some(Boolean)) return;
    const made: Made = {
      name: name.trim(),
      interaction_id: chosen.interaction.id,
      scorecard_id: scorecard,
      assessor_ids: assessors,
      expert_id: expert,
      due_at: due && instantAt(`${due}T23:59`, zone),
    };
    begin.mutate(
      { made, key: keyOf(made) },
      {
        onSuccess: ({ id }) => {
          kept.forget(NOTHING);
          void navigate({ to: '/evaluations/calibrations/$calibrationId', params: { calibrationId: id } });
        },
      },
    );
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          required
          data-autofocus
          value={name}
          maxLength={200}
          error={asked && missing.name}
          onChange={(event) => put({ name: event.currentTarget.value })}
        />
        {conversation === undefined && (
          <TextInput
            label="Contact reference"
            description="Of the conversation, as it stands on it"
            required
            value={reference}
            error={
              chosen.none
                ? 'No conversation of this reference that you may see'
                : asked && missing.conversation
            }
            onChange={(event) => put({ reference: event.currentTarget.value })}
          />
        )}
        <Text size="sm" c="dimmed" role="status" mih={20}>
          {chosen.interaction ? (
            <>
              <Heading of={{ ...chosen.interaction, at: chosen.interaction.started_at }} />
              <Name of={chosen.interaction.agent_name} />
            </>
          ) : (
            chosen.loading && <Skeleton height={12} width={240} />
          )}
        </Text>
        <Select
          label="Scorecard"
          required
          placeholder={chosen.interaction ? 'Choose a scorecard' : 'First the conversation'}
          nothingFoundMessage="No published scorecard is for this conversation"
          disabled={!chosen.interaction}
          data={usable.map(({ id, name: label }) => ({ value: id, label }))}
          value={scorecard}
          error={problem?.field('/scorecard_id') ?? (asked && missing.scorecard)}
          onChange={(to) => put({ scorecard: to })}
        />
        <Stack gap={4}>
          <PersonSelect
            label="Assessors"
            among="evaluators"
            description={`Each is told by notice and e-mail, with a link. ${assessors.length} of ${MOST}`}
            placeholder="Add somebody by name"
            required
            disabled={assessors.length >= MOST}
            without={[...assessors, ...(chosen.interaction ? [chosen.interaction.agent_id] : [])]}
            value={null}
            error={wrongAssessor ? said(wrongAssessor, assessors, nameOf) : asked && missing.assessors}
            onChange={(id) => {
              begin.reset();
              if (id && !assessors.includes(id)) put({ assessors: [...assessors, id] });
            }}
          />
          <Group gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {assessors.map((id) => (
              <Group key={id} component="li" gap={4} wrap="nowrap">
                <Text size="sm">
                  <Name of={nameOf(id) ?? '…'} />
                </Text>
                <CloseButton
                  size="sm"
                  aria-label={`Remove ${nameOf(id) ?? 'assessor'}`}
                  onClick={() => {
                    begin.reset();
                    put({ assessors: assessors.filter((each) => each !== id) });
                    if (expert === id) put({ expert: null });
                  }}
                />
              </Group>
            ))}
          </Group>
        </Stack>
        <Group gap="md" align="flex-start" grow preventGrowOverflow={false}>
          <Select
            label="Expert"
            description="The others are held against their answers"
            placeholder="Nobody"
            clearable
            data={assessors.map((id) => ({ value: id, label: nameOf(id) ?? '…' }))}
            value={expert}
            onChange={(to) => put({ expert: to })}
          />
          <DateField
            label="Due"
            description="Reminders go out the day before, and then"
            min={dayOf(new Date(), zone)}
            value={due}
            error={problem?.field('/due_at')}
            onChange={(to) => put({ due: to })}
          />
        </Group>
        <Text size="sm" c="dimmed">
          Until all have handed in, or it is closed, nobody sees what others answered: assessors also see no
          evaluation of this conversation by others or the AI, and nothing of that day in their reports.
        </Text>
        {problem && !wrongAssessor && !problem.field('/scorecard_id') && !problem.field('/due_at') && (
          <ProblemNotice error={problem} changing />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={begin.isPending}>
            Begin
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What is wrong with an assessor, by name. */
function said(
  { pointer, message }: { pointer: string; message: string },
  assessors: string[],
  nameOf: (id: string) => string | undefined,
): string {
  const id = assessors[Number(pointer.split('/')[2])];
  return id ? `${nameOf(id) ?? 'Somebody'}: ${message}` : message;
}

/** The conversation: the one that is named, or the one with this reference. */
function useConversation(id: string | undefined, typed: string) {
  const [reference] = useDebouncedValue(typed.trim(), 250);
  const named = useQuery({ ...interactionQuery(id ?? ''), enabled: id !== undefined });
  const found = useQuery({
    queryKey: ['interactions', 'by-reference', reference],
    enabled: id === undefined && reference.length > 2,
    queryFn: ({ signal }) =>
      body(api.GET('/interactions', { params: { query: { contact_reference: reference } }, signal })),
  });
  const interaction: InteractionView | undefined = id === undefined ? found.data?.items[0] : named.data;
  return {
    interaction,
    none: id === undefined && found.data?.items.length === 0,
    loading: named.isFetching || found.isFetching,
  };
}
