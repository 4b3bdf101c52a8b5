/** Reading one value of an address; undefined where there is none or it makes no sense. */

/** A text; a number, which a page hands the router as such, is the text that the address has of it. */
export function text(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const written = typeof first === 'number' ? String(first) : first;
  return typeof written === 'string' && written !== '' ? written : undefined;
}

export function texts(value: unknown): string[] | undefined {
  const all = (Array.isArray(value) ? value : [value]).filter(
    (each): each is string => typeof each === 'string' && each !== '',
  );
  return all.length ? all : undefined;
}

export function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  const given = text(value);
  return allowed.find((each) => each === given);
}

export function manyOf<T extends string>(value: unknown, allowed: readonly T[]): T[] | undefined {
  const given = texts(value) ?? [];
  const known = allowed.filter((each) => given.includes(each));
  return known.length ? known : undefined;
}

/** A day such as 2026-05-01. */
export function day(value: unknown): string | undefined {
  const given = text(value);
  return given && /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given)) ? given : undefined;
}

/**
 * What a page reads of its address: all of it may be missing. What makes no sense stays as undefined, since the router
 * lays what a page reads over what stands in the address, and what isn't named would come through as it was typed.
 */
export function given<T extends object>(search: T): { [Name in keyof T]?: T[Name] } {
  return search;
}
