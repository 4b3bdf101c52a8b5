/** A part of the console that could not be fetched: how that is known, and what is so. */

/** A page's script that didn't come: there is no connection, or a newer console has taken this one's place. */
export class ChunkMissing extends Error {
  override readonly name = 'ChunkMissing';
}

// As Chromium, Firefox, Safari and Vite say it; there is no better sign.
const SAID =
  /Failed to fetch dynamically imported module|error loading dynamically imported module|Importing a module script failed|Unable to preload CSS/i;

/** Whether something failed because a part of the console could not be fetched. */
export function isMissingChunk(error: unknown): boolean {
  return error instanceof ChunkMissing || (error instanceof Error && SAID.test(error.message));
}

/** Offline: nobody answers. Updated: another console is served than the one that runs. There: trying again may do. */
export type Found = 'offline' | 'updated' | 'there';

/** Look at what is so now. */
export async function look(): Promise<Found> {
  if (!navigator.onLine) return 'offline';
  try {
    const answer = await fetch('/index.html', { cache: 'no-store' });
    if (!answer.ok) return 'offline';
    return isOfAnother(await answer.text(), runningScripts()) ? 'updated' : 'there';
  } catch {
    return 'offline';
  }
}

/** Whether a page starts with other scripts than those that run. */
export function isOfAnother(html: string, running: string[]): boolean {
  return running.length > 0 && !running.some((each) => html.includes(each));
}

function runningScripts(): string[] {
  return [...document.querySelectorAll<HTMLScriptElement>('script[type=module][src]')].map(
    ({ src }) => new URL(src).pathname,
  );
}

const RELOADED = 'debrief.reloaded';
const AGAIN_MS = 60_000;

/** Read the console anew, unless that was done a moment ago and didn't help. */
export function reloadOnce(now = Date.now()): boolean {
  const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
  if (now - last < AGAIN_MS) return false;
  sessionStorage.setItem(RELOADED, String(now));
  globalThis.location.reload();
  return true;
}
