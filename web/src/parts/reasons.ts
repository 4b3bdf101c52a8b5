/** Why a condition holds or doesn't, as the server tells it, in words for people: names for ids, seconds for `ms`. */

const OF_IDS = /^the (?:agent|team) /;
const OF_TIMES = /^the (?:duration|talk time|hold time|after-call work|handle time) /;
const IDS = /\b(?:us|tm)_\w+/g;

/**
 * A reason with names in it. Times lose no digit: one that was rounded might seem to lie beyond a bound.
 *
 * @param named the name of a person or a team by their id.
 */
export function sayReason(reason: string, named: (id: string) => string): string {
  if (OF_IDS.test(reason)) return reason.replace(IDS, named);
  if (OF_TIMES.test(reason)) {
    return reason.replace(/(\d+(?:\.\d+)?) ms\b/g, (_, ms: string) => `${Number(ms) / 1000} s`);
  }
  return reason;
}

/** The ids of people and teams that reasons speak of. */
export function idsIn(reasons: string[]): string[] {
  return reasons.filter((each) => OF_IDS.test(each)).flatMap((each) => each.match(IDS) ?? []);
}
