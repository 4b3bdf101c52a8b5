import { describe, expect, it } from 'vitest';
import { idsIn, sayReason } from './reasons';

const NAMES = new Map([
  ['us_01A', 'Ada'],
  ['us_01B', 'Bo'],
  ['tm_01C', 'Sales'],
]);
const named = (id: string) => NAMES.get(id) ?? 'somebody';

describe('why a condition holds or does not', () => {
  it.each([
    ['the agent is us_01A, not us_01B, us_02X', 'the agent is Ada, not Bo, somebody'],
    ['the team is tm_01C, which is listed', 'the team is Sales, which is listed'],
    ['the duration is 125430 ms, above 60000 ms', 'the duration is 125.43 s, above 60 s'],
    ['the hold time is 0 ms, within the bounds', 'the hold time is 0 s, within the bounds'],
    // What a queue or a topic is called stays as it is.
    ['the queue is us_01A 5 ms, which is listed', 'the queue is us_01A 5 ms, which is listed'],
  ])('reads %s as %s', (told, said) => {
    expect(sayReason(told, named)).toBe(said);
  });
});

it('knows whose names are needed', () => {
  expect(
    idsIn(['the agent is us_01A, not us_01B', 'the queue is us_02', 'the team is tm_01C, which is listed']),
  ).toEqual(['us_01A', 'us_01B', 'tm_01C']);
});
