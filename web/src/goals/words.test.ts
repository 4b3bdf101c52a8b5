import { expect, test } from 'vitest';
import type { GoalView } from '@/api/schema';
import { progress } from './addresses';
import { doneOf, figureOf, sayGoal, standingOf } from './words';

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

test('a figure of a draw counts what its list has', () => {
  const by = (id: string, assigned: number, completed: number) => ({
    evaluator_id: id,
    evaluator_name: id,
    assigned,
    completed,
  });
  const short = {
    agent_id: 'a',
    agent_name: 'A',
    wanted: 3,
    offered: 2,
    given: null,
    read: 9,
    nobody: false,
  };
  const draw = { progress: [by('e', 3, 1), by('f', 2, 2)], short: [short] };
  expect(figureOf(draw, { draw: 'd' })).toBe(5);
  expect(figureOf(draw, { draw: 'd', state: 'done' })).toBe(3);
  expect(figureOf(draw, { draw: 'd', evaluator: 'e' })).toBe(3);
  expect(figureOf(draw, { draw: 'd', evaluator: 'e', state: 'done' })).toBe(1);
  expect(figureOf(draw, { draw: 'd', agent: 'a' })).toBe(2);
  const ended = { ...draw, short: [{ ...short, given: 0 }] };
  expect(figureOf(ended, { draw: 'd', agent: 'a' })).toBe(0);
  expect(figureOf(ended, { draw: 'd', agent: 'b' })).toBeUndefined();
  expect(figureOf(draw, { draw: 'd', evaluator: 'nobody' })).toBeUndefined();
});

test('what a figure counts stands in the address beside its draw alone', () => {
  expect(progress({ draw: 'd', evaluator: 'e', state: 'done', other: 1 })).toEqual({
    draw: 'd',
    evaluator: 'e',
    state: 'done',
  });
  expect(progress({ evaluator: 'e', state: 'done' })).toEqual({});
});

test('a goal whose last draw is being made isn’t over', () => {
  const drawn = (state: string | null, next_on: string | null = null, active = true) =>
    standingOf({ active, next_on, current: state && { state } } as unknown as GoalView).word;
  expect(drawn('giving')).toBe('Is being given out');
  expect(drawn('gathering', '2026-12-01')).toBe('Is being drawn');
  expect(drawn('done')).toBe('Over');
  expect(drawn(null)).toBe('Over');
  expect(drawn('done', '2026-12-01')).toBe('Active');
  expect(drawn('failed', '2026-12-01', false)).toBe('Paused');
});
