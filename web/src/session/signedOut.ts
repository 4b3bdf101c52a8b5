import { useSyncExternalStore } from 'react';

/** Whether the API no longer knows the person although a page is open: they sign in again over it, and lose nothing. */
let lost = false;
const listeners = new Set<() => void>();

export function setSignedOut(value: boolean): void {
  lost = value;
  for (const each of listeners) each();
}

export function useSignedOut(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lost,
  );
}
