import { expect, test } from 'vitest';
import { OUTCOME_WORDS, reasonWords, whatCounts } from './words';

test('whoever resolves a flag of what speaks to the AI is told what counts then, by the names of the outcomes', () => {
  const told = whatCounts({ kind: 'addresses_ai' });
  expect(told).toContain(`“${OUTCOME_WORDS.no_action}”`);
  expect(told).toContain(`“${OUTCOME_WORDS.mistaken}”`);
  expect(told).not.toContain(OUTCOME_WORDS.coached);
  expect(whatCounts({ kind: 'compliance' })).toBeUndefined();
});

test('a low score is told with as many digits as tell it from the threshold', () => {
  const low = (percent: number, threshold: number) =>
    reasonWords({
      kind: 'low_score',
      grounds: { percent, threshold, criteria: [], places: [], running: 0, named: [] } as never,
    });
  expect(low(50, 65)).toBe('50%, below 65%');
  expect(low(64.96, 65)).toBe('64.96%, below 65%');
});
