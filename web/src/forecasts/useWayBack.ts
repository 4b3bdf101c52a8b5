import { useCallback, useRef } from 'react';

/**
 * The button that leads to what would change, and back to it: it isn't there meanwhile, and the keyboard goes on from it.
 */
export function useWayBack() {
  const button = useRef<HTMLButtonElement>(null);
  const back = useCallback(() => requestAnimationFrame(() => button.current?.focus()), []);
  return { button, back };
}
