import { useSyncExternalStore } from 'react';

/** Whether the API no longer knows the person although a page is open: they sign in again over it, and lose nothing. */
let lost = false;
const listeners = new Set<() => void>();
const regained = new Set<() => void>();

export function setSignedOut(value: boolean): void {
  const back = lost && !value;
  lost = value;
  for (const each of listeners) each();
  if (back) for (const each of regained) each();
}

/**
 * Call it whenever the person has signed in again after their session ran out.
 *
 * @returns ends that.
 */
export function whenRegained(listener: () => void): () => void {
  regained.add(listener);
  return () => {
    regained.delete(listener);
  };
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
