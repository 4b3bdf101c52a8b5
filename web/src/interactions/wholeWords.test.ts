import { expect, test } from 'vitest';
import { wholeWords } from './wholeWords';

const SAID = 'Thank you, I don’t mind. Grüße!';
const selected = (part: string) => wholeWords(SAID, SAID.indexOf(part), SAID.indexOf(part) + part.length);

test('half words become whole ones', () => {
  expect(selected('nk you')).toBe('Thank you');
  expect(selected('do')).toBe('don’t');
  expect(selected('d. Grü')).toBe('mind. Grüße');
});

test('whole words stay as they are, without the blanks around them', () => {
  expect(selected('you')).toBe('you');
  expect(selected(' you, ')).toBe('you,');
  expect(selected(', ')).toBe(',');
  expect(wholeWords(SAID, 0, SAID.length)).toBe(SAID);
});

test('nothing but blanks is nothing', () => {
  expect(selected(' ')).toBe('');
  expect(wholeWords('', 0, 0)).toBe('');
});
