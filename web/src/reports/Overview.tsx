import { Stack, Title } from '@mantine/core';
import type { Order } from '@/parts/DataTable';
import { Conversations } from './Conversations';
import { Evaluations } from './Evaluations';
import type { Asked } from './queries';

/** What evaluations came to, and what the conversations were like. */
export function Overview({ asked, order }: { asked: Asked; order: Order }) {
  return (
    <Stack gap="xl">
      <Stack component="section" gap="sm" aria-labelledby="of-evaluations">
        <Title order={2} id="of-evaluations">
          Evaluations
        </Title>
        <Evaluations asked={asked} order={order} />
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
