import { expect, test } from 'vitest';
import { list } from './addresses';

const FIGURE = { question: 'q-1', outcome: 'missed', option: 'no', team: 't-1' };

test('drafts stand beside nothing that leads to a figure, however one came there', () => {
  expect(list({ ...FIGURE, status: 'draft', scorecard: 's-1', from: '2026-11-01' })).toEqual({
    status: 'draft',
    scorecard: 's-1',
    from: '2026-11-01',
  });
});

test('what is completed may be what is behind a figure', () => {
  expect(list({ ...FIGURE, scorecard: 's-1' })).toEqual({ ...FIGURE, outcome: ['missed'], scorecard: 's-1' });
});

test('what is asked for without its scorecard, or an answer without its question, is left out', () => {
  expect(list(FIGURE)).toEqual({});
  expect(list({ scorecard: 's-1', option: 'no' })).toEqual({ scorecard: 's-1' });
});

test('a version and a model lead to what was made with them, of a scorecard alone', () => {
  const made = { version: 2, model: 'vendor/small:1' };
  expect(list({ ...made, scorecard: 's-1' })).toEqual({ ...made, scorecard: 's-1' });
  expect(list({ version: '2', scorecard: 's-1' })).toEqual({ version: 2, scorecard: 's-1' });
  expect(list({ version: 'two', scorecard: 's-1' })).toEqual({ scorecard: 's-1' });
  expect(list(made)).toEqual({});
});

test('automatic failures are asked for with any scorecard, and by themselves', () => {
  const failures = { outcome: ['auto_failed'], team: 't-1' };
  expect(list({ outcome: 'auto_failed', team: 't-1' })).toEqual(failures);
  expect(list({ ...FIGURE, outcome: ['missed', 'auto_failed'], scorecard: 's-1' })).toEqual({
    ...failures,
    scorecard: 's-1',
  });
  expect(list({ outcome: 'auto_failed', status: 'draft' })).toEqual({ status: 'draft' });
});

test('the list of drafts has those that nobody has taken: no evaluator stands in its way', () => {
  expect(list({ status: 'draft', evaluator: 'us_1' })).toEqual({ status: 'draft' });
  expect(list({ evaluator: 'us_1' })).toEqual({ evaluator: 'us_1' });
});
