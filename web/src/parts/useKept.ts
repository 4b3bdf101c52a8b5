import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { keptPlace } from '@/session/kept';
import { said } from './say';

/**
 * State that survives a reload, a lost connection and a sign-in: what somebody typed and has not saved.
 *
 * It lies in this tab's session storage until `forget` is called (after saving) or the person signs out;
 * somebody else doesn't find it. Whoever closes a form or leaves a page with something unsaved in it is told that it is
 * kept: Escape and every other way out do the same.
 *
 * @param key names the thing that is edited, such as `meeting-notes.mt_…`.
 * @param quiet for what saves itself, or isn't typed.
 * @returns the value, its setter, `forget`, and whether it was found from before.
 */
export function useKept<T>(key: string, initial: T, quiet = false) {
  const place = keptPlace(key);
  const [found] = useState(() => read(place) as T | undefined);
  const [value, setValue] = useState<T>(found ?? initial);
  const touched = useRef(found !== undefined);

  useEffect(() => {
    if (touched.current) sessionStorage.setItem(place, JSON.stringify(value));
  }, [place, value]);

  const [atFirst] = useState(initial);
  const leaving = useEffectEvent(() => {
    if (!quiet && touched.current && isUnsaved(value, atFirst, sessionStorage.getItem(place))) said(KEPT);
  });
  useEffect(() => () => leaving(), []);

  const set = useCallback((next: T | ((before: T) => T)) => {
    touched.current = true;
    setValue(next);
  }, []);

  const forget = useCallback(
    (next?: T) => {
      touched.current = false;
      sessionStorage.removeItem(place);
      if (next !== undefined) setValue(next);
    },
    [place],
  );

  return { value, set, forget, restored: found !== undefined };
}

const KEPT = 'What you typed isn’t saved yet. It is kept, and stands there when you open this again.';

/** Whether something was typed that differs from what there was, and is still kept: signing out forgets it. */
export function isUnsaved(value: unknown, initial: unknown, kept: string | null): boolean {
  return kept !== null && JSON.stringify(value) !== JSON.stringify(initial);
}

/** Whether something that was typed is kept under this name. */
export function isKept(key: string): boolean {
  return sessionStorage.getItem(keptPlace(key)) !== null;
}

function read(place: string): unknown {
  const text = sessionStorage.getItem(place);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    sessionStorage.removeItem(place);
    return undefined;
  }
}
