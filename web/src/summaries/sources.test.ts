import { expect, test } from 'vitest';
import type { Fact, FactSource } from '@/api/schema';
import { countedIn, groupsOf, sayEarlier, sayOthers, sayUnanalysed, whichOf } from './sources';

const SOURCE: FactSource = {
  outcome: null,
  evaluation_id: 'ev_1',
  interaction_id: 'int_1',
  question_id: null,
  interaction_started_at: '2026-11-02T09:00:00Z',
  heading: 'Late delivery',
  contact_reference: 'C-1',
  score: '80%',
  reading: '',
  group: '',
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

test('of a metric stands what the conversations came to, in the order in which it comes', () => {
  const talk: FactSource = { ...SOURCE, evaluation_id: null, score: null };
  const groups = groupsOf({
    items: [
      { ...talk, group: 'Not resolved' },
      { ...talk, group: 'Resolved' },
      { ...talk, group: 'Resolved' },
    ],
  });
  expect(groups.map(({ title }) => title)).toEqual(['Not resolved: 1', 'Resolved: 2']);
  // What has no groups, such as a duration, stands as it comes.
  expect(groupsOf({ items: [{ ...talk, reading: '9 min' }] }).map(({ title }) => title)).toEqual([
    'From 1 conversation',
  ]);
});

test('what is only counted is said', () => {
  const elsewhere = { items: [SOURCE], earlier: 12, others: 0, unanalysed: 50 };
  expect(sayEarlier(elsewhere)).toBe('And 12 evaluations of the period before');
  expect(sayUnanalysed(elsewhere)).toBe('And 50 evaluations that were counted and not analysed');
  expect(sayUnanalysed({ unanalysed: 1 })).toBe('And 1 evaluation that was counted and not analysed');
  expect(sayOthers({ items: [], others: 1 })).toBe('From 1 record');
  expect(sayEarlier({ items: [], earlier: 0 })).toBe('');
  expect(sayUnanalysed({ unanalysed: 0 })).toBe('');
});

test('and leads to the list of all that were counted, and to that of the period before', () => {
  const days = { first_day: '2026-11-01', last_day: '2026-11-28' };
  const manual = countedIn({ agent_id: 'us_1', scorecard_type: 'manual' }, days);
  expect(manual).toEqual({ agent: 'us_1', type: ['manual'], from: '2026-11-01', to: '2026-11-28' });
  expect(countedIn({ agent_id: 'us_1', scorecard_type: 'all' }, days).type).toBeUndefined();
  const fact = { scorecard_id: 'sc_1', question_id: 'qn_1' } as Fact;
  expect(whichOf(fact)).toEqual({ scorecard: 'sc_1', question: 'qn_1', outcome: ['passed', 'missed'] });
  expect(whichOf({ ...fact, scorecard_id: null })).toBeNull();
});
