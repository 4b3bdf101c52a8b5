/**
 * Put everything in the page's content aside that lies beneath an element: it can't be reached by keyboard and isn't read
 * aloud. What only tells something stays, and so does what stands outside the content.
 *
 * @returns takes it back.
 */
export function setAside(over: HTMLElement): () => void {
  const aside = new Set<Element>();
  const cover = () => {
    for (const level of levelsOf(over)) {
      for (const each of level.parentElement?.children ?? []) {
        if (each === level || each.hasAttribute('inert') || each.matches(TELLS)) continue;
        each.setAttribute('inert', '');
        aside.add(each);
      }
    }
  };
  cover();
  // A list that comes, or comes anew, after this was opened.
  const watch = new MutationObserver(cover);
  for (const { parentElement } of levelsOf(over))
    if (parentElement) watch.observe(parentElement, { childList: true });
  return () => {
    watch.disconnect();
    for (const each of aside) each.removeAttribute('inert');
  };
}

const TELLS = '[role="status"], [role="dialog"], [aria-live]';

/** The element and what it stands in, up to the content. */
function levelsOf(over: HTMLElement): HTMLElement[] {
  const levels: HTMLElement[] = [];
  for (
    let at: HTMLElement | null = over;
    at && at.id !== 'content' && at !== document.body;
    at = at.parentElement
  )
    levels.push(at);
  return levels;
}
