import { describe, expect, test } from 'vitest';
import type { Moved, NextMeeting } from '@/api/schema';
import { inOrder, inTens, points, sayInterval, sayMoved, saySpending, sayTrend, together } from './words';

const MOVED: Moved = {
  measure: 'score',
  scorecard_id: 'sc_1',
  scorecard_name: 'Voice',
  now: 81.5,
  before: 77.3,
  sample: 28,
  sample_before: 24,
  points: 4.2,
  low: 0.6,
  high: 7.8,
  direction: 'up',
  may_be_chance: false,
};

describe('how a score moved', () => {
  test('says how far, from what to what, over how many, within which interval', () => {
    expect(sayMoved(MOVED, 5)).toEqual({
      word: 'Up 4.2 points',
      detail: '81.5% of 28, after 77.3% of 24; 95% interval 0.6 to 7.8 points',
      tone: 'good',
    });
  });

  test('an unclear change is no change, and why is said', () => {
    const unclear = sayMoved({ ...MOVED, direction: 'unclear', may_be_chance: true }, 5);
    expect(unclear.word).toBe('No clear change');
    expect(unclear.detail).toContain('may be chance');
    expect(unclear.tone).toBeNull();
  });

  test('too little is said to be, on whichever side', () => {
    expect(sayMoved(null, 5).word).toBe('Not enough data (0 of 5)');
    expect(sayMoved({ ...MOVED, sample: 3, now: null, points: null }, 5).word).toBe(
      'Not enough data (3 of 5)',
    );
    const first = sayMoved(
      { ...MOVED, sample_before: 2, before: null, points: null, low: null, high: null },
      5,
    );
    expect(first).toEqual({ word: '81.5% of 28', detail: 'before: not enough data (2 of 5)', tone: null });
  });

  test('names the scorecard where there are several, and that passes are counted', () => {
    expect(sayMoved({ ...MOVED, measure: 'passed' }, 5, true).detail).toContain('Voice: passed 81.5% of 28');
  });

  test('scores that are all the same have no interval', () => {
    expect(sayMoved({ ...MOVED, low: null, high: null }, 5).detail).toBe('81.5% of 28, after 77.3% of 24');
  });
});

test('a trend says of how many line items it is one', () => {
  const said = sayTrend({
    points: -12.4,
    low: -20,
    high: -4.8,
    direction: 'down',
    may_be_chance: false,
    sample_before: 30,
    compared: 7,
  });
  expect(said.word).toBe('Down 12 points');
  expect(said.detail).toBe('95% interval −20 to −4.8 points; after 30 answers before; one of 7 compared');
});

test('no end of an interval that excludes 0 is written as 0', () => {
  expect(sayInterval(0.02, 3)).toBe('95% interval above 0 to 3 points');
  expect(sayInterval(-3, -0.02)).toBe('95% interval −3 to below 0 points');
  expect(sayInterval(-3, 0.5)).toBe('95% interval −3 to 0.5 points');
});

test('points are whole from ten on', () => {
  expect([points(1), points(0.4), points(-9.96), points(12.5)]).toEqual([
    '1 point',
    '0.4 points',
    '10 points',
    '13 points',
  ]);
});

test('rows stand by their next 1-to-1, then by name', () => {
  const meeting = (at: string): NextMeeting => ({
    id: 'mt',
    scheduled_at: at,
    status: 'scheduled',
    report: 'none',
    summary_id: null,
    may_make: true,
  });
  const rows = [
    { name: 'Zoe', next_meeting: null },
    { name: 'Ada', next_meeting: null },
    { name: 'Max', next_meeting: meeting('2026-03-11T10:00:00Z') },
    { name: 'Kim', next_meeting: meeting('2026-03-10T10:00:00Z') },
  ];
  expect(inOrder(rows, (row) => row.name).map((row) => row.name)).toEqual(['Kim', 'Max', 'Ada', 'Zoe']);
});

test('ten are asked about at a time', () => {
  expect(inTens(Array.from({ length: 23 }, (_, place) => place)).map((each) => each.length)).toEqual([
    10, 10, 3,
  ]);
  expect(inTens([])).toEqual([]);
});

test('the cost stands beside its limit', () => {
  expect(saySpending({ use: 'summary', spent_micro_usd: 1_250_000, limit_micro_usd: 25_000_000 })).toEqual({
    name: 'Writing performance reports',
    said: '$1.25 of $25.00',
    share: 0.05,
    spent: false,
  });
  expect(saySpending({ use: 'answers', spent_micro_usd: 0, limit_micro_usd: null }).said).toBe(
    '$0, no limit',
  );
  expect(saySpending({ use: 'analysis', spent_micro_usd: 5, limit_micro_usd: 0 }).spent).toBe(true);
});

test('several line items read as a sentence', () => {
  expect([together(['A']), together(['A', 'B']), together(['A', 'B', 'C'])]).toEqual([
    'A',
    'A and B',
    'A, B and C',
  ]);
});
