import { expect, test } from 'vitest';
import type { Tone } from './Tag';
import { entryOf, tagOf, toneOf, wordOf } from './words';

type Known = 'open' | 'closed';
const WORDS: Record<Known, string> = { open: 'Open', closed: 'Closed' };
const TONES: Record<Known, Tone> = { open: 'watch', closed: 'good' };
const later = (value: string) => value as Known;

test('what is known has its word and colour', () => {
  expect(wordOf(WORDS, 'open')).toBe('Open');
  expect(toneOf(TONES, 'closed')).toBe('good');
});

test('what a later version of the API says is said by its own name, without a colour', () => {
  expect(wordOf(WORDS, later('sent_back'))).toBe('Sent back');
  expect(toneOf(TONES, later('sent_back'))).toBe('neutral');
  expect(tagOf({ open: { word: 'Open', tone: 'watch' } }, later('sent_back') as 'open')).toEqual({
    word: 'Sent back',
    tone: 'neutral',
  });
  expect(entryOf({ open: [1, 2] }, later('sent_back') as 'open', [])).toEqual([]);
});

test('what every object has is no word', () => {
  expect(wordOf(WORDS, later('constructor'))).toBe('Constructor');
});
