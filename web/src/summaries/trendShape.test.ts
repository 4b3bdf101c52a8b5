import { expect, test } from 'vitest';
import type { Week } from '@/api/schema';
import { FREE, HALF_A_DAY, everyHowMany, heightOf, shapeOf } from './trendShape';

const week = (average: number | null, low: number | null = null, high: number | null = null): Week => ({
  first_day: '2026-11-02',
  last_day: '2026-11-08',
  sample: 9,
  average,
  low,
  high,
});

test('a week without enough data is a gap in the line and in the band', () => {
  const { lines, bands, middles } = shapeOf(
    [week(70, 64, 76), week(76, 70, 82), week(null), week(81, 75, 87)],
    300 + FREE.left + FREE.right,
    200,
  );
  expect(lines.map((each) => each.map(({ x }) => x - FREE.left))).toEqual([[0, 100], [300]]);
  expect(bands.map((each) => each.length)).toEqual([4, 2]);
  expect(middles.length).toBe(4);
});

test('a report from before bands has the line alone', () => {
  const { lines, bands } = shapeOf([week(70), week(80)], 400, 200);
  expect([lines.length, bands.length]).toEqual([1, 0]);
});

test('the band lies around its line, and nothing outside of the scale', () => {
  const { lines, bands } = shapeOf([week(99, 92, 106), week(2, -5, 9)], 400, 200);
  const ys = bands[0]?.map(({ y }) => y) ?? [];
  expect(Math.min(...ys)).toBe(heightOf(100, 200));
  expect(Math.max(...ys)).toBe(heightOf(0, 200));
  for (const { x, y } of lines[0] ?? []) {
    const [high, low] = (bands[0] ?? []).filter((spot) => spot.x === x).map((spot) => spot.y);
    expect(high).toBeLessThanOrEqual(y);
    expect(low).toBeGreaterThanOrEqual(y);
  }
});

test('one week stands in the middle; none draws nothing', () => {
  expect(shapeOf([week(50)], 200 + FREE.left + FREE.right, 200).middles).toEqual([FREE.left + 100]);
  expect(shapeOf([], 0, 200)).toEqual({ lines: [], bands: [], middles: [] });
});

test('the day of the last week, and of the first, stands within the chart', () => {
  for (const many of [3, 4, 13]) {
    const { middles } = shapeOf(
      Array.from({ length: many }, () => week(70)),
      320,
      200,
    );
    expect((middles.at(-1) ?? 0) + HALF_A_DAY).toBeLessThanOrEqual(320);
    expect((middles[0] ?? 0) - HALF_A_DAY).toBeGreaterThanOrEqual(0);
  }
});

test('days are written as often as there is room', () => {
  expect(everyHowMany(4, 600)).toBe(1);
  expect(everyHowMany(14, 600)).toBe(2);
  expect(everyHowMany(14, 300)).toBe(5);
  expect(everyHowMany(14, 0)).toBe(14);
});
