import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';

/** Deleting something that stands in a drawer: asked once more in its place, since no dialog opens over another. */
export function DeleteButton({
  what,
  pending,
  onDelete,
}: {
  /** What goes: "role". */
  what: string;
  pending: boolean;
  onDelete: () => void;
}) {
  const [asked, setAsked] = useState(false);
  if (!asked) {
    return (
      <Button variant="subtle" color="red" onClick={() => setAsked(true)}>
        Delete {what}
      </Button>
    );
  }
  return (
    <Group gap="xs" role="group" aria-label={`Delete this ${what}?`}>
      <Text size="sm">Delete this {what}?</Text>
      <Button size="xs" color="red" loading={pending} onClick={onDelete} data-autofocus>
        Delete
      </Button>
      <Button size="xs" variant="default" disabled={pending} onClick={() => setAsked(false)}>
        Keep
      </Button>
    </Group>
  );
}
