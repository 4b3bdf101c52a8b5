import { expect, test } from 'vitest';
import { byPlainLetters, plainLetters } from './plain';

// The server's are held against the same in tests/unit/interactions/test_held_search.py.
test('letters are those of any keyboard, also where they do not come apart', () => {
  expect(plainLetters('Łukasz Ødegård, Straße, Æther Œuvre, ĐorđeÞ, Işık')).toBe(
    'lukasz odegard, strasse, aether oeuvre, dordeth, isik',
  );
  expect(plainLetters('ﬁle')).toBe('file');
});

test('a list is narrowed by parts of words, within its groups too', () => {
  const options = [
    {
      group: 'Teams',
      items: [
        { value: 'a', label: 'Zespół Łódź' },
        { value: 'b', label: 'Köln' },
      ],
    },
    { value: 'c', label: 'Lodz' },
  ];
  expect(byPlainLetters({ options, search: 'lodz', limit: 5 })).toEqual([
    { group: 'Teams', items: [{ value: 'a', label: 'Zespół Łódź' }] },
    { value: 'c', label: 'Lodz' },
  ]);
  expect(byPlainLetters({ options, search: 'lodz zesp', limit: 5 })).toHaveLength(1);
  expect(byPlainLetters({ options, search: ' ', limit: 1 })).toHaveLength(1);
});
