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
