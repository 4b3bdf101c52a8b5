import { useCallback } from 'react';
import { useKept } from './useKept';

/** What {@link useChanges} gives. */
export type Changes<T extends object> = ReturnType<typeof useChanges<T>>;

/**
 * What somebody changes about a thing, field by field. Only what they touched is theirs: when the thing is read again,
 * all other fields show its newest state, and a change sends no field that nobody touched.
 *
 * @param key names the thing, such as `person.us_…`; what was typed survives a reload under it.
 * @param base the thing's fields as the API gave them last.
 */
export function useChanges<T extends object>(key: string, base: T) {
  const { value: changes, set: setChanges, forget, restored } = useKept<Partial<T>>(key, {});
  const set = useCallback(
    <Name extends keyof T>(name: Name, value: T[Name]) => setChanges((all) => ({ ...all, [name]: value })),
    [setChanges],
  );
  return {
    values: { ...base, ...changes },
    changes,
    set,
    touched: Object.keys(changes).length > 0,
    /** After saving, or to give up what was typed. */
    forget: useCallback(() => forget({}), [forget]),
    restored,
  };
}
