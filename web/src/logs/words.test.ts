import { expect, test } from 'vitest';
import { beforeWords, droppedWords, noQuoteWords, standingOf, stepWords } from './words';

test('what is low says whether it is new, and over how many calls', () => {
  const compared = { standing: 'recurring' as const, calls: 6, low: 2 };
  expect(standingOf({ compared })?.word).toBe('Recurring');
  expect(beforeWords({ compared })).toBe('Low in 2 of 6 calls before');
  expect(beforeWords({ compared: { standing: 'too_few', calls: 1, low: 0 } })).toBe(
    'Low in 0 of 1 call before',
  );
  expect(beforeWords({ compared: { standing: 'too_few', calls: 0, low: 0 } })).toBe(
    'There are no calls before to hold it against',
  );
  expect([standingOf({ compared: null }), beforeWords({ compared: null })]).toEqual([null, null]);
});

test('a changed score is told with what it was, and a withdrawal with why', () => {
  const step = { at: '2026-03-02T10:00:00.000Z', by: null, by_name: null, why: null };
  expect(stepWords({ ...step, kind: 'changed', was_percent: 62.5, percent: 100 })).toBe(
    'The score changed: 62.5% before, 100% now',
  );
  expect(stepWords({ ...step, kind: 'withdrawn', why: 'deleted', percent: null, was_percent: null })).toBe(
    'Withdrawn: the evaluation was deleted',
  );
  expect(
    stepWords({ ...step, kind: 'released', by: 'us_1', by_name: 'Sam', percent: null, was_percent: null }),
  ).toBe('Released to the agent by Sam');
});

test('why there are no words is said', () => {
  expect(noQuoteWords({ no_quote: 'not_found' })).toContain('aren’t shown');
  expect(noQuoteWords({ no_quote: null })).toBe('');
  expect(droppedWords({ dropped: 1 })).toMatch(/^1 quote isn’t shown/);
  expect(droppedWords({ dropped: 3 })).toMatch(/^3 quotes aren’t shown/);
});
