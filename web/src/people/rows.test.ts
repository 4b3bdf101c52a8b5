import { expect, test } from 'vitest';
import { rowErrors } from './rows';

test('a place in a file is a row and a column', () => {
  const found = rowErrors([
    { pointer: 'row 12, email', message: 'is empty' },
    { pointer: 'row 3', message: 'has 2 cells where the header has 8' },
    { pointer: '/csv', message: 'is too long' },
  ]);
  expect(found.map(({ row, column }) => [row, column])).toEqual([
    [12, 'email'],
    [3, null],
    [null, null],
  ]);
});
