import { expect, test } from 'vitest';
import { MOST, holds, withPoints } from './agenda';

test('a point goes below what is on the agenda, once', () => {
  const first = withPoints('How it went\n', ['What helps?', 'What helps?']);
  expect(first).toBe('How it went\n- What helps?');
  expect(withPoints(first, ['What helps?', 'And now?'])).toBe('How it went\n- What helps?\n- And now?');
  expect(withPoints('', ['What helps?'])).toBe('- What helps?');
});

test('a point is there when it stands on a line of its own, however it is marked', () => {
  expect(holds('• What helps?', 'What helps?')).toBe(true);
  expect(holds('Ask what helps? later', 'What helps?')).toBe(false);
  expect(holds('', 'What helps?')).toBe(false);
});

test('a point of several lines is one line of the agenda, and known there', () => {
  const agenda = withPoints('', ['What helps?\n  And what not?']);
  expect(agenda).toBe('- What helps? And what not?');
  expect(holds(agenda, 'What helps?\n  And what not?')).toBe(true);
  expect(withPoints(agenda, ['What helps?\n  And what not?'])).toBe(agenda);
});

test('what no longer fits is left out, and nothing is cut', () => {
  const full = 'a'.repeat(MOST - 5);
  expect(withPoints(full, ['too long', 'b'])).toBe(`${full}\n- b`);
});
