import { expect, test } from 'vitest';
import type { EvaluationItem } from '@/api/schema';
import { draftWith, fits } from './evaluating';

const call = { channel: 'voice', queue: 'parcels' } as const;

test('a scorecard that names nothing is for any interaction', () => {
  expect(fits({ applies_to: { channels: [], queues: [] } }, call)).toBe(true);
});

test('channel and queue both have to fit', () => {
  const applies_to = { channels: ['voice' as const, 'chat' as const], queues: ['parcels'] };
  expect(fits({ applies_to }, call)).toBe(true);
  expect(fits({ applies_to }, { ...call, channel: 'email' })).toBe(false);
  expect(fits({ applies_to }, { ...call, queue: 'orders' })).toBe(false);
  expect(fits({ applies_to: { channels: [], queues: ['orders'] } }, call)).toBe(false);
});

test('only a draft of one’s own with that scorecard is one’s own draft', () => {
  const draft = (evaluator_id: string | null, scorecard_id: string) =>
    ({ evaluator_id, scorecard_id }) as EvaluationItem;
  const drafts = [draft(null, 'sc_1'), draft('us_2', 'sc_1'), draft('us_1', 'sc_2')];
  expect(draftWith(drafts, 'us_1', 'sc_1')).toBeUndefined();
  expect(draftWith(drafts, 'us_1', 'sc_2')).toBe(drafts[2]);
  expect(draftWith(drafts, 'us_1', null)).toBeUndefined();
  expect(draftWith(undefined, 'us_1', 'sc_1')).toBeUndefined();
});
