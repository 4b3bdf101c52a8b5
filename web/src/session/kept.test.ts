import { beforeEach, expect, test, vi } from 'vitest';
import { forgetKept, keepFor, keptPlace, whenForgotten } from './kept';

let storage: Record<string, string>;

beforeEach(() => {
  storage = { 'debrief.theme': 'dark' };
  Object.defineProperty(storage, 'removeItem', {
    value: (key: string) => Reflect.deleteProperty(storage, key),
  });
  vi.stubGlobal('sessionStorage', storage);
});

test('what one person typed is not there for the next, and is there for the same again', () => {
  keepFor('us_a');
  storage[keptPlace('meeting.mt_1')] = 'Praise more';
  keepFor('us_a');
  expect(storage[keptPlace('meeting.mt_1')]).toBe('Praise more');
  keepFor('us_b');
  expect(storage[keptPlace('meeting.mt_1')]).toBeUndefined();
  keepFor('us_a');
  expect(storage[keptPlace('meeting.mt_1')]).toBeUndefined();
  expect(Object.keys(storage)).toEqual(['debrief.theme']);
});

test('an id that another begins with is another person', () => {
  keepFor('us_10');
  storage[keptPlace('goal.mt_1')] = 'Listen';
  keepFor('us_1');
  expect(Object.keys(storage)).toEqual(['debrief.theme']);
});

test('what is kept in memory too is forgotten with the rest', () => {
  keepFor('us_a');
  whenForgotten(() => (storage[keptPlace('evaluation.ev_1')] = 'Put away on the way out'));
  forgetKept();
  expect(Object.keys(storage)).toEqual(['debrief.theme']);
});
