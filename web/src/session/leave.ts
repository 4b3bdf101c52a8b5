import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { forgetKept } from './kept';
import { end } from './session';
import { tellOthers } from './whose';

const SIGN_IN = '/sign-in';

/** Sign out, and leave nothing of the person in this browser: no token, nothing they typed, nothing they read. */
export function useLeave(): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return () => leave(client, () => navigate({ to: SIGN_IN, replace: true }));
}

/**
 * @param client what was read.
 * @param goToSignIn shows the sign-in without reading the console anew.
 */
export async function leave(client: QueryClient, goToSignIn: () => Promise<void>): Promise<void> {
  await end();
  tellOthers();
  if (navigator.onLine) {
    forget(client);
    // A new document: what scripts hold in memory goes too.
    globalThis.location.assign(SIGN_IN);
    return;
  }
  // Without a network a new document would be the browser's error page; it is read as soon as there is one again. What
  // leaves the screen may keep something yet, so it is forgotten afterwards.
  await goToSignIn();
  startAnew(client);
}

/** Forget everything and read the console anew, as soon as there is a network: somebody else may be signed in. */
export function startAnew(client: QueryClient): void {
  forget(client);
  const anew = () => {
    forget(client);
    globalThis.location.reload();
  };
  if (navigator.onLine) anew();
  else globalThis.addEventListener('online', anew, { once: true });
}

function forget(client: QueryClient): void {
  forgetKept();
  client.clear();
}
