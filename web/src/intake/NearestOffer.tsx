import { Button, Group, Text } from '@mantine/core';
import type { HoldReason } from '@/api/schema';
import type { Answer } from './CompletionField';

/** What is known and comes nearest to what was given: an offer, which nothing is filled in for by itself. */
export function NearestOffer({ of, onTake }: { of: HoldReason; onTake: (answer: Answer) => void }) {
  const { given, nearest } = of;
  if (!nearest) return null;
  const { value, name, user_id: userId } = nearest;
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {given ? `Nearest to “${given}”:` : 'Nearest:'}
      </Text>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => onTake({ value, name, userId: userId ?? undefined })}
      >
        Use {name}
      </Button>
    </Group>
  );
}

/** Whether a reason is about a queue that may be a new one, as it was given. */
export function mayBeNew({ code, given }: HoldReason): boolean {
  return code === 'queue_unknown' && Boolean(given);
}
