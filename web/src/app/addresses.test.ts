import { expect, test } from 'vitest';
import { list as conversations } from '@/interactions/addresses';
import { list as evaluations } from '@/evaluations/addresses';
import { one as scorecard } from '@/scorecards/addresses';

/** As the router does it: what a page reads lies over what stands in the address. */
function read(list: (search: Record<string, unknown>) => object, address: Record<string, unknown>) {
  return { ...address, ...list(address) };
}

test('what makes no sense in an address reaches no page', () => {
  expect(read(conversations, { channel: 'nonsense', from: 'soon', agent: 'us_1' })).toEqual({
    agent: 'us_1',
  });
  expect(read(conversations, { channel: 'voice' })).toEqual({ channel: ['voice'] });
});

test('what cannot stand beside drafts reaches no page either', () => {
  const figure = { scorecard: 'sc_1', question: 'qn_1', outcome: 'missed' };
  expect(read(evaluations, { ...figure, status: 'draft' })).toEqual({ scorecard: 'sc_1', status: 'draft' });
});

test('a number is read alike from the address and from a page that leads there', () => {
  expect(read(scorecard, { version: '2' })).toEqual({ version: 2 });
  expect(read(scorecard, { version: 2 })).toEqual({ version: 2 });
});
