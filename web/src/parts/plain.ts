/** Text as it is looked for, the same as the server has it (`plain_letters` in kernel/text.py). */
import type { ComboboxItem, ComboboxParsedItem, OptionsFilter } from '@mantine/core';

/** Letters that no form of Unicode takes apart, as they are typed where a keyboard lacks them. */
const PLAIN: Record<string, string> = {
  ß: 'ss',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ı: 'i',
  ə: 'e',
  ɨ: 'i',
  ƶ: 'z',
  ǥ: 'g',
  ɓ: 'b',
  ɗ: 'd',
  ƙ: 'k',
  ƴ: 'y',
};
const APART = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g');

/** `text` without case and accents, its letters those of any keyboard: `Łukasz Straße` is `lukasz strasse`. */
export function plainLetters(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(APART, (letter) => PLAIN[letter] ?? letter);
}

/** Whether `text` holds every word of `typed`, whole or in part. */
export function holds(text: string, typed: string): boolean {
  const plain = plainLetters(text);
  return plainLetters(typed)
    .split(/\s+/)
    .every((word) => plain.includes(word));
}

/** What of a list somebody means who types a part of a name, for `Select` and its kin. */
export const byPlainLetters: OptionsFilter = ({ options, search, limit }) => {
  const fits = (each: ComboboxItem) => holds(each.label, search.trim());
  const found: ComboboxParsedItem[] = [];
  for (const each of options) {
    if (!('group' in each)) {
      if (fits(each)) found.push(each);
      continue;
    }
    const items = each.items.filter(fits);
    if (items.length) found.push({ ...each, items });
  }
  return found.slice(0, limit);
};
