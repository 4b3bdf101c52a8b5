/** What comes back: the connection, or the person whose session ran out. What waits to be saved then goes on its way. */
import { useSyncExternalStore } from 'react';
import { whenRegained } from './signedOut';

/**
 * Call it whenever the connection is there again, or the person has signed in again, in this tab or another.
 *
 * @returns ends that.
 */
export function whenBack(listener: () => void): () => void {
  globalThis.addEventListener('online', listener);
  const stop = whenRegained(listener);
  return () => {
    globalThis.removeEventListener('online', listener);
    stop();
  };
}

/** Whether the browser has a network; that Debrief answers is another matter. */
export function useOnline(): boolean {
  return useSyncExternalStore(
    (listener) => {
      globalThis.addEventListener('online', listener);
      globalThis.addEventListener('offline', listener);
      return () => {
        globalThis.removeEventListener('online', listener);
        globalThis.removeEventListener('offline', listener);
      };
    },
    () => navigator.onLine,
  );
}
