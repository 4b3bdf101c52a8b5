/** What words are made of; an apostrophe may stand inside one. */
const IN_WORD = /[\p{L}\p{N}\p{M}'’]/u;

/**
 * The part of a text between two places, widened to whole words: a selection by mouse often begins or ends within one,
 * and half a word was never said.
 */
export function wholeWords(text: string, from: number, to: number): string {
  const isIn = (place: number) => IN_WORD.test(text.charAt(place));
  const cut = text.slice(from, to);
  let first = from + cut.length - cut.trimStart().length;
  let end = Math.max(first, to - cut.length + cut.trimEnd().length);
  while (first < end && first > 0 && isIn(first - 1) && isIn(first)) first -= 1;
  while (first < end && end < text.length && isIn(end - 1) && isIn(end)) end += 1;
  return text.slice(first, end);
}
