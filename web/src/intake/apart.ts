import type { IntakeView } from '@/api/schema';
import { itemName } from './words';

/** What is handed in by hand lies in a folder whose name tells nobody anything. */
const BY_HAND = 'uploads/';

/** What tells an item from others of the same name: where it lies, or when it came in. */
export type Apart = { place: string } | { at: string };

/**
 * Of items that have their name in common with others of the list, what tells them apart: as much of the path before
 * their file as differs, the line of their file, else when they came in.
 */
export function apart(items: IntakeView[]): Map<string, Apart> {
  const named = new Map<string, IntakeView[]>();
  for (const item of items) named.set(itemName(item), [...(named.get(itemName(item)) ?? []), item]);
  const found = new Map<string, Apart>();
  for (const [name, alike] of named) {
    if (alike.length < 2) continue;
    const places = alike.map((item) => placeOf(item));
    alike.forEach((item, at) => {
      const others = places.filter((_, other) => other !== at);
      const place = places[at]?.join('/').startsWith(BY_HAND)
        ? undefined
        : shortest(places[at] ?? [], others, name);
      found.set(item.id, place ? { place } : { at: item.received_at });
    });
  }
  return found;
}

/** The folders and the name of what it came in as, and the line of that, from the outermost on. */
function placeOf(item: IntakeView): string[] {
  const key = item.import_id ? (item.transcript?.key ?? item.unit_key) : item.unit_key;
  return [...key.split('/'), ...(item.line ? [`line ${String(item.line)}`] : [])];
}

/** The shortest end of a path that no other one has, without what the name says already; undefined where none has. */
function shortest(own: string[], others: string[][], name: string): string | undefined {
  for (let parts = 1; parts <= own.length; parts += 1) {
    const end = own.slice(-parts).join('/');
    if (others.some((other) => other.slice(-parts).join('/') === end)) continue;
    const said = end.endsWith(`/${name}`) ? end.slice(0, -name.length - 1) : end;
    return said.replace(/\/line (\d+)$/, ', line $1');
  }
  return undefined;
}
