import { expect, test } from 'vitest';
import type { FactSource } from '@/api/schema';
import { fromElsewhere, groupsOf } from './sources';

const SOURCE: FactSource = {
  outcome: null,
  evaluation_id: 'ev_1',
  interaction_id: 'int_1',
  question_id: null,
  interaction_started_at: '2026-11-02T09:00:00Z',
  heading: 'Late delivery',
  contact_reference: 'C-1',
  score: '80%',
};
const ids = (items: FactSource[]) => items.map((each) => each.evaluation_id);

test('what met a line item and what missed it stand apart, each with how many there are', () => {
  const items: FactSource[] = [
    { ...SOURCE, outcome: 'missed', evaluation_id: 'ev_3' },
    { ...SOURCE, outcome: 'met', evaluation_id: 'ev_2' },
    { ...SOURCE, outcome: 'missed', evaluation_id: 'ev_1' },
  ];
  const groups = groupsOf({ items });
  expect(groups.map(({ title }) => title)).toEqual(['Missed: 2', 'Met: 1']);
  // In the order in which they came: the newest first.
  expect(groups.map((group) => ids(group.items))).toEqual([['ev_3', 'ev_1'], ['ev_2']]);
});

test('of another number stand the evaluations and the conversations', () => {
  const groups = groupsOf({ items: [SOURCE, { ...SOURCE, evaluation_id: null }] });
  expect(groups.map(({ title }) => title)).toEqual(['From 1 evaluation', 'From 1 conversation']);
  expect(groupsOf({ items: [] })).toEqual([]);
});

test('what is only counted is said', () => {
  expect(fromElsewhere({ items: [SOURCE], earlier: 12, others: 0 })).toBe(
    'And 12 evaluations of the period before',
  );
  expect(fromElsewhere({ items: [], earlier: 0, others: 1 })).toBe('From 1 record');
  expect(fromElsewhere({ items: [SOURCE], earlier: 0, others: 0 })).toBe('');
});
