import { useEffect, useLayoutEffect, useRef } from 'react';

/** What each key does, by `KeyboardEvent.key` in lower case; with the shift key, `shift+` before it where that is there. */
export type Keys = Record<string, (() => void) | undefined>;

/**
 * Keys for a whole page. They are silent where somebody types or has a menu or dialog open, and leave to radio
 * buttons, links and buttons the keys that these need themselves. `mod+enter` works also where somebody types. A key that
 * is held down moves on and on; whatever else it does, it does once.
 *
 * @param before called with every key that does something here.
 * @param beside whether the keys work also in what stands open beside the page: those that go through a list do.
 */
export function useKeys(keys: Keys, before: () => void, beside = false): void {
  const now = useRef({ keys, before });
  // Before the next key can come: a later effect would let a fast typist answer the question before.
  useLayoutEffect(() => {
    now.current = { keys, before };
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const target = event.target instanceof Element ? event.target : null;
      const mod = event.ctrlKey || event.metaKey;
      if (mod && (event.key !== 'Enter' || target?.closest(OVER))) return;
      if (!mod && target && keepsTo(target, event.key, beside)) return;
      const key = event.key.toLowerCase();
      const known = now.current.keys;
      const shifted = event.shiftKey ? known[`shift+${key}`] : undefined;
      const act = mod ? known[`mod+${key}`] : (shifted ?? known[key]);
      if (!act) return;
      event.preventDefault();
      if (isHeld(event.key, event.repeat)) return;
      now.current.before();
      act();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [beside]);
}

const REPEATS = new Set(['j', 'k', 'arrowup', 'arrowdown', 'arrowleft']);

/** Whether a key is only still held down: held a moment too long it would answer the questions that follow. */
export function isHeld(key: string, repeat: boolean): boolean {
  return repeat && !REPEATS.has(key.toLowerCase());
}

const OVER = '[role="dialog"], [role="menu"], [role="listbox"]';
const TYPED_IN = 'textarea, select, [contenteditable="true"]';
const MOVES = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

function keepsTo(target: Element, key: string, beside: boolean): boolean {
  if (target.closest(TYPED_IN)) return true;
  const over = target.closest(OVER);
  if (over && !(beside && over.hasAttribute('data-drawer'))) return true;
  if (target instanceof HTMLInputElement) {
    if (target.type !== 'radio' && target.type !== 'checkbox') return true;
    return key === ' ' || MOVES.has(key);
  }
  if (target.closest('[role="tab"], [role="slider"]') && MOVES.has(key)) return true;
  return Boolean(target.closest('a, button, summary, [role="slider"]')) && (key === ' ' || key === 'Enter');
}
