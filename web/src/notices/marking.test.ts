import { MutationObserver, QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test, vi } from 'vitest';
import type { NoticeView, PreferencesView } from '@/api/schema';
import {
  chooseOptions,
  noticesQuery,
  preferencesQuery,
  readAllOptions,
  readOptions,
  unreadQuery,
} from './queries';

interface Call {
  path: string;
  answer: (data: unknown) => void;
  refuse: (error: Error) => void;
  signal?: AbortSignal;
}
const asked = vi.hoisted(() => ({ calls: [] as Call[] }));
vi.mock('@/api/client', () => {
  const ask = (path: string, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('aborted')));
      asked.calls.push({ path, answer: resolve, refuse: reject, ...(signal ? { signal } : {}) });
    });
  return { api: { GET: ask, POST: ask, PATCH: ask }, body: (call: Promise<unknown>) => call, etag: () => '' };
});

const notice = (id: string): NoticeView => ({
  id,
  kind: 'meeting_scheduled',
  about: 'mt_1',
  by: null,
  text: 'Somebody scheduled a 1-to-1 with you',
  path: '/meetings/mt_1',
  at: '2026-11-02T09:00:00.000Z',
  read_at: null,
});
const COUNT = '/notices/count';
let client: QueryClient;
const unread = () => client.getQueryData(unreadQuery.queryKey)?.unread;
const listed = () =>
  client.getQueryData(noticesQuery.queryKey)?.pages[0]?.items.map(({ read_at }) => read_at !== null);
const mark = (which: string) => new MutationObserver(client, readOptions(client)).mutate(notice(which));
const look = () => void client.invalidateQueries({ queryKey: ['notices'] });
const count = () => void client.query({ ...unreadQuery, staleTime: 0 }).catch(() => undefined);
const found = (path: string) => asked.calls.filter((each) => each.path === path);
const settle = () => vi.advanceTimersByTimeAsync(10);

beforeEach(() => {
  vi.useFakeTimers();
  asked.calls.length = 0;
  client = new QueryClient();
  client.setQueryData(unreadQuery.queryKey, { unread: 2, more: false });
  const items = [notice('nt_2'), notice('nt_1')];
  client.setQueryData(noticesQuery.queryKey, {
    pages: [{ items, next_cursor: null }],
    pageParams: [undefined],
  });
});

test('a count that began before the marking is dropped', async () => {
  count();
  await settle();
  const marking = mark('nt_1');
  await settle();
  found(COUNT)[0]?.answer({ unread: 2, more: false });
  await settle();
  expect(unread()).toBe(1);
  found('/notices/{notice_id}/reading')[0]?.answer(undefined);
  await marking;
  await settle();
  expect(unread()).toBe(1);
  expect(listed()).toEqual([false, true]);
});

test('a count that begins during the marking is asked for when it has been taken', async () => {
  const marking = mark('nt_1');
  await settle();
  count();
  await settle();
  expect(found(COUNT)).toHaveLength(0);
  expect(unread()).toBe(1);
  found('/notices/{notice_id}/reading')[0]?.answer(undefined);
  await marking;
  await settle();
  found(COUNT)[0]?.answer({ unread: 1, more: false });
  await settle();
  expect(unread()).toBe(1);
});

test('with several on their way it is asked for after the last', async () => {
  void mark('nt_1');
  void mark('nt_2');
  await settle();
  count();
  const [one, other] = found('/notices/{notice_id}/reading');
  other?.answer(undefined);
  await settle();
  expect([unread(), found(COUNT).length]).toEqual([0, 0]);
  one?.answer(undefined);
  await settle();
  expect(found(COUNT)).toHaveLength(1);
});

test('marking all is counted by the answer, whatever was asked meanwhile', async () => {
  const marking = new MutationObserver(client, readAllOptions(client)).mutate(notice('nt_2'));
  await settle();
  look();
  count();
  await settle();
  found('/notices/readings')[0]?.answer({ unread: 1, more: false });
  await marking;
  expect(unread()).toBe(1);
});

test('home is read again once a notice is read, one or all of them', async () => {
  const screen = ['home', 'screen'];
  const stale = () => client.getQueryState(screen)?.isInvalidated;
  for (const [path, marked] of [
    ['/notices/{notice_id}/reading', () => mark('nt_1')],
    ['/notices/readings', () => new MutationObserver(client, readAllOptions(client)).mutate(notice('nt_2'))],
  ] as const) {
    client.setQueryData(screen, {});
    const marking = marked();
    await settle();
    expect(stale()).toBe(false);
    found(path)[0]?.answer({ unread: 0, more: false });
    await marking;
    expect(stale()).toBe(true);
  }
});

test('a marking that is refused is taken back by reading again', async () => {
  const marking = mark('nt_1').catch(() => 'refused');
  await settle();
  expect(unread()).toBe(1);
  found('/notices/{notice_id}/reading')[0]?.refuse(new Error('no'));
  expect(await marking).toBe('refused');
  // At once, before anything is read: the number that is shown doesn't go up by news.
  expect([unread(), listed()]).toEqual([2, [false, false]]);
  count();
  await settle();
  found(COUNT)[0]?.answer({ unread: 2, more: false });
  await settle();
  expect(unread()).toBe(2);
});

test('what is read while something is chosen does not bring back how it was', async () => {
  const view = (on: boolean, revision: number): PreferencesView => ({
    revision,
    address: null,
    digest: {
      every: 'never' as const,
      hour: 8,
      weekday: 0,
      time_zone: 'UTC',
      own_time_zone: false,
      next_at: null,
    },
    quiet_hours: 12,
    channels: [{ channel: 'in_app', label: 'In Debrief', available: true }],
    notices: [{ kind: 'meeting_moved', label: 'A 1-to-1 of mine is moved', channels: { in_app: on } }],
  });
  client.setQueryData(preferencesQuery.queryKey, view(true, 1));
  const on = () => client.getQueryData(preferencesQuery.queryKey)?.notices[0]?.channels.in_app;
  const choosing = new MutationObserver(client, chooseOptions(client)).mutate({
    kind: 'meeting_moved',
    channel: 'in_app',
    on: false,
  });
  await settle();
  expect(on()).toBe(false);
  void client.query({ ...preferencesQuery, staleTime: 0 }).catch(() => undefined);
  await settle();
  const [saving, reading] = found('/preferences');
  reading?.answer(view(true, 1));
  await settle();
  saving?.answer(view(false, 2));
  await choosing;
  await settle();
  expect(on()).toBe(false);
});
