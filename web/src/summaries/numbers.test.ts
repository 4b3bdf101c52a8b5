import { expect, test } from 'vitest';
import { numberOf, placeOf } from './numbers';

test('a recommendation is found again by its number when others have gone', () => {
  const before = [{ number: 0 }, { number: 1 }, { number: 2 }];
  expect(placeOf(before, 2)).toBe(2);
  expect(placeOf([{ number: 0 }, { number: 2 }, { number: 3 }], 2)).toBe(1);
  expect(placeOf([{ number: 0 }, { number: 2 }], 1)).toBe(-1);
});

test('one without a number stands for its place', () => {
  const all = [{ number: null }, {}, { number: 2 }];
  expect(all.map(numberOf)).toEqual([0, 1, 2]);
  expect(placeOf(all, 1)).toBe(1);
});
