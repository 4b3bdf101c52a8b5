import { expect, test, vi } from 'vitest';

vi.stubGlobal('location', { origin: 'https://debrief.example' });
const { amid, everyPage, SOMEBODY } = await import('./names');

/** A list whose pages hold what they hold, the way the API filters them. */
function listOf(...pages: number[][]) {
  return vi.fn((cursor: string | undefined) => {
    const place = Number(cursor ?? 0);
    return Promise.resolve({
      items: pages[place] ?? [],
      next_cursor: place + 1 < pages.length ? String(place + 1) : null,
    });
  });
}

test('within a sentence somebody who may not be known begins small, and nobody else does', () => {
  expect(amid(SOMEBODY)).toBe('somebody outside your line');
  expect(amid('Kim Sample')).toBe('Kim Sample');
  expect(amid(undefined)).toBeUndefined();
});

test('a list is read on over short and empty pages to its end', async () => {
  expect(await everyPage(listOf([1], [], [2, 3]))).toEqual([1, 2, 3]);
});

test('a list that may grow long is read on until there is enough of it', async () => {
  const read = listOf([1], [], [2, 3], [4]);
  expect(await everyPage(read, 3)).toEqual([1, 2, 3]);
  expect(read).toHaveBeenCalledTimes(3);
});
