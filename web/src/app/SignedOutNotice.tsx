import { Modal, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { hasLostFocus } from '@/parts/focus';
import { useMe } from '@/session/me';
import { SignIn } from '@/session/SignIn';
import { setSignedOut } from '@/session/signedOut';

/** The session ran out under an open page: sign in again over it; what was typed stays where it is. */
export function SignedOutNotice() {
  const { person } = useMe();
  // Where they were typing, before this took the keyboard.
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => goOn(before), [before]);
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      // Over whatever is open, drawers and dialogs too.
      zIndex="var(--mantine-z-index-max)"
      title="You were signed out"
    >
      <Text size="sm" mb="md">
        Your session has run out. Sign in again to go on; what you typed is still here.
      </Text>
      {person.email && <SignIn email={person.email} onDone={() => setSignedOut(false)} />}
    </Modal>
  );
}

/** Back to where somebody was typing, wherever they signed in again. */
function goOn(before: Element | null): void {
  // Only once this is gone: till then it keeps the keyboard.
  setTimeout(() => {
    if (before instanceof HTMLElement && before.isConnected && hasLostFocus())
      before.focus({ preventScroll: true });
  });
}
