import { describe, expect, it } from 'vitest';
import { NOTHING_TYPED, isNewQueue, meantSo, toSend, withField } from './answers';

describe('what is filled in', () => {
  const queue = withField(NOTHING_TYPED, 'queue', { value: 'Ordres' });

  it('sends what is asked for and has a value', () => {
    const both = withField(queue, 'agent_reference', { value: '', name: 'Sam Sample', userId: 'us_1' });
    expect(toSend(both, ['queue', 'agent_reference'])).toEqual({ queue: 'Ordres' });
    expect(toSend(both, ['agent_reference'])).toEqual({});
    expect(withField(queue, 'queue', undefined)).toEqual(NOTHING_TYPED);
  });

  it('says of one text that it is new, and of no other', () => {
    const isNew = { ...queue, newQueue: 'Ordres' };
    expect(isNewQueue(isNew)).toBe(true);
    expect(meantSo(isNew)).toEqual(['queue']);
    expect(meantSo(withField(isNew, 'queue', { value: 'Orders' }))).toEqual([]);
    expect(meantSo(withField(isNew, 'queue', undefined))).toEqual([]);
    expect(meantSo(queue)).toEqual([]);
  });
});
