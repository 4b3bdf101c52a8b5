/**
 * Whose pages this document shows. Tokens lie where all tabs find them, so another tab may sign out and let somebody
 * else in; nothing of the first one may then be shown here any longer, nor go out under the name of the second.
 */
import { decodeJWT } from '@aws-amplify/core';

/** Changes whenever somebody signs out in any tab. */
const LEFT = 'debrief.left';

/** The user pool's id of the person whose token this document sent first. */
let theirs: string | undefined;
let gone: () => void = () => undefined;

/** Whether a token is of the person whose pages these are; that is the first one asked about. Another's ends them. */
export function isTheirs(sub: string | undefined): boolean {
  theirs ??= sub;
  if (sub === theirs) return true;
  gone();
  return false;
}

/** Tell the other tabs that the person has signed out. */
export function tellOthers(): void {
  try {
    localStorage.setItem(LEFT, crypto.randomUUID());
  } catch {
    // A browser that keeps nothing keeps no tokens for other tabs either.
  }
}

/**
 * Watch what the other tabs do.
 *
 * @param onGone is called when the person whose pages these are has signed out there, or somebody else has signed in. A
 * session that only ran out is none of it: the person signs in again over their page.
 * @param onAgain is called when the same person has signed in there, or had their token renewed.
 */
export function watchOthers(onGone: () => void, onAgain: () => void): void {
  gone = onGone;
  const left = localStorage.getItem(LEFT);
  globalThis.addEventListener('storage', ({ key, newValue }: StorageEvent) => {
    if (theirs === undefined || newValue === null) return;
    if (key === LEFT) gone();
    if (key?.endsWith('.accessToken') && isTheirs(decodeJWT(newValue).payload.sub)) onAgain();
  });
  // A page that the browser kept whole, to go back to, has heard nothing.
  globalThis.addEventListener('pageshow', ({ persisted }: PageTransitionEvent) => {
    if (persisted && theirs !== undefined && localStorage.getItem(LEFT) !== left) gone();
  });
}
