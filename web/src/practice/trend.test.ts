import { describe, expect, test } from 'vitest';
import type { AttemptView } from '@/api/schema';
import { LEFT, sayTrend, trendOf } from './trend';

const attempt = (number: number, percent: number | null) =>
  ({ number, score: percent === null ? null : { percent, passed: percent >= 80 } }) as AttemptView;

describe('the trend of attempts', () => {
  test('goes from the first to the last, whichever way they are listed, without those that have no score', () => {
    const { spots, threshold, at } = trendOf(
      [attempt(3, 100), attempt(2, null), attempt(1, 0)],
      80,
      400,
      134,
    );
    expect(spots.map(({ number, passed }) => [number, passed])).toEqual([
      [1, false],
      [3, true],
    ]);
    expect(spots[0]?.x).toBe(LEFT);
    expect(spots[1]?.x).toBe(388);
    expect(spots[1]?.y).toBeLessThan(spots[0]?.y ?? 0);
    expect(threshold).toBe(at(80));
    expect(sayTrend(spots)).toBe('attempt 1: 0%, attempt 3: 100%');
  });

  test('one alone stands in the middle, and none draws nothing', () => {
    expect(trendOf([attempt(1, 50)], null, 240, 100).spots[0]?.x).toBe(LEFT + (240 - 52) / 2);
    expect(trendOf([], 80, 0, 0).spots).toEqual([]);
  });
});
