import { expect, test } from 'vitest';
import { sayAction, type Action } from './words';

const nameOf = (id: string) => ({ us_a: 'Ada', us_b: 'Bo' })[id];
const assign: Action = {
  kind: 'assign',
  scorecard_id: 'sc_1',
  evaluator_ids: ['us_a', 'us_b'],
  group_id: null,
  each: false,
  due_days: 3,
};

test('what a card does is said in words', () => {
  expect(sayAction({ kind: 'start', scorecard_id: 'sc_1' }, 'Voice', nameOf)).toBe(
    'the AI evaluates it with Voice',
  );
  expect(sayAction(assign, 'Voice', nameOf)).toBe(
    'one of Ada, Bo gets an evaluation with Voice to do, due in 3 days',
  );
  expect(sayAction({ ...assign, each: true, due_days: 0 }, 'Voice', nameOf)).toContain('Ada and Bo gets');
  expect(sayAction({ ...assign, evaluator_ids: [], group_id: 'gr_1' }, undefined, nameOf)).toContain(
    'of a group',
  );
});
