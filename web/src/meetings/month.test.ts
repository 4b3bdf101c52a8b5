import { describe, expect, it } from 'vitest';
import { monthAfter, monthOf, weeksOf } from './month';

describe('a month of the calendar', () => {
  it('begins on a Monday and holds the whole month', () => {
    const weeks = weeksOf('2026-11-01');
    expect(weeks[0]?.[0]).toBe('2026-10-26');
    expect(weeks.flat()).toContain('2026-11-30');
    expect(weeks.flat()).toHaveLength(42);
    expect(weeksOf('2027-02-01')[0]?.[0]).toBe('2027-02-01');
  });

  it('follows the one before, over the turn of the year', () => {
    expect(monthAfter('2026-11-01', 2)).toBe('2027-01-01');
    expect(monthAfter('2026-01-01', -1)).toBe('2025-12-01');
    expect(monthAfter('2026-12-01', 0)).toBe('2026-12-01');
    expect(monthOf('2026-02-28')).toBe('2026-02-01');
  });
});
