import { useEffect, useLayoutEffect, useRef } from 'react';

/** What each key does, by `KeyboardEvent.key` in lower case. */
export type Keys = Record<string, (() => void) | undefined>;

/**
 * Keys for a whole page. They are silent where somebody types or has a menu or dialog open, and leave to radio
 * buttons, links and buttons the keys that these need themselves.
 */
export function useKeys(keys: Keys, enabled = true): void {
  const now = useRef(keys);
  // Before the next key can come: a later effect would let a fast typist answer the question before.
  useLayoutEffect(() => {
    now.current = keys;
  });
  useEffect(() => {
    if (!enabled) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target && keepsTo(target, event.key)) return;
      const act = now.current[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [enabled]);
}

const TYPED_IN =
  'textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"]';
const MOVES = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

function keepsTo(target: Element, key: string): boolean {
  if (target.closest(TYPED_IN)) return true;
  if (target instanceof HTMLInputElement) {
    if (target.type !== 'radio' && target.type !== 'checkbox') return true;
    return key === ' ' || MOVES.has(key);
  }
  if (target.closest('[role="tab"], [role="slider"]') && MOVES.has(key)) return true;
  return Boolean(target.closest('a, button, summary, [role="slider"]')) && (key === ' ' || key === 'Enter');
}
