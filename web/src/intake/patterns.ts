/** Patterns as they are edited, and names as they are pasted. */
import type { NamePattern, NamePatternSaid, NameTried } from '@/api/schema';

/** What of a problem stands at the fields of the patterns, where nothing of it is elsewhere: for `OtherProblem`. */
export function atFields(problem: { fields: { pointer: string }[] } | null): string[] {
  return problem?.fields.every(({ pointer }) => /^\/patterns\/\d/.test(pointer)) ? ['patterns'] : [];
}

/** So many names are tried at once. */
export const MOST_NAMES = 100;

/** What may stand in braces, for people. */
export const FIELDS: { written: string; means: string }[] = [
  { written: '{agent}', means: 'the agent, as the telephony system calls them' },
  { written: '{date:YYYYMMDD-HHmmss}', means: 'when it began; also YY, MMM, M, D, H, hh with A, S, Z, X' },
  { written: '{queue}', means: 'the queue' },
  { written: '{direction:I=inbound,O=outbound}', means: 'the direction, with the words that mean it' },
  { written: '{channel}', means: 'voice, chat, email or offline' },
  { written: '{reference}', means: 'the contact’s reference' },
  { written: '{number}', means: 'the customer’s number' },
  { written: '{language}', means: 'a language such as en-GB' },
  { written: '{any}', means: 'what is passed over' },
  { written: '{agent:digits}, {agent:4}', means: 'digits alone, so many characters' },
];

export const EMPTY: NamePatternSaid = { name: '', folder: '', pattern: '', time_zone: null, values: {} };

/** A settled pattern as it is edited: without who settled it. */
export function saidOf({ name, folder, pattern, time_zone, values }: NamePattern): NamePatternSaid {
  return { name, folder, pattern, time_zone, values };
}

/** What is sent of what was typed: no blanks around it, a folder that ends in its stroke, nothing empty. */
export function asSent(typed: NamePatternSaid[]): NamePatternSaid[] {
  return typed.map(({ name, folder, pattern, time_zone, values }) => ({
    name: name.trim(),
    folder: folder.trim() ? folder.trim().replace(/\/*$/, '/') : '',
    pattern,
    time_zone: time_zone?.trim() ? time_zone.trim() : null,
    values: Object.fromEntries(
      Object.entries(values)
        .map(([field, value]) => [field, value.trim()] as const)
        .filter(([, value]) => value !== ''),
    ),
  }));
}

/** The names in what was pasted: one on a line, without what stands around lines of a list or a table. */
export function namesIn(pasted: string): string[] {
  const lines = pasted.split(/\r?\n/).map((line) => line.trim().replace(/^["']|["'],?$/g, ''));
  return [...new Set(lines.filter((line) => line !== ''))];
}

/** The list with one of its things moved by one place; as it was where that is outside of it. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const all = [...list];
  const [taken] = all.splice(from, 1);
  if (taken === undefined || from + by < 0 || from + by > all.length) return [...list];
  all.splice(from + by, 0, taken);
  return all;
}

const PART_WORDS: Partial<Record<NameTried['part'], string>> = {
  ignored: 'Left alone: a folder, or a hidden file',
  unfinished: 'An upload that goes on: waited for until it is renamed, and held after a day',
  unsupported: 'Held: not an accepted kind of file',
  bulk: 'A bulk file: its lines tell what they are',
  sidecar: 'Metadata of the file with the same name',
  screen_recording: 'Kept beside the recording with the same name',
};

/** What becomes of a file whatever its name says; null where that depends on it. */
export function sayPart(part: NameTried['part']): string | null {
  return PART_WORDS[part] ?? null;
}
