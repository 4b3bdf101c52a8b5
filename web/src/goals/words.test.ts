import { expect, test } from 'vitest';
import { doneOf, sayGoal } from './words';

test('what a goal wants is said in words', () => {
  expect(sayGoal({ count: 1, per: 'agent', recurrence: 'weekly' })).toBe(
    '1 conversation of each agent, every week',
  );
  expect(sayGoal({ count: 20, per: 'evaluator', recurrence: 'once' })).toBe(
    '20 conversations for each evaluator, once',
  );
});

test('progress is that of all evaluators together', () => {
  const of = (assigned: number, completed: number) => ({
    evaluator_id: 'e',
    evaluator_name: 'E',
    assigned,
    completed,
  });
  expect(doneOf({ progress: [of(3, 1), of(2, 2)] })).toEqual({ completed: 3, assigned: 5 });
  expect(doneOf({ progress: [] })).toEqual({ completed: 0, assigned: 0 });
});
