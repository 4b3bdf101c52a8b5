import { expect, test } from 'vitest';
import { contestedIn, idsIn, sayField, without } from './contest';

const P = { kind: 'start', scorecard_id: 'P' };
const Q = { kind: 'start', scorecard_id: 'Q' };
const R = { kind: 'start', scorecard_id: 'R' };

test('a field is contested where somebody else saved something else since it was touched', () => {
  const changes = { then: [P, Q] };
  const was = { then: [P] };
  expect(contestedIn({ name: 'A', then: [P] }, changes, was)).toEqual([]);
  expect(contestedIn({ name: 'A', then: [R] }, changes, was)).toEqual(['then']);
  // Another field is theirs alone, and what both typed is no question.
  expect(contestedIn({ name: 'B', then: [P] }, changes, was)).toEqual([]);
  expect(contestedIn({ name: 'A', then: [P, Q] }, changes, was)).toEqual([]);
});

test('also what was typed and taken back is held against what was saved meanwhile', () => {
  expect(contestedIn({ name: 'B' }, { name: 'A' }, { name: 'A' })).toEqual(['name']);
});

test('the order in which the parts of a state were written makes no difference, that of a list does', () => {
  const was = { target: { a: 1, b: [1, 2] } };
  const changes = { target: { a: 2, b: [] } };
  expect(contestedIn({ target: { b: [1, 2], a: 1 } }, changes, was)).toEqual([]);
  expect(contestedIn({ target: { a: 1, b: [2, 1] } }, changes, was)).toEqual(['target']);
});

test('what was kept by an earlier version, without what there was before, is contested by nobody', () => {
  expect(contestedIn({ name: 'B' }, { name: 'A' }, {})).toEqual([]);
});

test('taking theirs leaves what else was typed', () => {
  expect(without({ name: 'A', count: 2 }, 'name')).toEqual({ count: 2 });
});

test('a field is said in words, with names for ids', () => {
  const ann = 'us_01JD0000000000000000000000';
  const named = (id: string) => (id === ann ? 'Ann' : 'Mon 30 Nov');
  expect(sayField([ann], named)).toBe('Ann');
  expect(sayField('2026-11-30', named)).toBe('Mon 30 Nov');
  expect(['', null, undefined, []].map((each) => sayField(each, named))).toEqual(Array(4).fill('Nothing'));
  expect(sayField(true, named)).toBe('Yes');
  expect(sayField('in_progress', named)).toBe('in_progress');
  expect(sayField({ due_days: 7, who: [ann] }, named)).toBe('due days: 7; who: Ann');
  expect(idsIn({ who: [ann], name: 'in_progress' })).toEqual([ann]);
});

const SOURCES = Object.entries(
  import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true }),
);

test('every form that keeps what was touched asks before it undoes what somebody else saved', () => {
  const using = SOURCES.filter(
    ([, text]) => text.includes('useChanges') && text.includes('parts/useChanges'),
  );
  const asking = SOURCES.filter(([, text]) => text.includes('<Contested') && text.includes('.waits()'));
  const names = (of: typeof SOURCES) => of.map(([path]) => path.replace(/^.*\//, '').replace('.tsx', ''));
  // Those of the account are all asked by AccountForm; a new person is nobody's yet.
  const through = ['TeamForm', 'GroupForm', 'NewPersonForm'];
  expect(using.length).toBeGreaterThan(10);
  expect(names(using).filter((name) => !names(asking).includes(name) && !through.includes(name))).toEqual([]);
});
