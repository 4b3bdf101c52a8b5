const PREFIX = 'debrief.kept.';

/** Where something is kept that was typed and isn't saved, in this tab only. */
export function keptPlace(key: string): string {
  return PREFIX + key;
}

/** Forget all of it: somebody else may use this browser next. */
export function forgetKept(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}
