import { expect, test } from 'vitest';
import { list, marked, monitor } from './addresses';
import { daysOf } from './monitorDays';

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

test('the monitor is of the days that its fields show', () => {
  const of = (by: 'follow_up' | undefined, from?: string, to?: string) =>
    daysOf({ by, from, to }, '2026-11-30');
  expect(of(undefined)).toEqual({ from: '2026-11-24', to: '2026-11-30' });
  expect(of(undefined, undefined, '2026-11-10')).toEqual({ from: '2026-11-04', to: '2026-11-10' });
  expect(of(undefined, '2026-11-02')).toEqual({ from: '2026-11-02', to: '2026-11-30' });
  // Both days cleared is still by follow-up.
  expect(of('follow_up')).toEqual({ from: '2026-11-30', to: '2026-11-30' });
  expect(of('follow_up', '2026-12-05')).toEqual({ from: '2026-12-05', to: '2026-12-05' });
  expect(of('follow_up', undefined, '2026-11-20')).toEqual({ from: '2026-11-20', to: '2026-11-20' });
});
