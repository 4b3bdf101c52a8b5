import { expect, test } from 'vitest';
import { average, fixed, interval, percent, signed, trim } from './numbers';

test('halves go up by how the number is written, not by its binary neighbour', () => {
  expect(average(84.35)).toBe('84.4%');
  expect(average(81.25)).toBe('81.3%');
  expect(average(80)).toBe('80%');
  expect(average(79.96)).toBe('80%');
  expect(average(66.665)).toBe('66.7%');
  expect(percent(12.5)).toBe('13%');
  expect(fixed(0.35, 1)).toBe('0.4');
  expect(fixed(1.005, 2)).toBe('1.01');
  expect(fixed(2.5)).toBe('3');
  expect(fixed(84.34999, 1)).toBe('84.3');
  expect(trim(86.665)).toBe('86.67');
});

test('every tenth of a percent that a hundredth lies on the half of goes up', () => {
  for (let half = 5; half < 10_000; half += 10) {
    expect(fixed(half / 100, 1)).toBe(`${Math.floor((half + 5) / 100)}.${((half + 5) / 10) % 10}`);
  }
});

test('very small and very large numbers have no exponent to stumble over', () => {
  expect(fixed(5e-324, 2)).toBe('0.00');
  expect(fixed(1e-7, 1)).toBe('0.0');
  expect(fixed(-1e-9, 1)).toBe('0.0');
});

test('a sign stands where there is something to sign', () => {
  expect(signed(12.5)).toBe('+13');
  expect(signed(-12.5)).toBe('−13');
  expect(signed(0.04, 1)).toBe('0.0');
  expect(signed(-0.35, 1)).toBe('−0.4');
});

test('none is none', () => {
  expect(percent(null)).toBe('–');
  expect(average(undefined)).toBe('–');
  expect(interval(null, 3)).toBeNull();
  expect(interval(66.5, 91.49)).toBe('67 to 91%');
});
