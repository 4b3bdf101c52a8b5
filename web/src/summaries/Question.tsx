import { Alert, Button, Group, Text } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';

/** A question in place, which takes the focus: the report may stand in a drawer, and no dialog opens over a dialog. */
export function Question({
  title,
  children,
  label,
  cancel,
  busy = false,
  onConfirm,
  onCancel,
}: {
  title: string;
  children: ReactNode;
  /** What the button does, as a verb. */
  label: string;
  cancel: string;
  busy?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
}) {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <Alert variant="default" role="alertdialog" title={title} className="no-print">
      <Text size="sm" maw={640}>
        {children}
      </Text>
      <Group gap="xs" mt="sm">
        <Button size="xs" variant="default" ref={first} onClick={onCancel}>
          {cancel}
        </Button>
        <Button size="xs" color="red" loading={busy} onClick={onConfirm}>
          {label}
        </Button>
      </Group>
    </Alert>
  );
}
