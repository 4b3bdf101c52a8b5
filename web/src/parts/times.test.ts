import { describe, expect, it } from 'vitest';
import { sayDuration, sayInstant, sayWholeDay } from './times';

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

describe('a day and an instant', () => {
  const now = new Date('2026-11-26T12:00:00Z');

  it.each([
    ['2026-11-26T09:30:00Z', 'today 10:30'],
    ['2026-11-25T09:30:00Z', 'yesterday 10:30'],
    ['2026-11-27T09:30:00Z', 'tomorrow 10:30'],
    ['2026-11-20T09:30:00Z', 'Fri 20 Nov 10:30'],
    ['2026-12-01T09:30:00Z', 'Tue 1 Dec 10:30'],
    ['2026-09-03T09:30:00Z', '3 Sep 11:30'],
    ['2025-12-31T23:30:00Z', '1 Jan 00:30'],
    ['2025-09-03T09:30:00Z', '3 Sep 2025 11:30'],
  ])('%s is %s', (at, said) => {
    expect(sayInstant(at, 'Europe/Berlin', now)).toBe(said);
  });

  it('is whole with its weekday and year', () => {
    expect(sayWholeDay('2026-09-03')).toBe('Thu 3 Sep 2026');
  });
});
