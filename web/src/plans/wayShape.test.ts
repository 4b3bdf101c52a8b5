import { expect, test } from 'vitest';
import type { PlanDetail, PlanPoint } from '@/api/schema';
import { FREE, shapeOf } from './wayShape';

const point = (day: string, changes: Partial<PlanPoint> = {}): PlanPoint => ({
  day,
  n: 20,
  since_start: 0,
  value: 100,
  low: 90,
  high: 110,
  expected: 100,
  chance_low: 85,
  chance_high: 115,
  ...changes,
});

const PLAN: PlanDetail = {
  id: 'pl_1',
  agent_id: 'us_1',
  agent_name: 'Sample agent',
  channel: 'voice',
  inquiry: 'billing',
  ended_because: null,
  metric: 'effectiveness',
  percent: 10,
  minimum: 5,
  start: { n: 40, value: 100, low: 95, high: 105 },
  start_from: '2025-12-02',
  target: 90,
  begins_on: '2026-03-01',
  ends_on: '2026-03-31',
  planned_actions: [],
  assistance: [],
  status: 'in_progress',
  status_label: 'In progress',
  now: null,
  refreshed_on: null,
  created_at: '2026-03-01T09:00:00.000Z',
  ended_at: null,
  actions: [],
  revision: 1,
  series: [
    point('2026-03-01'),
    point('2026-03-16', { value: 95 }),
    point('2026-03-17', { value: null, low: null, high: null }),
  ],
};

test('days go from the left to the right, and better of less lies lower', () => {
  const { way, expected, chance, intervals } = shapeOf(PLAN, 696, 300);
  expect(way.map(({ x }) => x)).toEqual([FREE.left, FREE.left + 300]);
  expect(way[1]?.y).toBeGreaterThan(way[0]?.y ?? 0);
  expect(expected[1].x).toBe(696 - FREE.right);
  expect(expected[1].y).toBeGreaterThan(expected[0].y);
  expect(chance).toHaveLength(8);
  expect(chance[3]?.x).toBe(696 - FREE.right);
  expect(intervals).toHaveLength(2);
});

test('a plan without any figure is drawn as well', () => {
  const { way, ticks } = shapeOf({ ...PLAN, series: [], start: { n: 5, value: 90 } }, 300, 200);
  expect(way).toEqual([]);
  expect(ticks.every(({ y }) => Number.isFinite(y))).toBe(true);
});

test('the lines of a scale stand at round values, as many as can be told apart', () => {
  const between = (metric: PlanDetail['metric'], from: number, to: number) =>
    shapeOf({ ...PLAN, metric, series: [], start: { n: 5, value: from }, target: to }, 696, 300).ticks.map(
      ({ value }) => value,
    );
  expect(shapeOf(PLAN, 696, 300).ticks.map(({ value }) => value)).toEqual([90, 100, 110]);
  expect(between('effectiveness', 80.35, 81.2)).toEqual([80.4, 80.6, 80.8, 81, 81.2]);
  expect(between('satisfaction', 3.7, 4.6)).toEqual([3.8, 4, 4.2, 4.4, 4.6]);
  expect(between('resolution', 60, 60.4)).toEqual([59, 60, 61]);
  expect(between('handle_time', 566_000, 611_000)).toEqual([570_000, 580_000, 590_000, 600_000, 610_000]);
  expect(between('handle_time', 300_000, 900_000)).toEqual([360_000, 480_000, 600_000, 720_000, 840_000]);
});
