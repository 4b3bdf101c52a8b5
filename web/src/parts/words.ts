/** Words for what the API says. Its values grow with it: a tab that was opened before must bear the first new one. */
import type { Tone } from './Tag';

/**
 * What a table holds for a value of the API, and `otherwise` for one that came with a later version of it.
 *
 * Every table that is indexed by a value of the API is read with this or what is made of it below.
 */
export function entryOf<K extends string, T>(
  table: Readonly<Partial<Record<K, T>>>,
  value: NoInfer<K>,
  otherwise: NoInfer<T>,
): T {
  return Object.hasOwn(table, value) ? (table[value] as T) : otherwise;
}

/** The word for a value of the API; of a later one its own name: "sent_back" is "Sent back". */
export function wordOf<K extends string>(table: Readonly<Record<K, string>>, value: NoInfer<K>): string {
  return entryOf(table, value, plain(value));
}

/** Its word and its colour; a later one has no colour. */
export function tagOf<K extends string>(
  table: Readonly<Record<K, { word: string; tone: Tone }>>,
  value: NoInfer<K>,
): { word: string; tone: Tone } {
  return entryOf(table, value, { word: plain(value), tone: 'neutral' });
}

/** Its colour alone. */
export function toneOf<K extends string>(table: Readonly<Record<K, Tone>>, value: NoInfer<K>): Tone {
  return entryOf(table, value, 'neutral');
}

function plain(value: string): string {
  const words = value.replaceAll(/[_.-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
