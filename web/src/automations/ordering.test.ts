import { MutationObserver, QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test, vi } from 'vitest';
import type { AutomationList, AutomationView } from '@/api/schema';
import { automationsQuery, reorderOptions } from './queries';

interface Call {
  tag: string;
  ids: string[];
  answer: (list: AutomationList) => void;
}
const asked = vi.hoisted(() => ({ calls: [] as Call[] }));
vi.mock('@/api/client', () => ({
  api: {
    PUT: (
      _path: string,
      { params, body }: { params: { header: { 'if-match': string } }; body: { ids: string[] } },
    ) =>
      new Promise((answer) => {
        asked.calls.push({ tag: params.header['if-match'], ids: body.ids, answer });
      }),
  },
  body: (call: Promise<unknown>) => call,
  etag: ({ revision }: { revision?: number }) => `"${revision ?? 0}"`,
}));

const card = (id: string) => ({ id, name: id }) as AutomationView;
const [one, two, three] = [card('one'), card('two'), card('three')];
let client: QueryClient;
const shown = () => client.getQueryData(automationsQuery.queryKey)?.items.map(({ id }) => id);
const order = (...items: AutomationView[]) =>
  new MutationObserver(client, reorderOptions(client)).mutate(items);
const settle = () => vi.advanceTimersByTimeAsync(10);

beforeEach(() => {
  vi.useFakeTimers();
  asked.calls.length = 0;
  client = new QueryClient();
  client.setQueryData(automationsQuery.queryKey, { items: [one, two, three], revision: 7 });
});

test('a second order waits for the first, and is made from what that left', async () => {
  const first = order(two, one, three);
  await settle();
  const second = order(two, three, one);
  await settle();
  expect(shown()).toEqual(['two', 'three', 'one']);
  expect(asked.calls.map(({ tag }) => tag)).toEqual(['"7"']);
  asked.calls[0]?.answer({ items: [two, one, three], revision: 8 });
  await first;
  await settle();
  expect(shown()).toEqual(['two', 'three', 'one']);
  expect(asked.calls[1]).toMatchObject({ tag: '"8"', ids: ['two', 'three', 'one'] });
  asked.calls[1]?.answer({ items: [two, three, one], revision: 9 });
  await second;
  expect(client.getQueryData(automationsQuery.queryKey)).toMatchObject({ revision: 9 });
});
