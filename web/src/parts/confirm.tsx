import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { whenOverlaysAreUp } from './overlays';

/** Ask before something that cannot be taken back, or that others are told of. */
export function confirm({
  title,
  children,
  label,
  harmless = false,
  onConfirm,
}: {
  title: string;
  children: ReactNode;
  /** What the button does, as a verb: "Delete report". */
  label: string;
  /** It can be taken back, and only should not happen by mistake. */
  harmless?: boolean;
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
      confirmProps: harmless ? {} : { color: 'red' },
      onConfirm,
    }),
  );
}
