import { expect, test } from 'vitest';
import { passedDue } from './due';

test('a day that has passed is refused, unless the action had it before', () => {
  expect(passedDue('2026-11-24', null, '2026-11-25')).toContain('has passed');
  expect(passedDue('2026-11-24', '2026-11-24', '2026-11-25')).toBeUndefined();
  expect(passedDue('2026-11-23', '2026-11-24', '2026-11-25')).toContain('has passed');
  expect(passedDue('2026-11-25', null, '2026-11-25')).toBeUndefined();
  expect(passedDue('', '2026-11-24', '2026-11-25')).toBeUndefined();
  expect(passedDue(null, null, '2026-11-25')).toBeUndefined();
});
