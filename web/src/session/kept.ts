const PREFIX = 'debrief.kept.';

/** Whose texts are kept: the id of the person whom this document shows the console to. */
let owner = '';
const listeners = new Set<() => void>();

/** Where something is kept that was typed and isn't saved: in this tab only, and for nobody but who typed it. */
export function keptPlace(key: string): string {
  return `${PREFIX}${owner}.${key}`;
}

/** Keep for this person from now on. What somebody else typed here before is dropped. */
export function keepFor(id: string): void {
  owner = id;
  drop((place) => !place.startsWith(keptPlace('')));
}

/** Forget all of it: somebody else may use this browser next. */
export function forgetKept(): void {
  for (const each of listeners) each();
  drop(() => true);
}

/** Call when all that is kept is forgotten, for what holds some of it in memory too. */
export function whenForgotten(listener: () => void): void {
  listeners.add(listener);
}

function drop(which: (place: string) => boolean): void {
  for (const place of Object.keys(sessionStorage)) {
    if (place.startsWith(PREFIX) && which(place)) sessionStorage.removeItem(place);
  }
}
