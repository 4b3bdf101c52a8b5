import { describe, expect, it } from 'vitest';
import { sayDuration } from './times';

describe('a duration in a sentence', () => {
  // The server's reports are held against the same pairs in tests/unit/summaries/test_facts.py.
  it.each([
    [0, '0 s'],
    [59_400, '59 s'],
    [59_500, '1 min'],
    [380_000, '6 min 20 s'],
    [3_599_400, '59 min 59 s'],
    [3_599_500, '1 h'],
    [3_905_000, '1 h 5 min'],
    [7_170_000, '2 h'],
  ])('%d ms is %s', (ms, said) => {
    expect(sayDuration(ms)).toBe(said);
  });
});
