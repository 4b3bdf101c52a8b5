import { expect, test } from 'vitest';
import type { HoldReason } from '@/api/schema';
import { isOneEach, valuesOf } from './ticks';

const held = (field: string | null, given: string | null): HoldReason => ({
  code: 'queue_unknown',
  act: 'complete',
  field,
  given,
  nearest: null,
  sentence: '',
});

test('the values that an answer is meant for are those of what is ticked, each once', () => {
  const ticked = [
    { id: 'in_1', reasons: [held('queue', 'Ordres'), held('channel', 'smoke')] },
    { id: 'in_2', reasons: [held('queue', 'Ordres')] },
    { id: 'in_3', reasons: [held('queue', 'Retunrs'), held('agent_reference', null), held(null, null)] },
  ];
  expect(valuesOf(ticked)).toEqual({ queue: ['Ordres', 'Retunrs'], channel: ['smoke'] });
  expect(isOneEach(valuesOf(ticked))).toBe(false);
  expect(isOneEach(valuesOf(ticked.slice(0, 2)))).toBe(true);
  expect(isOneEach(valuesOf([]))).toBe(true);
});
