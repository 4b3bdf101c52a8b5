import { expect, test } from 'vitest';
import { list, marked, monitor } from './addresses';

test('a list keeps the filters that make sense and drops the others', () => {
  expect(list({ status: ['completed', 'nonsense'], type: 'group', area: 'Empathy' })).toEqual({
    status: ['completed'],
    type: 'group',
    area: ['Empathy'],
  });
  expect(list({ status: 'nonsense', type: 'both' })).toEqual({
    status: undefined,
    type: undefined,
    area: undefined,
  });
});

test('the monitor filters by one date at a time, by the assigned one unless told', () => {
  expect(monitor({ by: 'assigned', from: '2026-03-01' }).by).toBeUndefined();
  expect(monitor({ by: 'follow_up', from: 'soon', to: '2026-03-02', compare: 'yes' })).toMatchObject({
    by: 'follow_up',
    from: undefined,
    to: '2026-03-02',
    compare: 'yes',
  });
});

test('individuals stand first among those who are marked', () => {
  expect(marked({ tab: 'individuals', open: 'cm_1' })).toEqual({ tab: undefined, open: 'cm_1' });
});
