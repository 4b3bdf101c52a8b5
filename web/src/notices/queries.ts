/** What one is told: read, counted, marked as read; and what one chooses to hear of. */
import {
  mutationOptions,
  queryOptions,
  useMutation,
  useQueryClient,
  type InfiniteData,
  type QueryClient,
} from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import { pagedQuery, type Page } from '@/api/queries';
import type { NoticeView, PreferencesChanges, PreferencesView, UnreadView } from '@/api/schema';
import { allRead, oneRead } from './reading';

/** How often it is looked whether there is something new, while the tab is in sight. */
const LOOK_MS = 60_000;
const PER_PAGE = 15;

/** What is being marked as read. */
export const MARKING = ['notices', 'marking'];

/** How many are unread, up to 99. */
export const unreadQuery = queryOptions({
  queryKey: ['notices', 'count'],
  queryFn: async ({ client, signal }) => {
    await marked(client, signal);
    return body(api.GET('/notices/count', { signal }));
  },
  refetchInterval: LOOK_MS,
});

/** One's notices, newest first. */
export const noticesQuery = pagedQuery<NoticeView>(['notices', 'list'], async (cursor, signal, client) => {
  await marked(client, signal);
  return body(api.GET('/notices', { params: { query: { limit: PER_PAGE, cursor } }, signal }));
});

/**
 * Wait until nothing is being marked as read: what is read before the API has taken it would tell as new what is shown
 * as read already.
 */
async function marked(client: QueryClient, signal: AbortSignal): Promise<void> {
  const isMarking = () => client.isMutating({ mutationKey: MARKING }) > 0;
  if (!isMarking()) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      if (!signal.aborted && isMarking()) return;
      stop();
      resolve();
    };
    const stop = client.getMutationCache().subscribe(end);
    signal.addEventListener('abort', end, { once: true });
  });
}

export const preferencesQuery = queryOptions({
  queryKey: ['preferences'],
  queryFn: ({ signal }) => body(api.GET('/preferences', { signal })),
});

type Pages = InfiniteData<Page<NoticeView>, string | undefined>;

interface Shown {
  unread: UnreadView | undefined;
  pages: Pages | undefined;
}

/** Show at once what was marked; what was shown before, for a refusal. */
async function show(
  client: QueryClient,
  count: (before: UnreadView) => UnreadView,
  notice: (before: NoticeView) => NoticeView,
): Promise<Shown> {
  await client.cancelQueries({ queryKey: ['notices'] });
  const shown = {
    unread: client.getQueryData<UnreadView>(unreadQuery.queryKey),
    pages: client.getQueryData<Pages>(noticesQuery.queryKey),
  };
  client.setQueryData<UnreadView>(unreadQuery.queryKey, (before) => before && count(before));
  client.setQueryData<Pages>(noticesQuery.queryKey, (before) =>
    before
      ? { ...before, pages: before.pages.map((page) => ({ ...page, items: page.items.map(notice) })) }
      : before,
  );
  return shown;
}

/**
 * Take back what was shown, and read again. At once, so that nothing that was there before is told as new; and without
 * waiting for the reading, which itself waits until the marking has ended.
 */
function takeBack(client: QueryClient, shown: Shown | undefined): void {
  client.setQueryData(unreadQuery.queryKey, shown?.unread);
  client.setQueryData(noticesQuery.queryKey, shown?.pages);
  void client.invalidateQueries({ queryKey: ['notices'] });
}

/**
 * What is unread waits on the home page too: that is read again, now or when somebody comes there. Nothing waits for it,
 * since until the marking has ended no notices are read.
 */
function waitsNoMore(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ['home', 'screen'] });
}

