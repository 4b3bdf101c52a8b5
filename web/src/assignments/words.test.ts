import { expect, test } from 'vitest';
import type { AttributeAverage, AttributeMove } from '@/api/schema';
import { arrowOf, sayAverage, sayChange, sayMove, stillThere } from './words';

const move = (points: number, low: number | null = null, high: number | null = null): AttributeMove => ({
  points,
  low,
  high,
  direction: 'unclear',
});

test('a move is said with its sign and what its interval leaves open', () => {
  expect(sayMove(move(12.34, 3, 21))).toBe('+12.3 points (+3 to +21)');
  expect(sayMove(move(-4))).toBe('−4.0 points');
});

test('an arrow says nothing that the number beside it doesn’t', () => {
  expect([12, -4, 0, 0.04, -0.04].map((points) => arrowOf(move(points)))).toEqual(['▲', '▼', '', '', '']);
});

const mean = (value: number | null, sample: number): AttributeAverage => ({
  value,
  sample,
  low: null,
  high: null,
});

test('a change is said with both of what it is between', () => {
  expect(sayAverage(mean(70.37, 9))).toBe('70.4% over 9');
  expect(sayChange(mean(33.33, 6), mean(100, 6), move(66.67))).toBe(
    'Before 33.3% over 6, since 100% over 6: ▲ +66.7 points',
  );
  expect(sayChange(mean(50, 6), mean(50, 7), move(0))).toBe(
    'Before 50% over 6, since 50% over 7: 0.0 points',
  );
  expect(sayChange(mean(null, 0), mean(100, 6), null)).toBe('Before not enough data (0), since 100% over 6');
});

test('a bookmark that is gone isn’t put in any more', () => {
  expect(stillThere(['a', 'gone', 'b'], [{ id: 'b' }, { id: 'a' }])).toEqual(['a', 'b']);
  expect(stillThere(['a'], undefined)).toEqual(['a']);
});
