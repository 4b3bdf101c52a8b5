import { Alert, Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body, intention } from '@/api/client';
import { asProblem } from '@/api/problems';
import type { InteractionView } from '@/api/schema';
import { scorecardsQuery } from '@/parts/names';
import { Anchor } from '@/parts/Anchor';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { When } from '@/parts/When';
import { useOpenEvaluation } from './queries';

/** Begin an evaluation of a conversation that one has the reference of. */
export function NewEvaluation() {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button onClick={() => setOpened(true)}>New evaluation</Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title="New evaluation"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Choice />
      </Modal>
    </>
  );
}

function Choice() {
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [reference] = useDebouncedValue(typed.trim(), 250);
  const [scorecard, setScorecard] = useState<string | null>(null);
  const [key, setKey] = useState(intention);
  const scorecards = useQuery(scorecardsQuery);
  const usable = (scorecards.data ?? []).filter(({ actions }) => actions.includes('evaluate'));
  const found = useQuery({
    queryKey: ['interactions', 'by-reference', reference],
    enabled: reference.length > 2,
    queryFn: ({ signal }) =>
      body(api.GET('/interactions', { params: { query: { contact_reference: reference } }, signal })),
  });
  const interaction: InteractionView | undefined = found.data?.items[0];
  const open = useOpenEvaluation(
    (id) => void navigate({ to: '/evaluations/$evaluationId', params: { evaluationId: id } }),
  );
  const problem = open.error ? asProblem(open.error) : null;
  const draft = /ev_[0-9A-Z]+/.exec(problem?.kind === 'conflict' ? problem.detail : '')?.[0];
  return (
    <Stack
      component="form"
      gap="sm"
      onSubmit={(event) => {
        event.preventDefault();
        if (interaction && scorecard)
          open.mutate({ interaction_id: interaction.id, scorecard_id: scorecard, key });
      }}
    >
      <TextInput
        label="Contact reference"
        description="As it stands on the interaction"
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={found.data && !interaction ? 'No conversation of this reference that you may see' : undefined}
      />
      <Text size="sm" c="dimmed" role="status" mih={20}>
        {interaction && (
          <>
            {interaction.agent_name}, {interaction.channel}, <When at={interaction.started_at} />
          </>
        )}
      </Text>
      <Select
        label="Scorecard"
        data={usable.map(({ id, name }) => ({ value: id, label: name }))}
        value={scorecard}
        onChange={(id) => {
          setScorecard(id);
          setKey(intention());
          open.reset();
        }}
        error={problem?.field('/scorecard_id')}
        comboboxProps={{ withinPortal: true }}
      />
      {draft ? (
        <Alert role="alert" variant="default" title="You have begun this one already">
          <Anchor to="/evaluations/$evaluationId" params={{ evaluationId: draft }} size="sm">
            Go on with your draft
          </Anchor>
        </Alert>
      ) : (
        problem && !problem.field('/scorecard_id') && <ProblemNotice error={problem} changing />
      )}
      <Group justify="flex-end">
        <Button type="submit" disabled={!interaction || !scorecard} loading={open.isPending}>
          Start evaluating
        </Button>
      </Group>
    </Stack>
  );
}
