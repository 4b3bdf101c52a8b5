/** Why a change isn't called one although its interval lies on one side of 0, as it is said in the same line. */

/** What else than its interval decides: all that stands beside it, compared together; or nothing can, as of a mean. */
export type Judged = 'together' | 'mean';

/** "may be chance: above 0 taken alone, …"; null where the interval holds 0, or the change is clear. */
export function sayUnclear(
  of: { low: number | null; high: number | null; direction: 'up' | 'down' | 'unclear' | null },
  judged: Judged | undefined,
): string | null {
  if (of.direction !== 'unclear' || of.low === null || of.high === null) return null;
  if (of.low <= 0 && of.high >= 0) return null;
  const alone = `may be chance: ${of.low > 0 ? 'above' : 'below'} 0 taken alone`;
  if (judged === 'together') return `${alone}, not once all that stand here are compared together`;
  if (judged === 'mean')
    return `${alone}, and the exact test that would settle it needs single scores, which aren’t kept`;
  return `${alone}, which isn’t enough to call it a change`;
}
