import type { MouseEvent, ReactNode } from 'react';
import classes from './Earlier.module.css';

/** What says whether an answer is the one that was asked for; every query of the query library does. */
export interface Asked {
  isPlaceholderData: boolean;
}

/** What of it opens something: the same that the pointer passes through (Earlier.module.css). */
const ROWS = 'tbody, li, dd, a';

/** Whether a press is on a row, or on a link, within what is held. */
export function isOnRow(
  target: Pick<Element, 'closest'>,
  within: { contains: (other: Element) => boolean },
): boolean {
  const row = target.closest(ROWS);
  return row !== null && within.contains(row);
}

/** Say why nothing opened: the row is none of those that were asked for. */
export function sayEarlier(): void {
  // Read when it is needed: lists are part of the first load.
  void import('./say').then(({ said }) =>
    said('What you chose is still being read. These rows are of before, and open nothing.'),
  );
}

/** A key pressed on a link or a button comes as a click. */
function wait(event: MouseEvent<HTMLElement>) {
  if (!isOnRow(event.target as Element, event.currentTarget)) return;
  event.preventDefault();
  event.stopPropagation();
  sayEarlier();
}

/**
 * What a query brought. Where that is still the answer to earlier filters, it says so until the new one comes: it is
 * dim, busy, its rows can't be clicked nor opened by a key, and a line passes below the page's head. What has the focus
 * keeps it.
 */
export function Earlier({ of, children }: { of: Asked | undefined; children: ReactNode }) {
  const earlier = of?.isPlaceholderData ? true : undefined;
  return (
    <div className={classes.held} data-earlier={earlier} aria-busy={earlier} onClickCapture={earlier && wait}>
      {earlier && (
        <div
          role="progressbar"
          aria-label="Loading what you chose"
          className={`${classes.bar ?? ''} no-print`}
        />
      )}
      {children}
    </div>
  );
}
