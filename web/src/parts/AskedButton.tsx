import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';

/**
 * What can't be taken back, where a dialog may be open already: it is asked once more in its place, since no dialog
 * opens over another.
 *
 * @param label what the button says at first: "Delete role".
 * @param question what is asked then: "Delete this role?"
 * @param yes and
 * @param no are the two answers, as verbs.
 */
export function AskedButton({
  label,
  question,
  yes,
  no,
  pending,
  onYes,
}: {
  label: string;
  question: string;
  yes: string;
  no: string;
  pending: boolean;
  onYes: () => void;
}) {
  const [asked, setAsked] = useState(false);
  if (!asked) {
    return (
      <Button variant="subtle" color="red" onClick={() => setAsked(true)}>
        {label}
      </Button>
    );
  }
  return (
    <Group gap="xs" role="group" aria-label={question}>
      <Text size="sm">{question}</Text>
      <Button size="xs" color="red" loading={pending} onClick={onYes} data-autofocus>
        {yes}
      </Button>
      <Button size="xs" variant="default" disabled={pending} onClick={() => setAsked(false)}>
        {no}
      </Button>
    </Group>
  );
}
