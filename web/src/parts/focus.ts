/** Where the keyboard is. */
import { useEffect, useRef } from 'react';

let used = false;
/** How often somebody has pressed anything. */
let presses = 0;
if (typeof document !== 'undefined') {
  document.addEventListener('focusin', () => (used = true), { once: true });
  for (const kind of ['keydown', 'pointerdown']) document.addEventListener(kind, () => (presses += 1), true);
}

/**
 * Whether the focus went with what had it, so that the next Tab would begin at the top of the page. A page that was just
 * loaded hasn't lost it: there Tab leads to the skip link.
 */
export function hasLostFocus(): boolean {
  const at = document.activeElement;
  // What has closed gives the focus to the content as a whole where nothing else is left: no place to go on from.
  return used && (at === null || at === document.body || at.id === 'content');
}

/** How long a dialog takes to close, which then gives the focus back to what may be gone by now. */
const CLOSED_MS = 400;

/**
 * Keeps the keyboard where something is pressed that gives way to what follows it, or can't be pressed for a while.
 *
 * @param stage changes whenever something else stands there.
 * @param next what has the focus then, if the focus went with what was pressed; none while there is nothing.
 * @returns to be called when it is pressed.
 */
export function useFollowing(stage: unknown, next: () => Element | null | undefined): () => void {
  const pressed = useRef(false);
  const find = useRef(next);
  useEffect(() => {
    find.current = next;
  });
  useEffect(() => {
    if (!pressed.current) return undefined;
    const follow = () => {
      const there = find.current();
      if (!wentWithItsControl() || !(there instanceof HTMLElement)) return;
      there.focus({ preventScroll: true });
      pressed.current = document.activeElement !== there;
    };
    follow();
    const before = presses;
    const closed = setTimeout(() => {
      // What was pressed since leads on by itself.
      if (presses === before) follow();
      // Whoever has gone on meanwhile stays there.
      if (!wentWithItsControl()) pressed.current = false;
    }, CLOSED_MS);
    return () => clearTimeout(closed);
  }, [stage]);
  return () => {
    pressed.current = true;
  };
}

/** Whether what had the focus is gone, or is disabled. */
function wentWithItsControl(): boolean {
  return hasLostFocus() || document.activeElement?.matches(':disabled') === true;
}

/** The first control in a place that can be pressed. */
export function firstControl(place: Element | null | undefined): Element | null | undefined {
  return place?.querySelector('a[href], button:not(:disabled)');
}
