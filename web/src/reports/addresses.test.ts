import { expect, test } from 'vitest';
import { report } from './addresses';

test('a figure is taken apart where there are figures, one at a time', () => {
  expect(report({ report: 'line-items', by: 'team', question: 'q-1', section: 's-1' })).toEqual({
    report: 'line-items',
    by: 'team',
    question: 'q-1',
  });
  expect(report({ report: 'responses', by: 'evaluator', section: 's-1' })).toEqual({
    report: 'responses',
    by: 'evaluator',
    section: 's-1',
  });
});

test('without a report that can be, or by what nobody knows, nothing is taken apart', () => {
  expect(report({ by: 'team', question: 'q-1' })).toEqual({});
  expect(report({ report: 'agreement', by: 'team' })).toEqual({ report: 'agreement' });
  expect(report({ report: 'responses', by: 'moon', question: 'q-1' })).toEqual({ report: 'responses' });
});

test('a table keeps the order that was chosen', () => {
  expect(report({ report: 'line-items', sort: 'rate', ascending: 'yes' })).toEqual({
    report: 'line-items',
    sort: 'rate',
    ascending: 'yes',
  });
  expect(report({ sort: 'rate', ascending: 'no' })).toEqual({ sort: 'rate' });
});
