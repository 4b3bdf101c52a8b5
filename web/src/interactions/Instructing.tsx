import { Alert, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { InteractionView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { wordOf } from '@/parts/words';
import { KIND_WORDS } from './words';

/** Says where a conversation seems to instruct the AI, so that a person looks before anything of it counts. */
export function Instructing({ interaction }: { interaction: InteractionView }) {
  const places = interaction.analysis?.instructs ?? [];
  if (places.length === 0) return null;
  return (
    <Alert
      role="note"
      variant="default"
      icon={<IconAlertTriangle color="var(--debrief-act-line)" />}
      title="This conversation seems to instruct the AI; a person has to look"
    >
      <Text size="sm">
        What the AI answered about it are drafts, which count once somebody has completed them.{' '}
        {interaction.confirmed
          ? 'What it read of it counts: the flag was resolved so.'
          : 'What it read of it counts in no figure until the flag is resolved as “Nothing to do” or “The flag is wrong”.'}
      </Text>
      <List size="sm" mt={4}>
        {places.map(({ value }) => (
          <List.Item key={value.field ?? value.turn}>
            {typeof value.turn === 'number' ? (
              <Anchor
                to="/conversations/$interactionId"
                params={{ interactionId: interaction.id }}
                search={{ turn: value.turn }}
                inherit
              >
                Turn {value.turn + 1}
              </Anchor>
            ) : (
              <>The field {value.field?.replaceAll('_', ' ')}</>
            )}
            {': '}
            {value.kinds.map((kind) => wordOf(KIND_WORDS, kind)).join(', ')}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
