/** Which inquiries somebody means who types a part of their words. */

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * The inquiries that hold every word of `typed`, whole or in part: "late deliv" finds "Late delivery". Those that begin
 * with what was typed stand first; else they keep their order.
 */
export function inquiriesLike(typed: string, inquiries: readonly string[], most: number): string[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = inquiries.filter((each) => words.every((word) => plain(each).includes(word)));
  const begins = (each: string) => plain(each).startsWith(words.join(' '));
  return [...found.filter(begins), ...found.filter((each) => !begins(each))].slice(0, most);
}
