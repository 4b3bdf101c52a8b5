import { useCallback, useId } from 'react';
import { contestedIn, without } from './contest';
import { useKept } from './useKept';

/** What {@link useChanges} gives. */
export type Changes<T extends object> = ReturnType<typeof useChanges<T>>;

/**
 * What somebody changes about a thing, field by field. Only what they touched is theirs: when the thing is read again,
 * all other fields show its newest state, and a change sends no field that nobody touched. A field that they touched and
 * that somebody else has changed meanwhile is contested: before it is saved they choose, with `Contested`.
 *
 * @param key names the thing, such as `person.us_…`; what was typed survives a reload under it.
 * @param base the thing's fields as the API gave them last.
 * @param saved false for a new thing: what its form begins with is nobody's, and may become something else by itself.
 */
export function useChanges<T extends object>(key: string, base: T, saved = true) {
  const { value: changes, set: setChanges, forget, restored } = useKept<Partial<T>>(key, {});
  const { value: was, set: setWas, forget: forgetWas } = useKept<Partial<T>>(`${key}.before`, {}, true);
  const notice = useId();
  const contested = saved ? contestedIn(base, changes, was) : [];
  const set = useCallback(
    <Name extends keyof T>(name: Name, value: T[Name]) => {
      setChanges((all) => ({ ...all, [name]: value }));
      setWas((all) => (name in all ? all : { ...all, [name]: base[name] }));
    },
    [setChanges, setWas, base],
  );
  return {
    values: { ...base, ...changes },
    changes,
    set,
    touched: Object.keys(changes).length > 0,
    /** The fields that somebody else has changed since they were touched here, and to what. */
    contested: contested.map((name) => ({ name, theirs: base[name] })),
    /** Of a contested field: let what was typed take the place of what is saved now. */
    keepMine: (name: keyof T) => setWas((all) => ({ ...all, [name]: base[name] })),
    /** Of a contested field: give up what was typed. */
    takeTheirs: (name: keyof T) => {
      setChanges((all) => without(all, name));
      setWas((all) => without(all, name));
    },
    /** Whether something is contested, and saving has to wait for a choice; the eye and the focus are led to it. */
    waits: () => {
      if (contested.length > 0) document.getElementById(notice)?.focus();
      return contested.length > 0;
    },
    /** The id of where the choice stands. */
    notice,
    /** After saving, or to give up what was typed. */
    forget: useCallback(() => {
      forget({});
      forgetWas({});
    }, [forget, forgetWas]),
    restored,
  };
}
