import { expect, test } from 'vitest';
import { sayCounting, sayTypes } from './types';

const frame = (anonymous: boolean) => ({ anonymous, minimum: 5 });
const named = { frame: frame(false) };
const sum = { frame: frame(true) };

test('evaluations are counted by type, and in all', () => {
  expect(sayTypes({ by_type: { manual: 7, automatic: 5 }, frame: frame(false) })).toBe(
    '12 evaluations: 7 manual, 5 automatic',
  );
  expect(sayTypes({ by_type: { manual: 1 }, frame: frame(false) })).toBe('1 evaluation: 1 manual');
  expect(sayTypes({ by_type: {}, frame: frame(false) })).toBe('0 evaluations');
  expect(sayTypes({ by_type: { manual: 3, blended: 0, automatic: 0 }, ...named })).toBe(
    '3 evaluations: 3 manual',
  );
});

test('where types are left out, nothing is called the number of all', () => {
  expect(sayTypes({ by_type: { manual: 7 }, frame: frame(true) })).toBe('7 manual');
  expect(sayTypes({ by_type: {}, frame: frame(true) })).toBe('');
});

test('it is said what a rate counts: the AI’s evaluations, people’s, or both', () => {
  expect(sayCounting({ by_type: { manual: 7, automatic: 5, blended: 0 }, ...named }, undefined)).toBe(
    'Counts 12 evaluations: 7 by people, 5 by the AI alone. ' +
      'A conversation that both evaluated counts for both; choose a type to see one alone.',
  );
  expect(sayCounting({ by_type: { manual: 7, automatic: 5 }, ...named }, ['automatic'])).toBe(
    'Counts 5 evaluations: 5 by the AI alone.',
  );
  expect(sayCounting({ by_type: { manual: 7 }, ...named }, ['automatic'])).toBe('Counts no evaluations.');
});

test('what a team’s sum leaves out is counted, and no number is called that of all', () => {
  expect(sayCounting({ by_type: { automatic: 40 }, ...sum }, undefined)).toBe(
    'Counts evaluations: 40 by the AI alone, and fewer than 5 of each other type.',
  );
  expect(sayCounting({ by_type: {}, ...sum }, undefined)).toBe(
    'Counts fewer than 5 evaluations of each type.',
  );
  expect(sayCounting({ by_type: { automatic: 40 }, ...sum }, ['manual'])).toBe(
    'Counts fewer than 5 evaluations of each type.',
  );
});

test('where every type that is asked for is told, so is their number', () => {
  expect(sayCounting({ by_type: { automatic: 40 }, ...sum }, ['automatic'])).toBe(
    'Counts 40 evaluations: 40 by the AI alone.',
  );
  expect(sayTypes({ by_type: { manual: 7, blended: 5, automatic: 8 }, ...sum })).toBe(
    '20 evaluations: 7 manual, 5 blended, 8 automatic',
  );
});
