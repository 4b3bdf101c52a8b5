/** Where the keyboard is. */

let used = false;
if (typeof document !== 'undefined')
  document.addEventListener('focusin', () => (used = true), { once: true });

/**
 * Whether the focus went with what had it, so that the next Tab would begin at the top of the page. A page that was just
 * loaded hasn't lost it: there Tab leads to the skip link.
 */
export function hasLostFocus(): boolean {
  return used && (document.activeElement === null || document.activeElement === document.body);
}
