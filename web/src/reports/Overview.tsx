import { Stack, Title } from '@mantine/core';
import { Conversations } from './Conversations';
import { Evaluations } from './Evaluations';
import type { Asked } from './queries';

/** What evaluations came to, and what the conversations were like. */
export function Overview({ asked }: { asked: Asked }) {
  return (
    <Stack gap="xl">
      <Stack component="section" gap="sm" aria-labelledby="of-evaluations">
        <Title order={2} id="of-evaluations">
          Evaluations
        </Title>
        <Evaluations asked={asked} />
      </Stack>
      <Stack component="section" gap="sm" aria-labelledby="of-conversations">
        <Title order={2} id="of-conversations">
          Conversations
        </Title>
        <Conversations asked={asked} />
      </Stack>
    </Stack>
  );
}
