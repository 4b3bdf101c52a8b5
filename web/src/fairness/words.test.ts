import { expect, test } from 'vitest';
import { sayAnswering, sayDecider } from './words';

test('who or what decided is told without a gap', () => {
  const nobody = { user_id: null, name: null, model: null, prompt_version: null };
  expect(sayDecider({ ...nobody, kind: 'person', name: 'Eve Sample' })).toBe('Eve Sample');
  expect(sayDecider({ ...nobody, kind: 'person' })).toBe('Somebody who isn’t here any more');
  expect(sayDecider({ ...nobody, kind: 'rule' })).toContain('by rule');
  expect(sayDecider({ ...nobody, kind: 'model', model: 'a-model', prompt_version: 'answers.v1' })).toBe(
    'The AI, a-model, asked with answers.v1',
  );
  expect(sayDecider({ ...nobody, kind: 'model' })).toBe('The AI');
});

test('what may be disputed is said with how often, or why not', () => {
  const open = {
    may_dispute: true,
    until: null,
    why_not: null,
    rounds: 2,
    decider_name: null,
    silence: false,
  };
  expect(sayAnswering(open)).toBe('Its answers may be disputed 2 times.');
  expect(sayAnswering({ ...open, rounds: 1 })).toBe('Its answers may be disputed once more.');
  expect(sayAnswering({ ...open, may_dispute: false, why_not: 'the time for it is over' })).toBe(
    'It can’t be disputed: the time for it is over.',
  );
});
