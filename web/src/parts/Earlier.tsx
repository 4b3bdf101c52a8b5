import type { ReactNode } from 'react';
import classes from './Earlier.module.css';

/** What says whether an answer is the one that was asked for; every query of the query library does. */
export interface Asked {
  isPlaceholderData: boolean;
}

/**
 * What a query brought. Where that is still the answer to earlier filters, it says so until the new one comes: it is
 * dim, busy, its rows can't be clicked, and a line passes below the page's head.
 */
export function Earlier({ of, children }: { of: Asked | undefined; children: ReactNode }) {
  const earlier = of?.isPlaceholderData ? true : undefined;
  return (
    <div className={classes.held} data-earlier={earlier} aria-busy={earlier}>
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
