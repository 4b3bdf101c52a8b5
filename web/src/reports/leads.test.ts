import { expect, test } from 'vitest';
import type { ConversationReport } from '@/api/schema';
import { leadsOf } from './leads';

const TOTALS = {
  resolution_known: 38,
  resolved: 24,
  repeat_known: 10,
  repeated: 0,
  detractors: 1200,
  passives: 0,
  promoters: 3,
  customer_sentiment_known: 5,
  handled: 40,
} as ConversationReport['totals'];

test('a metric leads to what it sums up, with how many there are, and to no empty list', () => {
  expect(leadsOf('resolution_rate', TOTALS)).toEqual([
    { says: '14 not resolved', outcome: ['not_resolved'] },
    { says: '24 resolved', outcome: ['resolved'] },
  ]);
  expect(leadsOf('repeat_rate', TOTALS)).toEqual([{ says: '10 didn’t', outcome: ['not_repeated'] }]);
  expect(leadsOf('xnps', TOTALS).map(({ outcome }) => outcome)).toEqual([['detractor'], ['promoter']]);
  expect(leadsOf('customer_sentiment', TOTALS)).toHaveLength(2);
  expect(leadsOf('average_handling_time', TOTALS)).toEqual([
    { says: 'All conversations', outcome: undefined },
  ]);
});

test('what nobody knows, and what is one person’s inner state, leads nowhere', () => {
  expect(leadsOf('customer_sentiment', { ...TOTALS, customer_sentiment_known: 0 })).toEqual([]);
  expect(leadsOf('agent_sentiment', TOTALS)).toEqual([]);
});
