import { expect, test, vi } from 'vitest';
import { PartReader } from './reading';

test('a part is read once, for whoever shows it', async () => {
  const fetch = vi.fn(() => Promise.resolve('chart'));
  const reader = new PartReader(fetch);
  await Promise.all([reader.read(), reader.read()]);
  await reader.read();
  expect(reader.current()).toEqual({ kind: 'there', part: 'chart' });
  expect(fetch).toHaveBeenCalledOnce();
});

test('what was missing is fetched anew when it is asked for again', async () => {
  const fetch = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new TypeError())
    .mockResolvedValue('chart');
  const reader = new PartReader(fetch);
  const told: string[] = [];
  reader.subscribe(() => told.push(reader.current().kind));
  await reader.read();
  expect(reader.current()).toEqual({ kind: 'missing', tries: 1 });
  await reader.read();
  expect(told).toEqual(['missing', 'waiting', 'there']);
});

test('how often it was missing is known: then only a new document may help', async () => {
  const reader = new PartReader(() => Promise.reject(new TypeError()));
  await reader.read();
  await reader.read();
  expect(reader.current()).toEqual({ kind: 'missing', tries: 2 });
});
