/** A duration as people write it: "4:05", "1:04:05", or minutes alone. Undefined where it is none. */
export function readDuration(typed: string): number | undefined {
  const parts = typed.trim().split(':');
  if (parts.length > 3 || !parts.every((part) => /^\d{1,3}$/.test(part))) return undefined;
  const numbers = parts.map(Number);
  if (numbers.slice(1).some((number) => number > 59)) return undefined;
  const [last = 0, middle = 0, first = 0] = numbers.toReversed();
  const seconds = parts.length === 1 ? last * 60 : first * 3600 + middle * 60 + last;
  return seconds * 1000;
}
