import { expect, test } from 'vitest';
import { mentionAt, withMention } from './mentions';

test('a name is being typed behind an @ that begins a word', () => {
  expect(mentionAt('@Ev', 3)).toEqual({ from: 0, typed: 'Ev' });
  expect(mentionAt('Well put, @Eve Sa', 17)).toEqual({ from: 10, typed: 'Eve Sa' });
  expect(mentionAt('Well put, @Eve Sa yes', 14)).toEqual({ from: 10, typed: 'Eve' });
  for (const none of ['', '@', 'eve@sample', 'Ask @Eve Sample whether', 'a @ b'])
    expect(mentionAt(none, none.length)).toBeNull();
});

test('the whole name takes the place of what was typed, and writing goes on behind it', () => {
  const typed = 'Ask @ev about it';
  const mention = mentionAt(typed, 7);
  expect(mention && withMention(typed, mention, 'Eve Sample')).toEqual({
    text: 'Ask @Eve Sample about it',
    caret: 16,
  });
  expect(withMention('@ev', { from: 0, typed: 'ev' }, 'Eve Sample')).toEqual({
    text: '@Eve Sample ',
    caret: 12,
  });
});
