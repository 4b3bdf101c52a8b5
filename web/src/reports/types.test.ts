import { expect, test } from 'vitest';
import type { EvaluationReport } from '@/api/schema';
import { sayCounting, sayTypes } from './types';

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

test('it is said what a rate counts: the AI’s evaluations, people’s, or both', () => {
  expect(sayCounting({ by_type: { manual: 7, automatic: 5, blended: 0 } }, undefined)).toBe(
    'Counts 12 evaluations: 7 by people, 5 by the AI alone. ' +
      'A conversation that both evaluated counts for both; choose a type to see one alone.',
  );
  expect(sayCounting({ by_type: { manual: 7, automatic: 5 } }, ['automatic'])).toBe(
    'Counts 5 evaluations: 5 by the AI alone.',
  );
  expect(sayCounting({ by_type: { manual: 7 } }, ['automatic'])).toBe('Counts no evaluations.');
});
