/** Names that are read from the right. */

const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
/** Longer ones may need a line's end on a narrow screen. */
const LONGEST_KEPT = 26;

/** Whether a name stays on one line: broken in two, one from the right reads as two names in the wrong order. */
export function isKept(name: string): boolean {
  return FROM_THE_RIGHT.test(name) && name.length <= LONGEST_KEPT;
}
