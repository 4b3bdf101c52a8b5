import { expect, test } from 'vitest';
import type { IntakeView } from '@/api/schema';
import { apart } from './apart';

let made = 0;

function item(unit_key: string, changes: Partial<IntakeView> = {}): IntakeView {
  made += 1;
  return {
    id: `in_${String(made)}`,
    unit_key,
    received_at: '2026-11-30T10:00:00.000Z',
    metadata: {},
    ...changes,
  } as IntakeView;
}

function told(items: IntakeView[]): unknown[] {
  const found = apart(items);
  return items.map(({ id }) => found.get(id));
}

test('what has a name of its own needs nothing beside', () => {
  expect(told([item('north/call-1'), item('south/call-2')])).toEqual([undefined, undefined]);
});

test('of one name, the folders that differ tell which is which', () => {
  expect(told([item('north/2026/call-1'), item('south/2026/call-1'), item('call-2')])).toEqual([
    { place: 'north/2026' },
    { place: 'south/2026' },
    undefined,
  ]);
  expect(told([item('a/call-1'), item('b/call-1'), item('b/c/call-1')])).toEqual([
    { place: 'a' },
    { place: 'b' },
    { place: 'c' },
  ]);
});

test('one that lies in no folder is told by the folders of the others', () => {
  expect(told([item('call-1'), item('north/call-1')])).toEqual([
    { at: '2026-11-30T10:00:00.000Z' },
    { place: 'north' },
  ]);
});

test('what shares a contact reference is told by its file, or its line', () => {
  const one = { metadata: { contact_reference: 'C-7' } } as Partial<IntakeView>;
  expect(told([item('north/call-1', one), item('north/call-2', one)])).toEqual([
    { place: 'call-1' },
    { place: 'call-2' },
  ]);
  const bulk = { ...one, import_id: 'im_1' };
  expect(told([item('day.jsonl', { ...bulk, line: 3 }), item('day.jsonl', { ...bulk, line: 4 })])).toEqual([
    { place: 'line 3' },
    { place: 'line 4' },
  ]);
});

test('of what was handed in by hand, the hour tells more than the folder', () => {
  const later = { received_at: '2026-11-30T11:30:00.000Z' };
  expect(told([item('uploads/up_1/call-1'), item('uploads/up_2/call-1', later)])).toEqual([
    { at: '2026-11-30T10:00:00.000Z' },
    { at: '2026-11-30T11:30:00.000Z' },
  ]);
});
