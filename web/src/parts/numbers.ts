/** Numbers with their unit and sample, as the field says them. */

/** "92%". Takes 0–100; null says that there is none. */
export function percent(value: number | null | undefined, digits = 0): string {
  return value === null || value === undefined ? '–' : `${value.toFixed(digits)}%`;
}

/** "33/41 points"-like text: what was earned of what was possible. */
export function points(earned: number, possible: number): string {
  return `${trim(earned)}/${trim(possible)}`;
}

/** At most two digits behind the point, none that say nothing. */
export function trim(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** "1,378". */
export function count(value: number): string {
  return value.toLocaleString('en-GB');
}

/** "3 evaluations", "1 evaluation". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** "1.2 MB". */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  if (value < 1_000_000) return `${(value / 1000).toFixed(0)} kB`;
  return `${(value / 1_000_000).toFixed(1)} MB`;
}

/** "$0.0123", from millionths of a US dollar. */
export function dollars(microUsd: number): string {
  const value = microUsd / 1_000_000;
  return value === 0 ? '$0' : `$${value.toFixed(value < 0.1 ? 4 : 2)}`;
}
