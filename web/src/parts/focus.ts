/** Where the keyboard is. */

let used = false;
if (typeof document !== 'undefined')
  document.addEventListener('focusin', () => (used = true), { once: true });

/**
 * Whether the focus went with what had it, so that the next Tab would begin at the top of the page. A page that was just
 * loaded hasn't lost it: there Tab leads to the skip link.
 */
export function hasLostFocus(): boolean {
  const at = document.activeElement;
  // What has closed gives the focus to the content as a whole where nothing else is left: no place to go on from.
  return used && (at === null || at === document.body || at.id === 'content');
}
