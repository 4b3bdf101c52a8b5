import { expect, test } from 'vitest';
import { OUTCOME_WORDS, whatCounts } from './words';

test('whoever resolves a flag of what speaks to the AI is told what counts then, by the names of the outcomes', () => {
  const told = whatCounts({ kind: 'addresses_ai' });
  expect(told).toContain(`“${OUTCOME_WORDS.no_action}”`);
  expect(told).toContain(`“${OUTCOME_WORDS.mistaken}”`);
  expect(told).not.toContain(OUTCOME_WORDS.coached);
  expect(whatCounts({ kind: 'compliance' })).toBeUndefined();
});
