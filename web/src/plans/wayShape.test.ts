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
