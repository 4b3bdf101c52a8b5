import { describe, expect, it } from 'vitest';
import { readDuration } from './duration';

describe('readDuration', () => {
  it.each([
    ['4:05', 245_000],
    ['1:04:05', 3_845_000],
    ['7', 420_000],
    ['0:00', 0],
    [' 90:00 ', 5_400_000],
  ])('reads %s', (typed, ms) => expect(readDuration(typed)).toBe(ms));

  it.each(['', '4:75', 'four', '1:2:3:4', '-1', '4.5'])('refuses %s', (typed) =>
    expect(readDuration(typed)).toBeUndefined(),
  );
});
