import { expect, test } from 'vitest';
import type { FieldView } from '@/api/schema';
import {
  complete,
  grouped,
  leafOf,
  operatorsOf,
  sayCondition,
  unfinished,
  withPart,
  type Condition,
} from './tree';

const QUEUE: FieldView = { name: 'queue', label: 'queue', kind: 'choice', unit: '', choices: null };
const DURATION: FieldView = {
  name: 'duration_ms',
  label: 'duration',
  kind: 'number',
  unit: 'ms',
  choices: null,
};
const fields = [QUEUE, DURATION];
const parcels: Condition = { kind: 'in', field: 'queue', values: ['parcels', 'orders'] };
const long: Condition = { kind: 'within', field: 'duration_ms', at_least: 60_000, at_most: null };

test('a test alone is all that has to hold', () => {
  expect(grouped(parcels)).toEqual({ kind: 'all', of: [parcels] });
  expect(grouped({ kind: 'any', of: [] })).toEqual({ kind: 'any', of: [] });
});

test('what was typed stays where it still fits', () => {
  expect(leafOf(QUEUE, 'not_in', parcels)).toEqual({ ...parcels, kind: 'not_in' });
  expect(leafOf(DURATION, 'within', parcels)).toEqual({ ...long, at_least: null });
  expect(operatorsOf(DURATION)).not.toContain('in');
});

test('a part is replaced or taken out', () => {
  const group = grouped({ kind: 'all', of: [parcels, long] });
  expect(withPart(group, 1, null).of).toEqual([parcels]);
  expect(withPart(group, 0, long).of).toEqual([long, long]);
});

test('what names nothing yet isn’t sent', () => {
  const begun: Condition = {
    kind: 'all',
    of: [leafOf(QUEUE, 'in'), { kind: 'any', of: [leafOf(DURATION, 'within')] }],
  };
  expect(complete(begun)).toEqual({ kind: 'all', of: [{ kind: 'any', of: [] }] });
});

test('a condition in words', () => {
  const say = (condition: Condition) => sayCondition(condition, fields, (_, value) => value);
  expect(say({ kind: 'all', of: [] })).toBe('every conversation');
  expect(
    say({ kind: 'all', of: [parcels, { kind: 'any', of: [long, { kind: 'absent', field: 'queue' }] }] }),
  ).toBe('queue is parcels or orders and (duration at least 60 s or queue isn’t known)');
});

test('a test that names no value is seen, however deep it lies', () => {
  const begun: Condition = { kind: 'in', field: 'queue', values: [] };
  const unbounded: Condition = { kind: 'within', field: 'duration_ms', at_least: null, at_most: null };
  expect([begun, unbounded].map(unfinished)).toEqual([true, true]);
  expect(unfinished({ kind: 'all', of: [parcels, { kind: 'any', of: [long, begun] }] })).toBe(true);
  expect(
    unfinished({ kind: 'all', of: [parcels, { kind: 'any', of: [] }, { kind: 'absent', field: 'queue' }] }),
  ).toBe(false);
});