/** Marking one notice as read. */
export function readOptions(client: QueryClient) {
  return mutationOptions({
    mutationKey: MARKING,
    mutationFn: (notice: Pick<NoticeView, 'id'>) =>
      body(api.POST('/notices/{notice_id}/reading', { params: { path: { notice_id: notice.id } } })),
    onMutate: (notice) => show(client, oneRead, (each) => (each.id === notice.id ? read(each) : each)),
    onSuccess: () => waitsNoMore(client),
    onError: (_error, _which, shown) => takeBack(client, shown),
  });
}

/** Marking all up to the newest that is shown as read. */
export function readAllOptions(client: QueryClient) {
  return mutationOptions({
    mutationKey: MARKING,
    mutationFn: (newest: NoticeView) => body(api.POST('/notices/readings', { body: { up_to: newest.id } })),
    onMutate: () => show(client, allRead, read),
    onSuccess: (left) => {
      client.setQueryData(unreadQuery.queryKey, left);
      waitsNoMore(client);
    },
    onError: (_error, _which, shown) => takeBack(client, shown),
  });
}

/** Mark one notice as read. */
export function useRead() {
  return useMutation(readOptions(useQueryClient()));
}

/** Mark all up to the newest that is shown as read. */
export function useReadAll() {
  return useMutation(readAllOptions(useQueryClient()));
}

function read(notice: NoticeView): NoticeView {
  return notice.read_at ? notice : { ...notice, read_at: new Date().toISOString() };
}

/** A choice of a person: whether they hear of a kind on a channel. */
export interface Choice {
  kind: string;
  channel: string;
  on: boolean;
}

const CHOOSING = ['preferences', 'choosing'];

/** Choosing what one hears of; shown at once, one after the other, and taken back when refused. */
export function chooseOptions(client: QueryClient) {
  const key = preferencesQuery.queryKey;
  return mutationOptions({
    mutationKey: CHOOSING,
    scope: { id: 'preferences' },
    mutationFn: ({ kind, channel, on }: Choice) =>
      body(
        api.PATCH('/preferences', {
          params: { header: { 'if-match': etag(client.getQueryData<PreferencesView>(key) ?? {}) } },
          body: { notices: { [kind]: { [channel]: on } } },
        }),
      ),
    onMutate: async (choice) => {
      await client.cancelQueries({ queryKey: key });
      client.setQueryData<PreferencesView>(key, (before) => before && chosen(before, choice));
    },
    onSuccess: async (changed) => {
      // What was read meanwhile is older.
      await client.cancelQueries({ queryKey: key });
      const last = client.isMutating({ mutationKey: CHOOSING }) === 1;
      client.setQueryData<PreferencesView>(key, (shown) =>
        shown && !last ? { ...shown, revision: changed.revision } : changed,
      );
    },
    onError: () => client.invalidateQueries({ queryKey: key }),
  });
}

/** Choose what one hears of. */
export function useChoose() {
  return useMutation(chooseOptions(useQueryClient()));
}

/** Choose when a digest comes, or for how long repeats are quiet; after whatever is being chosen already. */
export function useChooseDigest() {
  const client = useQueryClient();
  const key = preferencesQuery.queryKey;
  return useMutation({
    mutationKey: CHOOSING,
    scope: { id: 'preferences' },
    mutationFn: (changes: Pick<PreferencesChanges, 'digest' | 'quiet_hours'>) =>
      body(
        api.PATCH('/preferences', {
          params: { header: { 'if-match': etag(client.getQueryData<PreferencesView>(key) ?? {}) } },
          // The types ask for all of them, since each has a default; the API changes those that are sent.
          body: changes as PreferencesChanges,
        }),
      ),
    onSuccess: (changed) => client.setQueryData(key, changed),
    onError: () => client.invalidateQueries({ queryKey: key }),
  });
}

function chosen(before: PreferencesView, { kind, channel, on }: Choice): PreferencesView {
  return {
    ...before,
    notices: before.notices.map((each) =>
      each.kind === kind ? { ...each, channels: { ...each.channels, [channel]: on } } : each,
    ),
  };
}
