/**
 * What stands behind the `?` of an address. Values are text, repeated for several: `?status=held&status=failed`.
 * A page's `validateSearch` is made of these; what makes no sense in an address is left out instead of failing.
 */
export type Search = Record<string, string | string[] | undefined>;

/** Read an address. */
export function parseSearch(text: string): Search {
  const found: Search = {};
  const given = new URLSearchParams(text);
  for (const name of new Set(given.keys())) {
    const values = given.getAll(name);
    found[name] = values.length > 1 ? values : values[0];
  }
  return found;
}

/** Write an address; what is empty is left out. */
export function stringifySearch(search: Record<string, unknown>): string {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof each === 'number' || typeof each === 'boolean') written.append(name, String(each));
      if (typeof each === 'string' && each !== '') written.append(name, each);
    }
  }
  const text = written.toString();
  return text ? `?${text}` : '';
}
