/** Where two people change the same field of a thing: which fields these are, and how the other's state is said. */

/**
 * The fields that somebody has changed here and that say something else by now than when they were begun with, and not
 * what was typed: saving would undo what somebody else did, or the other way round.
 *
 * @param base the thing's fields as the API gave them last.
 * @param changes what was typed, of the fields that were touched.
 * @param was what those fields said when they were first touched.
 */
export function contestedIn<T extends object>(
  base: T,
  changes: Partial<T>,
  was: Partial<T>,
): (keyof T & string)[] {
  return (Object.keys(was) as (keyof T & string)[]).filter(
    (name) => name in changes && !same(base[name], was[name]) && !same(base[name], changes[name]),
  );
}

/** Of what was typed and of what was there before, all but one field. */
export function without<T extends object>(fields: Partial<T>, name: keyof T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name)) as Partial<T>;
}

/**
 * What a field says, as text: nothing where it is empty.
 *
 * @param said how an id or a day is said.
 */
export function sayField(value: unknown, said: (each: string) => string): string {
  if (value === null || value === undefined || value === '') return 'Nothing';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'string') return ID.test(value) || DAY.test(value) ? said(value) : value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) {
    return value.length === 0 ? 'Nothing' : value.map((each) => sayField(each, said)).join(', ');
  }
  return Object.entries(value)
    .map(([name, each]) => `${name.replaceAll('_', ' ')}: ${sayField(each, said)}`)
    .join('; ');
}

/** The ids that stand in a field, at any depth. */
export function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return ID.test(value) ? [value] : [];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(idsIn);
}

/** Whether a text is a day such as 2026-11-30. */
export const isDay = (text: string) => DAY.test(text);

const DAY = /^\d{4}-\d\d-\d\d$/;
const ID = /^[a-z]{2,}_[0-9A-Z]{26}$/;

/** Whether two states are one, whatever the order in which their parts were written. */
function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => name in other && same(Reflect.get(one, name), Reflect.get(other, name)))
  );
}
