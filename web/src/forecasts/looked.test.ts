import { expect, test } from 'vitest';
import { idleOf, lookedAt, nothingToLookAt, otherwise } from './looked';

const some = { looked_at: 12, sampled: false, unit: 'evaluation' } as const;

test('where nothing was there to look at, no figure is told', () => {
  expect(nothingToLookAt('scorecard', { ...some, looked_at: 0 })).toBe(
    'No evaluations were made with it in the past four weeks, as far as you see: there is none to score anew.',
  );
  expect(nothingToLookAt('threshold', { ...some, looked_at: 0 })).toBe(
    'No evaluations were made in the past four weeks, as far as you see.',
  );
  expect(nothingToLookAt('automation', { ...some, looked_at: 0, unit: 'conversation' })).toBe(
    'There were no conversations in the past four weeks, as far as you see.',
  );
  expect(nothingToLookAt('scorecard', { ...some, looked_at: 0, sampled: true })).toContain(
    'as far as was looked at',
  );
  expect(nothingToLookAt('scorecard', some)).toBeNull();
});

test('what a planned card takes and can’t be evaluated is told of that card alone', () => {
  const some = (value: number) => ({ value, low: value, high: value });
  const load = (id: string, then: number) => ({ id, now: some(0), then: some(then) });
  const outlook = { cards: [load('planned', 5), load('au_1', 7)], idle: [load('planned', 2)] };
  expect(idleOf({ kind: 'automation' }, outlook)).toEqual({ takes: some(5), idle: some(2) });
  expect(idleOf({ kind: 'automation', automation_id: 'au_1' }, outlook)).toBeNull();
  expect(idleOf({ kind: 'threshold' }, outlook)).toBeNull();
  expect(idleOf({ kind: 'automation' }, { ...outlook, idle: [load('planned', 0)] })).toBeNull();
});

test('what a forecast was made from is told', () => {
  expect(lookedAt(some)).toBe('From all 12 of the past four weeks. ');
  expect(lookedAt({ ...some, sampled: true })).toContain('a sample of 12');
});

test('what a scorecard that evaluated nothing yet would be for isn’t called a change', () => {
  const manual = { unit: 'conversation' as const, automatic_then: null };
  expect(otherwise('scorecard', manual, '12', '40')).toBe(
    '12 of 40 conversations a week could be evaluated with it.',
  );
  expect(otherwise('automation', manual, '12', '40')).toBe(
    '12 of 40 conversations a week would be otherwise.',
  );
  expect(otherwise('scorecard', { ...manual, unit: 'evaluation' }, '1', '4')).toBe(
    '1 of 4 evaluations a week would be otherwise.',
  );
});
