import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { AutomationView } from '@/api/schema';

/** What a card says that comes to nothing, as it is saved. */
export function Warnings({ of }: { of: AutomationView }) {
  return of.warnings.map(({ pointer, message }) => (
    <Alert
      key={pointer}
      variant="default"
      mt="xs"
      icon={<IconAlertTriangle aria-hidden color="var(--debrief-watch-line)" />}
    >
      <Text size="sm">{message}.</Text>
    </Alert>
  ));
}
