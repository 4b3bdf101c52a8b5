import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { overlaysAreUp } from '@/parts/overlays';

/** Where questions are asked and where it is said what was done, over every page. */
export function Overlays() {
  useEffect(overlaysAreUp, []);
  return (
    <>
      <ModalsProvider />
      {/* Not at the bottom, where forms have their buttons. */}
      <Notifications
        position="top-center"
        style={{ top: 'calc(var(--app-shell-header-height, 0px) + 8px)' }}
      />
    </>
  );
}
