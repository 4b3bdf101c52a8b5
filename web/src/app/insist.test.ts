import { expect, test, vi } from 'vitest';
import { insist } from './insist';

test('what breaks off is asked for again until it comes, less and less often', async () => {
  vi.useFakeTimers();
  const read = vi.fn<() => Promise<string>>();
  for (let tries = 0; tries < 7; tries += 1) read.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  read.mockResolvedValue('there');
  const found = insist(read);
  await vi.advanceTimersByTimeAsync(1_000 + 2_000 + 4_000);
  expect(read).toHaveBeenCalledTimes(4);
  await vi.advanceTimersByTimeAsync(8_000 + 16_000 + 30_000 + 30_000);
  expect(await found).toBe('there');
  expect(read).toHaveBeenCalledTimes(8);
  vi.useRealTimers();
});
