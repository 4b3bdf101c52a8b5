import { expect, test } from 'vitest';
import type { AttributeMove } from '@/api/schema';
import { arrowOf, sayMove, stillThere } from './words';

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

test('a bookmark that is gone isn’t put in any more', () => {
  expect(stillThere(['a', 'gone', 'b'], [{ id: 'b' }, { id: 'a' }])).toEqual(['a', 'b']);
  expect(stillThere(['a'], undefined)).toEqual(['a']);
});
