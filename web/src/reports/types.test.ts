import { expect, test } from 'vitest';
import type { EvaluationReport } from '@/api/schema';
import { sayTypes } from './types';

const frame = (anonymous: boolean) => ({ anonymous }) as EvaluationReport['frame'];

test('evaluations are counted by type, and in all', () => {
  expect(sayTypes({ by_type: { manual: 7, automatic: 5 }, frame: frame(false) })).toBe(
    '12 evaluations: 7 manual, 5 automatic',
  );
  expect(sayTypes({ by_type: { manual: 1 }, frame: frame(false) })).toBe('1 evaluation: 1 manual');
  expect(sayTypes({ by_type: {}, frame: frame(false) })).toBe('0 evaluations');
});

test('where types are left out, nothing is called the number of all', () => {
  expect(sayTypes({ by_type: { manual: 7 }, frame: frame(true) })).toBe('7 manual');
  expect(sayTypes({ by_type: {}, frame: frame(true) })).toBe('');
});
