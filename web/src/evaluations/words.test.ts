import { expect, test } from 'vitest';
import { hundredths, sayLacks, scorePercent, scoreText, verdict, withoutOption, worth } from './words';

test('halves go up by how the number is written, not by its binary neighbour', () => {
  expect(hundredths(86.665)).toBe('86.67');
  expect(hundredths(1.005)).toBe('1.01');
  expect(hundredths(0)).toBe('0');
  expect(hundredths(80)).toBe('80');
  expect(hundredths(82.22138888888888)).toBe('82.22');
});

test('a score that nothing applied to is no percentage', () => {
  expect(scorePercent(null)).toBe('N/A');
  expect(scorePercent(92.5)).toBe('92.5%');
});

test('a score is told as its scorecard counts', () => {
  const score = { percent: 88.66666666666667, earned: 133, possible: 150 };
  expect(scoreText(score, 'points')).toBe('133/150');
  expect(scoreText(score, 'percentage')).toBe('88.67%');
  expect(scoreText({ percent: null, earned: 0, possible: 0 }, 'points')).toBe('N/A');
});

test('an automatic failure is said before failing', () => {
  expect(verdict({ passed: false, auto_failed: true }).word).toBe('Auto-failed');
  expect(verdict({ passed: false, auto_failed: false }).word).toBe('Failed');
  expect(verdict({ passed: null, auto_failed: false }).word).toBe('Nothing applied');
});

test('points are told after the weight of their question', () => {
  expect(worth({ weight: 0.1 }, { points: 10 })).toBe('1 point');
  expect(worth({ weight: 1 }, { points: 7.5 })).toBe('7.5 points');
});

test('no opportunity is told apart from other N/A and from no answer', () => {
  expect(withoutOption({ not_applicable: true, no_opportunity: true })).toBe('No opportunity');
  expect(withoutOption({ not_applicable: true, no_opportunity: false })).toBe('N/A');
  expect(withoutOption({ not_applicable: false, no_opportunity: false })).toBe('Not answered');
  expect(withoutOption(undefined)).toBe('Not answered');
});

test('why a list may hold less than its figure counts is said', () => {
  expect(sayLacks([{}, { out_of_sight: false, blind_days: 0 }])).toEqual([]);
  const [unseen, blind] = sayLacks([{ blind_days: 1 }, { out_of_sight: true, blind_days: 1 }]);
  expect(unseen).toContain('no longer in your line');
  expect(blind).toContain('conversations of 1 day in a calibration. The figure leaves that day out');
});
