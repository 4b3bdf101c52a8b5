import { expect, test } from 'vitest';
import { toCome } from './coming';

test('of many 1-to-1s ahead the next one comes first: the API is asked in that order', () => {
  expect(toCome('us_1', new Date('2026-11-29T12:00:00Z'), 'Europe/Berlin')).toEqual({
    participant_id: 'us_1',
    status: ['scheduled', 'in_progress'],
    // The same all day long, so that nothing is read anew; one that began last night may still be going on.
    from: '2026-11-27T23:00:00.000Z',
    order: 'oldest',
  });
});
