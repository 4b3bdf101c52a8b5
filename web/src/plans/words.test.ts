import { expect, test } from 'vitest';
import type { PlanPoint } from '@/api/schema';
import { latestOf, sayBetween, sayChance, sayShare, sayUndecided, sayValue } from './words';

const POINT: PlanPoint = {
  day: '2026-03-10',
  n: 20,
  since_start: 12,
  value: 94,
  expected: 97,
  chance_low: 90,
  chance_high: 110,
};

test('values have the unit of their metric', () => {
  expect(sayValue('handle_time', 570_000)).toBe('9 min 30 s');
  expect(sayValue('handle_time', 3_729_400)).toBe('1 h 2 min');
  expect(sayValue('effectiveness', 94.25)).toBe('94.3');
  expect(sayValue('satisfaction', 4.2)).toBe('4.2');
  expect(sayValue('resolution', 81.4)).toBe('81%');
  expect(sayBetween('satisfaction', 4.1, 4.55)).toBe('4.1 to 4.55');
});

test('what chance alone may do is called so', () => {
  expect(sayChance(POINT)).toContain('too early');
  expect(sayChance({ ...POINT, beyond_chance: 'better' })).toContain('Better');
  expect(sayChance({ ...POINT, value: null })).toBeNull();
  expect(sayChance({ ...POINT, chance_low: null, chance_high: null })).toBeNull();
  expect(sayShare(POINT)).toBe('12 of the 20 since the plan began');
});

test('a plan that is over without enough conversations says so', () => {
  const now = { ...POINT, n: 1, value: null };
  expect(sayUndecided({ status: 'undecided', now, minimum: 5 })).toBe(
    'too few conversations tell of it (1 of 5)',
  );
  expect(sayUndecided({ status: 'undecided', now: null, minimum: 5 })).toContain('(0 of 5)');
  expect(sayUndecided({ status: 'missed', now, minimum: 5 })).toBeNull();
});

test('as many conversations are now as the account tells of', () => {
  expect(latestOf({ minimum: 5 })).toBe(20);
  expect(latestOf({ minimum: 30 })).toBe(30);
});
