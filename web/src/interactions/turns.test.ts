import { describe, expect, it } from 'vitest';
import type { Speaker, Turn } from '@/api/schema';
import { flagsOf, holdsMasks, meetings, turnAt } from './turns';

function turn(index: number, speaker: Speaker, start?: number, end?: number): Turn {
  return { index, speaker, text: 'x', start_ms: start ?? null, end_ms: end ?? null };
}

describe('turnAt', () => {
  const turns = [turn(0, 'agent', 1000, 3000), turn(1, 'customer'), turn(2, 'customer', 2500, 6000)];

  it('is nobody before the first', () => expect(turnAt(turns, 500)).toBeUndefined());
  it('stays with the last one through a pause', () => expect(turnAt(turns, 9000)).toBe(2));
  it('takes the later of two that are heard at once', () => expect(turnAt(turns, 2600)).toBe(2));
  it('knows nothing of a document without times', () =>
    expect(turnAt([turn(0, 'agent')], 10)).toBeUndefined());
});

describe('meetings', () => {
  it('finds where nobody speaks and where two do', () => {
    const found = meetings([
      turn(0, 'agent', 0, 4000),
      turn(1, 'customer', 3000, 6000),
      turn(2, 'agent', 12_000, 13_000),
    ]);
    expect(found).toEqual([
      { kind: 'overlap', turn: 1, fromMs: 3000, toMs: 4000 },
      { kind: 'silence', turn: 2, fromMs: 6000, toMs: 12_000 },
    ]);
  });

  it('counts a silence from the end of the longest turn, not of the last', () => {
    const found = meetings([
      turn(0, 'agent', 0, 20_000),
      turn(1, 'customer', 2000, 3000),
      turn(2, 'agent', 21_000, 22_000),
    ]);
    expect(found).toEqual([{ kind: 'overlap', turn: 1, fromMs: 2000, toMs: 3000 }]);
  });

  it('does not call one speaker going on an overlap', () => {
    expect(meetings([turn(0, 'agent', 0, 4000), turn(1, 'agent', 3000, 6000)])).toEqual([]);
  });

  it('leaves out turns without times', () => {
    expect(meetings([turn(0, 'agent', 0, 1000), turn(1, 'customer'), turn(2, 'agent', 1500, 2000)])).toEqual(
      [],
    );
  });
});

it('flags that would cover each other are one', () => {
  const at = (...all: number[]) => all.map((atMs) => ({ atMs }));
  expect(flagsOf(at(9000, 0, 0, 0, 1000, 5000), 2000).map((group) => group.map(({ atMs }) => atMs))).toEqual([
    [0, 0, 0, 1000],
    [5000],
    [9000],
  ]);
  expect(flagsOf([], 2000)).toEqual([]);
});

it('masks are told from words and from single points', () => {
  expect(holdsMasks([{ text: 'My card is card•••••••.' }])).toBe(true);
  expect(holdsMasks([{ text: 'First • second' }, { text: 'No more' }])).toBe(false);
});
