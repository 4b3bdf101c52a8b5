import { expect, test } from 'vitest';
import type { PlanAdvice, PlanMetric } from '@/api/schema';
import { NOTHING, adviceOn, metricOf, percentOf, targetOf, wants, type Made } from './making';

const HANDLE: PlanMetric = {
  metric: 'handle_time',
  recommended: true,
  start: { n: 40, value: 600_000 },
  targets: [5, 6, 7, 8].map((percent) => ({ percent, value: 600_000 * (1 - percent / 100) })),
};
const SCORE: PlanMetric = { ...HANDLE, metric: 'effectiveness', recommended: false };
const TAKEN: PlanMetric = {
  ...HANDLE,
  metric: 'satisfaction',
  targets: [],
  why_not: 'A plan for it is in progress',
};
const ADVICE: PlanAdvice = {
  channel: 'voice',
  inquiry: 'billing',
  minimum: 5,
  metrics: [SCORE, HANDLE, TAKEN],
  recommended_from: 5,
  recommended_to: 10,
  dates: {
    earliest: '2026-03-11',
    latest: '2199-12-31',
    advised_from: '2026-03-24',
    advised_to: '2026-06-10',
  },
  start_from: '2025-12-11',
  start_to: '2026-03-10',
  assistance: ['Role play'],
};
const made = (changes: Partial<Made>): Made => ({ ...NOTHING, ...changes });

test('the recommended metric is chosen until somebody chooses another that may be', () => {
  expect(metricOf(NOTHING, ADVICE, undefined)).toBe(HANDLE);
  expect(metricOf(NOTHING, ADVICE, 'effectiveness')).toBe(SCORE);
  expect(metricOf(made({ metric: 'effectiveness' }), ADVICE, undefined)).toBe(SCORE);
  expect(metricOf(made({ metric: 'satisfaction' }), ADVICE, undefined)).toBe(HANDLE);
  expect(metricOf(NOTHING, { ...ADVICE, metrics: [TAKEN] }, undefined)).toBeUndefined();
  expect(metricOf(NOTHING, { ...ADVICE, metrics: [TAKEN, SCORE] }, undefined)).toBe(SCORE);
});

test('a target lies within what may be chosen', () => {
  expect(percentOf(made({ percent: 50 }), HANDLE)).toBe(8);
  expect(percentOf(made({ percent: 1 }), HANDLE)).toBe(5);
  expect(targetOf(HANDLE, 5)).toBe(570_000);
});

test('a step says what it wants', () => {
  const of = (step: Parameters<typeof wants>[0], changes: Partial<Made>) =>
    wants(step, made(changes), ADVICE, HANDLE);
  expect(wants('metric', NOTHING, ADVICE, undefined)).toBe('Choose a metric');
  expect(of('date', {})).toBe('Choose a day');
  expect(of('date', { date: '2026-03-10' })).toBe('Choose a day to come');
  expect(of('date', { date: '2026-03-11' })).toBeUndefined();
  expect(of('actions', { actions: [' '] })).toContain('one action');
  expect(of('actions', { actions: ['Sum up', ' sum  UP '] })).toContain('twice');
  expect(of('actions', { actions: ['Sum up', ''] })).toBeUndefined();
  expect(of('assistance', { assistance: ['a', 'b', 'c', 'd'] })).toBe('3 at most');
  expect(of('summary', {})).toBeUndefined();
});

test('two weeks to three months are advised', () => {
  expect(adviceOn('2026-03-23', ADVICE)).toBe('shorter');
  expect(adviceOn('2026-03-24', ADVICE)).toBe('advised');
  expect(adviceOn('2026-06-11', ADVICE)).toBe('longer');
});
