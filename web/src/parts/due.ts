/** What is said of an action before it is sent. */

/** Said when a dialog is closed, by Escape say, with something typed in it. */
export const KEPT = 'Not saved. What you typed is kept, and there when you open this again.';

/**
 * What is wrong with a due day that has passed; nothing where it is the one that the action had before, since whoever
 * changes the rest of an overdue action needn't move its day.
 *
 * @param due, today such as 2026-11-25; an empty `due` is none.
 */
export function passedDue(
  due: string | null | undefined,
  before: string | null | undefined,
  today: string,
): string | undefined {
  return due && due !== before && due < today
    ? 'This day has passed. Choose today or a later one.'
    : undefined;
}
