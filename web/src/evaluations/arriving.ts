/** Whether somebody who completes a draft by a key can have seen it. */
import { useEffect, useState } from 'react';

/** An impatient press comes within so long of the one before, or of what it brought. */
const IMPATIENT_MS = 1_000;

/**
 * - `heard`: do it.
 * - `early`: meant for the draft before, which was completed a moment ago.
 * - `unseen`: nothing is open here, and nobody has done anything here yet: say so first.
 */
export type Press = 'heard' | 'early' | 'unseen';

/**
 * A draft that somebody has come to. Completing opens the next one, which may have all its answers from the AI: a second
 * press would complete it unread.
 */
export class Arrival {
  private seen = false;
  private told = false;
  private last: number;

  constructor(private readonly now: () => number) {
    this.last = now();
  }

  /** The person has done something here other than completing: from then on every press is meant. */
  act(): void {
    this.seen = true;
  }

  /** They have scrolled here; just after coming that may be the swing of where they were. */
  scroll(): void {
    if (this.now() - this.last >= IMPATIENT_MS) this.seen = true;
  }

  /** They complete it. `open` tells whether it has open questions, to which one would be led. */
  press(by: 'key' | 'mouse', open: boolean): Press {
    if (this.seen) return 'heard';
    const now = this.now();
    const early = now - this.last < IMPATIENT_MS;
    this.last = now;
    if (early) return 'early';
    if (by === 'mouse' || open || this.told) return 'heard';
    this.told = true;
    return 'unseen';
  }
}

/** On what completes; pressing it shows nothing of what one has read. */
export const CONCLUDES = { 'data-concludes': '' };

/** The draft that stands on the page now, and whether the person has been at it. */
export function useArrival(): Arrival {
  const [arrival] = useState(() => new Arrival(Date.now));
  useEffect(() => {
    const act = ({ target }: Event) => {
      if (!(target instanceof Element && target.closest('[data-concludes]'))) arrival.act();
    };
    const key = (event: KeyboardEvent) => {
      if (!event.repeat && !['Enter', 'Control', 'Meta', 'Shift', 'Alt'].includes(event.key)) act(event);
    };
    const scroll = () => arrival.scroll();
    window.addEventListener('pointerdown', act, { capture: true });
    window.addEventListener('keydown', key, { capture: true });
    window.addEventListener('wheel', scroll, { capture: true, passive: true });
    return () => {
      window.removeEventListener('pointerdown', act, { capture: true });
      window.removeEventListener('keydown', key, { capture: true });
      window.removeEventListener('wheel', scroll, { capture: true });
    };
  }, [arrival]);
  return arrival;
}
