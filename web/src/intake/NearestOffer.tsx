import { Button, Group, Text } from '@mantine/core';
import type { HoldReason } from '@/api/schema';

/** What is known and comes nearest to what was given: an offer, which nothing is filled in for by itself. */
export function NearestOffer({ of, onTake }: { of: HoldReason; onTake: (value: string) => void }) {
  const { given, nearest } = of;
  if (!nearest) return null;
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {given ? `Nearest to “${given}”:` : 'Nearest:'}
      </Text>
      <Button size="compact-sm" variant="default" onClick={() => onTake(nearest.value)}>
        Use {nearest.name}
      </Button>
    </Group>
  );
}
