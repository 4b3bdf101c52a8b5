import { expect, test, vi } from 'vitest';
import { isOfFigure, list } from './addresses';
import { evaluationsQuery } from './queries';

// What is asked for is looked at, and nothing is asked.
vi.mock('@/api/client', () => ({}));

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

test('what an agent answered stands beside no figure, with and without a scorecard', () => {
  for (const figure of [
    { outcome: 'auto_failed' },
    { outcome: 'auto_failed', scorecard: 's-1' },
    { team: 't-1', scorecard: 's-1' },
    { question: 'q-1', outcome: 'missed', scorecard: 's-1' },
    { section: 'c-1', outcome: 'scored', scorecard: 's-1' },
  ]) {
    const search = list({ ...figure, answer: 'disputed' });
    expect(search.answer).toBeUndefined();
    expect(isOfFigure(search)).toBe(true);
    // Nor is it asked for, should it have come there.
    const [, , asked] = evaluationsQuery({ ...search, answer: 'disputed' }, 'UTC').queryKey;
    expect((asked as { status: unknown }).status).toBeUndefined();
  }
  const search = list({ answer: 'disputed', scorecard: 's-1', agent: 'us_1' });
  expect(search.answer).toBe('disputed');
  expect(isOfFigure(search)).toBe(false);
  const [, , asked] = evaluationsQuery(search, 'UTC').queryKey;
  expect((asked as { status: unknown }).status).toEqual(['disputed']);
});

test('a section is of one scorecard, of no question, and comes out in its own ways', () => {
  const section = { section: 'c-1', scorecard: 's-1' };
  expect(list({ ...section, outcome: ['scored', 'missed'] })).toEqual({ ...section, outcome: ['scored'] });
  expect(list({ ...section, outcome: 'auto_failed' })).toEqual({ ...section, outcome: ['auto_failed'] });
  expect(list({ ...section, question: 'q-1', outcome: ['scored', 'missed'] })).toEqual({
    scorecard: 's-1',
    question: 'q-1',
    outcome: ['missed'],
  });
  expect(list({ section: 'c-1', outcome: 'scored' })).toEqual({});
});

test('the list of drafts has those that nobody has taken: no evaluator stands in its way', () => {
  expect(list({ status: 'draft', evaluator: 'us_1' })).toEqual({ status: 'draft' });
  expect(list({ evaluator: 'us_1' })).toEqual({ evaluator: 'us_1' });
});
