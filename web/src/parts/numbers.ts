/** Numbers with their unit and sample, as the field says them. */

/**
 * "84.4" for 84.35 and one digit: halves away from zero, by how the number is written and not by the binary number
 * beside it, as the API rounds its own texts (`kernel/figures.py`). Whatever is shown rounded is rounded here.
 */
export function fixed(value: number, digits = 0): string {
  const size = Math.abs(value);
  // What has an exponent is too small for any digit to be seen, or has none behind the point.
  const text = String(size);
  const whole = text.includes('e')
    ? Math.round(size * 10 ** digits)
    : Math.round(Number(`${text}e${digits}`));
  const rounded = text.includes('e+') ? text : Number(`${whole}e-${digits}`).toFixed(digits);
  return value < 0 && whole !== 0 ? `-${rounded}` : rounded;
}

/** "92%". Takes 0–100; null says that there is none. */
export function percent(value: number | null | undefined, digits = 0): string {
  return value === null || value === undefined ? '–' : `${fixed(value, digits)}%`;
}

/** "84.4%", "80%": a score, or an average of some, to a tenth where there is one. Everywhere in this form. */
export function average(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : `${Number(fixed(value, 1))}%`;
}

/** "76 to 89%": a 95% interval of something in percent; null where there is none. */
export function interval(low: number | null | undefined, high: number | null | undefined): string | null {
  return typeof low === 'number' && typeof high === 'number' ? `${fixed(low)} to ${fixed(high)}%` : null;
}

/** "+0.4", "−12", "0": with its sign, where there is something to sign. */
export function signed(value: number, digits = 0): string {
  const text = fixed(value, digits);
  if (Number(text) === 0) return text;
  return value < 0 ? `−${text.slice(1)}` : `+${text}`;
}

/** "33/41 points"-like text: what was earned of what was possible. */
export function points(earned: number, possible: number): string {
  return `${trim(earned)}/${trim(possible)}`;
}

/** At most two digits behind the point, none that say nothing. */
export function trim(value: number): string {
  return String(Number(fixed(value, 2)));
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
