import { expect, test } from 'vitest';
import { daysOf, everyOf, kindOf } from './periods';

test('today counts, and both ends are in it', () => {
  expect(daysOf('week', '2026-03-03')).toEqual({ from: '2026-02-25', to: '2026-03-03' });
  expect(daysOf('four_weeks', '2026-11-25')).toEqual({ from: '2026-10-29', to: '2026-11-25' });
});

test('the last quarter is the one completed last, over the turn of the year too', () => {
  expect(daysOf('quarter', '2026-11-25')).toEqual({ from: '2026-07-01', to: '2026-09-30' });
  expect(daysOf('quarter', '2026-01-01')).toEqual({ from: '2025-10-01', to: '2025-12-31' });
  expect(daysOf('quarter', '2026-04-01')).toEqual({ from: '2026-01-01', to: '2026-03-31' });
});

test('days are known again as their preset', () => {
  expect(kindOf(daysOf('quarter', '2026-11-25'), '2026-11-25')).toBe('quarter');
  expect(kindOf({ from: '2026-11-01', to: '2026-11-02' }, '2026-11-25')).toBe('custom');
});

test('a fortnight is told by days, more by weeks', () => {
  expect(everyOf({ from: '2026-11-01', to: '2026-11-14' })).toBe('day');
  expect(everyOf({ from: '2026-11-01', to: '2026-11-15' })).toBe('week');
});
