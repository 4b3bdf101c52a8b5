import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { whenOverlaysAreUp } from './overlays';

/** Ask before something that cannot be taken back. */
export function confirm({
  title,
  children,
  label,
  onConfirm,
}: {
  title: string;
  children: ReactNode;
  /** What the button does, as a verb: "Delete report". */
  label: string;
  onConfirm: () => void;
}): void {
  whenOverlaysAreUp(() =>
    modals.openConfirmModal({
      title,
      children: (
        <Text component="div" size="sm">
          {children}
        </Text>
      ),
      labels: { confirm: label, cancel: 'Cancel' },
      confirmProps: { color: 'red' },
      onConfirm,
    }),
  );
}
