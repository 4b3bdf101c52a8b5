import { expect, test } from 'vitest';
import { list } from './addresses';

test('an address carries what the list can be narrowed by, and nothing else', () => {
  expect(list({ agent: 'us_1', criterion: 'qn_a', recurring: 'yes', state: 'released', other: 'x' })).toEqual(
    {
      agent: 'us_1',
      criterion: 'qn_a',
      recurring: 'yes',
      state: 'released',
    },
  );
  expect(list({ recurring: 'no', state: 'gone' })).toEqual({});
});
