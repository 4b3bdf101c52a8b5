import { expect, test } from 'vitest';
import { sayUnclear } from './unclear';

const of = (low: number | null, high: number | null, direction: 'up' | 'unclear' = 'unclear') => ({
  low,
  high,
  direction,
});

test('beside an interval on one side of 0 stands why no change is told', () => {
  expect(sayUnclear(of(0.4, 9), 'together')).toBe(
    'may be chance: above 0 taken alone, not once all that stand here are compared together',
  );
  expect(sayUnclear(of(-9, -0.4), 'mean')).toMatch(/^may be chance: below 0 taken alone, and the exact test/);
  expect(sayUnclear(of(-9, -0.4), undefined)).toMatch(/below 0 taken alone, which isn’t enough/);
});

test('nothing is explained of what is clear, may be nothing, or has no interval', () => {
  expect(sayUnclear(of(0.4, 9, 'up'), 'together')).toBeNull();
  expect(sayUnclear(of(-1, 9), 'together')).toBeNull();
  expect(sayUnclear(of(null, null), 'mean')).toBeNull();
});
