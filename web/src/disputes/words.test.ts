import { describe, expect, it } from 'vitest';
import { MOST_RESCORED, tickedOf } from './words';

const listed = (count: number) => Array.from({ length: count }, (_, number) => `ev_${number}`);

describe('what is re-scored', () => {
  it('is all that is listed and nobody has unticked', () => {
    expect(tickedOf(listed(3), ['ev_1'])).toEqual(['ev_0', 'ev_2']);
    expect(tickedOf(listed(MOST_RESCORED), [])).toHaveLength(MOST_RESCORED);
  });

  it('is never more than is taken at once, and the next ones come in for those that are unticked', () => {
    const ids = listed(MOST_RESCORED + 40);
    expect(tickedOf(ids, [])).toEqual(ids.slice(0, MOST_RESCORED));
    expect(tickedOf(ids, ['ev_0', 'ev_7'])).toEqual([...ids.slice(1, 7), ...ids.slice(8, MOST_RESCORED + 2)]);
    expect(tickedOf(ids, ids)).toEqual([]);
  });
});
