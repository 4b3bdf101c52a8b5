import { Button, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { InteractionView } from '@/api/schema';
import { Evaluate } from '@/interactions/Evaluate';
import { CHANNEL_WORDS } from '@/interactions/words';
import { Name } from '@/parts/Name';
import { placeWords } from '@/parts/headings';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { When } from '@/parts/When';
import { wordOf } from '@/parts/words';

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
        <Search />
      </Modal>
    </>
  );
}

function Search() {
  const [typed, setTyped] = useState('');
  const [reference] = useDebouncedValue(typed.trim(), 250);
  const found = useQuery({
    queryKey: ['interactions', 'by-reference', reference],
    enabled: reference.length > 2,
    queryFn: ({ signal }) =>
      body(api.GET('/interactions', { params: { query: { contact_reference: reference } }, signal })),
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const items = found.data?.items ?? [];
  // A contact that was transferred is a conversation of each of its agents.
  const interaction = items.length === 1 ? items[0] : items.find((each) => each.id === chosen);
  return (
    <Stack gap="sm">
      <TextInput
        label="Contact reference"
        description="As it stands on the interaction"
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={
          found.data && items.length === 0 ? 'No conversation of this reference that you may see' : undefined
        }
      />
      <Text size="sm" c="dimmed" role="status" mih={20}>
        {items.length === 1 && interaction && <Told interaction={interaction} />}
        {items.length > 1 && `${items.length} conversations of this reference`}
      </Text>
      {items.length > 1 && (
        <Radio.Group label="Which of them" value={interaction?.id ?? null} onChange={setChosen}>
          <Stack gap="xs" mt="xs">
            {items.map((each) => (
              <Radio key={each.id} value={each.id} label={<Told interaction={each} />} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {found.error && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      {interaction &&
        (interaction.actions.includes('evaluate') ? (
          <Evaluate key={interaction.id} interaction={interaction} />
        ) : (
          <Text size="sm">This conversation is not yours to evaluate.</Text>
        ))}
    </Stack>
  );
}

/** Whose conversation it is, and when it was. */
function Told({ interaction }: { interaction: InteractionView }) {
  return (
    <>
      <Name of={interaction.agent_name} />,{' '}
      {placeWords(wordOf(CHANNEL_WORDS, interaction.channel), interaction.queue)},{' '}
      <When at={interaction.started_at} />
    </>
  );
}
