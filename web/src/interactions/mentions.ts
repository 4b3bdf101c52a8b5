/** People who are named in a text with an `@` before them. */

/** What is being typed after an `@`: where that stands, and the part of a name so far. */
export interface Mention {
  from: number;
  typed: string;
}

const LONGEST = 60;
/** An `@` at the beginning or behind a space, then one word or two: names have blanks, sentences many. */
const TYPING = /(?:^|\s)@([^\s@]+(?: [^\s@]*)?)$/u;

/** The name that is being typed where the caret is; null where none is. */
export function mentionAt(text: string, caret: number): Mention | null {
  const before = text.slice(Math.max(0, caret - LONGEST), caret);
  const typed = TYPING.exec(before)?.[1];
  return typed === undefined ? null : { from: caret - typed.length - 1, typed };
}

/** The text with the whole name in the place of what was typed, and where the caret is then. */
export function withMention(
  text: string,
  { from, typed }: Mention,
  name: string,
): { text: string; caret: number } {
  const rest = text.slice(from + 1 + typed.length);
  const put = `${text.slice(0, from)}@${name}`;
  const gap = /^\s/.test(rest) ? '' : ' ';
  return { text: put + gap + rest, caret: put.length + 1 };
}
