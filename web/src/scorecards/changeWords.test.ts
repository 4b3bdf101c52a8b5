import { expect, test } from 'vitest';
import type { VersionChange } from '@/api/schema';
import { whatChanged, whereChanged } from './changeWords';
import { fileName } from '@/parts/downloading';

const change = (more: Partial<VersionChange>): VersionChange => ({
  kind: 'changed',
  what: 'question',
  section_id: 'a',
  section: 'Opening',
  question_id: 'q',
  question: 'Greeted?',
  option_id: null,
  option: null,
  field: null,
  before: null,
  after: null,
  scoring: true,
  ...more,
});

test('a change reads as a sentence', () => {
  expect(whereChanged(change({}))).toBe('Opening, Greeted?');
  expect(whatChanged(change({ field: 'weight', before: 1, after: 2.5 }))).toBe('Weight: 1 → 2.5');
  expect(whatChanged(change({ field: 'required', before: true, after: false }))).toBe('Required: yes → no');
  expect(whatChanged(change({ field: 'good', before: '', after: 'Says so' }))).toBe(
    'What good looks like: none → “Says so”',
  );
  expect(whatChanged(change({ field: 'kind', before: 'yes_no', after: 'rating_scale' }))).toBe(
    'Type: Yes/no → Rating scale',
  );
  expect(
    whatChanged(change({ what: 'scorecard', field: 'queues', before: [], after: ['orders', 'sales'] })),
  ).toBe('Queues: none → “orders”, “sales”');
  expect(whatChanged(change({ kind: 'moved', field: 'section', before: 'Rest', after: 'Opening' }))).toBe(
    'Moved from “Rest” to “Opening”',
  );
  expect(whatChanged(change({ kind: 'added', what: 'option', option: 'Yes' }))).toBe('Answer is new');
  expect(whereChanged(change({ section: null, question: null }))).toBe('Scorecard');
});

test('a scorecard’s file is called like it', () => {
  expect(fileName('Voice service: “A & B”')).toBe('voice-service-a-b');
  expect(fileName('???')).toBe('scorecard');
});
