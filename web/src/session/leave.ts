import { useQueryClient } from '@tanstack/react-query';
import { forgetKept } from './kept';
import { end } from './session';

/** Sign out, and leave nothing of the person in this browser. */
export function useLeave(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await end();
    forgetKept();
    client.clear();
    globalThis.location.assign('/sign-in');
  };
}
