import { describe, expect, it } from 'vitest';
import {
  dayOf,
  instantAt,
  sayDated,
  sayDay,
  sayDuration,
  sayInstant,
  saySpan,
  sayUntil,
  sayWholeDay,
} from './times';

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

  it.each([
    // Midnight and the last minute of a day end it; Berlin is an hour ahead of UTC.
    ['2026-12-07T23:00:00Z', 'the end of 7 Dec'],
    ['2026-12-07T22:59:00Z', 'the end of 7 Dec'],
    ['2026-12-07T22:59:59.999Z', 'the end of 7 Dec'],
    ['2026-11-26T23:00:00Z', 'the end of today'],
    ['2026-11-27T23:00:00Z', 'the end of tomorrow'],
    ['2026-11-25T23:00:00Z', 'the end of yesterday'],
    ['2026-12-31T23:00:00Z', 'the end of 31 Dec'],
    ['2027-01-01T23:00:00Z', 'the end of 1 Jan 2027'],
    ['2026-12-07T22:58:00Z', '7 Dec 23:58'],
    ['2026-12-07T23:01:00Z', '8 Dec 00:01'],
  ])('until %s is until %s', (at, said) => {
    expect(sayUntil(at, 'Europe/Berlin', now)).toBe(said);
  });

  it('has its year where that isn’t this one', () => {
    expect(sayDay('2026-03-03', '2026-11-26')).toBe('3 Mar');
    expect(sayDay('2025-03-03', '2026-11-26')).toBe('3 Mar 2025');
    expect(sayDated('2026-03-03')).toBe('3 Mar 2026');
    expect(saySpan('2025-12-20', '2026-01-02', '2026-01-10')).toBe('20 Dec 2025 – 2 Jan');
  });

  it.each([
    // New Year's morning in Tokyo, where UTC is a year behind; its last evening in New York, where UTC is one ahead.
    ['Asia/Tokyo', '2026-12-31T22:00:00Z', '1 Jan', '31 Dec 2026'],
    ['America/New_York', '2027-01-01T03:00:00Z', '31 Dec', '1 Jan 2027'],
  ])('in %s at %s this year is that of the account', (zone, at, today, another) => {
    const there = dayOf(at, zone);
    expect(sayDay(there, there)).toBe(today);
    expect(sayDay(there === '2027-01-01' ? '2026-12-31' : '2027-01-01', there)).toBe(another);
    const week = new Date(Date.parse(at) - 6 * 86_400_000);
    expect(sayInstant(week.toISOString(), zone, new Date(at))).toMatch(
      there === '2027-01-01' ? / 2026 / : /^\w+ 2\d Dec \d/,
    );
  });

  it('is whole with its weekday and year', () => {
    expect(sayWholeDay('2026-09-03')).toBe('Thu 3 Sep 2026');
  });
});

describe('the instant of a time on the clock', () => {
  // The server's days are held against the same pairs in tests/unit/kernel/test_calendar.py.
  it.each([
    ['Europe/Berlin', '2026-07-01T00:00', '2026-06-30T22:00:00.000Z'],
    ['America/New_York', '2026-11-29T09:30', '2026-11-29T14:30:00.000Z'],
    // Clocks that leap at midnight: the day begins at one.
    ['America/Santiago', '2026-09-06T00:00', '2026-09-06T04:00:00.000Z'],
    ['America/Havana', '2026-03-08T00:00', '2026-03-08T05:00:00.000Z'],
    ['Africa/Cairo', '2026-04-24T00:00', '2026-04-23T22:00:00.000Z'],
    // A midnight that is there twice is the first.
    ['America/Havana', '2026-11-01T00:00', '2026-11-01T04:00:00.000Z'],
    ['America/Santiago', '2026-04-05T00:00', '2026-04-05T04:00:00.000Z'],
    // A leap in the night, and an hour that is there twice.
    ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    ['Pacific/Kiritimati', '2026-05-01T00:00', '2026-04-30T10:00:00.000Z'],
  ])('%s %s is %s', (zone, wall, at) => {
    expect(instantAt(wall, zone)).toBe(at);
  });
});
