/** One report: all that its address carries is which one, and that stands in the path. */
export function one(): Record<never, never> {
  return {};
}
