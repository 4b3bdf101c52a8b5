import { expect, test } from 'vitest';
import { sectionsOf, toCome } from './coming';

test('of many 1-to-1s ahead the next one comes first: the API is asked in that order', () => {
  expect(toCome('us_1', new Date('2026-11-29T12:00:00Z'), 'Europe/Berlin')).toEqual({
    participant_id: 'us_1',
    status: ['scheduled', 'in_progress'],
    // The same all day long, so that nothing is read anew; one that began last night may still be going on.
    from: '2026-11-27T23:00:00.000Z',
    order: 'oldest',
  });
});

const NOW = new Date('2026-11-29T23:30:00Z');
const TODAY = '2026-11-29T23:00:00.000Z';

test('a list begins with the next 1-to-1, and nobody is told of cancelled ones unasked', () => {
  expect(sectionsOf({ facilitator_id: 'us_1' }, NOW, 'Europe/Berlin')).toEqual([
    {
      name: 'To come',
      filter: { facilitator_id: 'us_1', status: ['scheduled', 'in_progress'], from: TODAY, order: 'oldest' },
    },
    { name: 'Not held', filter: { facilitator_id: 'us_1', status: ['scheduled', 'in_progress'], to: TODAY } },
    { name: 'Held', filter: { facilitator_id: 'us_1', status: ['completed', 'acknowledged'] } },
  ]);
});

test('a status that is asked for is looked for where it can be', () => {
  const names = (...status: ('scheduled' | 'completed' | 'cancelled')[]) =>
    sectionsOf({ status }, NOW, 'UTC').map(({ name, filter }) => [name, filter.status]);
  expect(names('scheduled')).toEqual([
    ['To come', ['scheduled']],
    ['Not held', ['scheduled']],
  ]);
  expect(names('completed', 'cancelled')).toEqual([
    ['Held', ['completed']],
    ['Cancelled', ['cancelled']],
  ]);
});
