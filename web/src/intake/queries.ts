/** What the API says of what came in, and what people do about it. */
import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import { pagedQuery, type Page } from '@/api/queries';
import type {
  BatchRequest,
  BatchView,
  HoldCode,
  ImportView,
  IntakeStatus,
  IntakeView,
  SettledSources,
  SourceSaid,
  Which,
  KnownNameView,
} from '@/api/schema';

/** The client's types forget that a span has two ends; what the API sends is what it says. */
const asItem = (call: Promise<unknown>) => call as Promise<IntakeView>;
const asItems = (call: Promise<unknown>) => call as Promise<Page<IntakeView>>;

/** How often what is on its way is looked at. */
export const LIVE_MS = 2_000;
/** How often a list is looked at that something may come into. */
export const IDLE_MS = 8_000;

/** How many items wait for somebody, and for which reasons. */
export const heldCountQuery = queryOptions({
  queryKey: ['intake', 'counts'],
  queryFn: ({ signal }) => body(api.GET('/intake/counts', { signal })),
  refetchInterval: 60_000,
});

/** What a list of the intake is narrowed to. `given`: of a reason, one value. `q`: how something of it begins. */
export interface Narrowed {
  reason?: HoldCode | undefined;
  given?: string | undefined;
  q?: string | undefined;
}

/** Items with a status, the latest change first. The API lists no loaded ones: those are interactions. */
export const intakeQuery = (status: Exclude<IntakeStatus, 'loaded'>, { reason, given, q }: Narrowed = {}) =>
  pagedQuery<IntakeView>(['intake', 'list', status, reason ?? '', given ?? '', q ?? ''], (cursor, signal) =>
    asItems(
      body(
        api.GET('/intake', { params: { query: { status, reason, given, q, limit: 50, cursor } }, signal }),
      ),
    ),
  );

/** One answer for many; looked at again and again while it runs. */
export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: ['intake', 'batch', id],
    queryFn: ({ signal }) =>
      body(api.GET('/intake/batches/{batch_id}', { params: { path: { batch_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? LIVE_MS : false),
  });

/** Answers that were given to many, newest first. */
export const batchesQuery = pagedQuery<BatchView>(['intake', 'batches'], (cursor, signal) =>
  body(api.GET('/intake/batches', { params: { query: { limit: 25, cursor } }, signal })),
);

/** What was dealt with has left the lists and the counts; answers may be remembered, and imports be further. */
export function batchMoved(client: QueryClient): void {
  for (const key of ['list', 'counts', 'item', 'names', 'batches'])
    void client.invalidateQueries({ queryKey: ['intake', key] });
  void client.invalidateQueries({ queryKey: ['imports'] });
}

/**
 * Give one answer to many items.
 *
 * @param onBegun what follows wherever whoever asked has gone meanwhile, such as forgetting what was typed.
 */
export function useBatch(onBegun?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ asked, key }: { asked: BatchRequest; key: string }) =>
      body(api.POST('/intake/batches', { body: asked, headers: { 'Idempotency-Key': key } })),
    onSuccess: (begun) => {
      client.setQueryData(batchQuery(begun.id).queryKey, begun);
      void client.invalidateQueries({ queryKey: ['intake', 'batches'] });
      onBegun?.();
    },
  });
}

/** The queues that are known, and what other words were said to mean. */
export const namesQuery = (field: KnownNameView['field']) =>
  pagedQuery<KnownNameView>(['intake', 'names', field], (cursor, signal) =>
    body(api.GET('/intake/names', { params: { query: { field, limit: 100, cursor } }, signal })),
  );

/** Take back what a name means. */
export function useForgetting() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (known: KnownNameView) =>
      body(
        api.DELETE('/intake/names/{known_id}', {
          params: { path: { known_id: known.id }, header: { 'if-match': etag(known) } },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['intake', 'names'] }),
  });
}

/** One item; looked at again and again while it is on its way. */
export const itemQuery = (id: string) =>
  queryOptions({
    queryKey: ['intake', 'item', id],
    queryFn: ({ signal }) =>
      asItem(body(api.GET('/intake/{intake_id}', { params: { path: { intake_id: id } }, signal }))),
    refetchInterval: ({ state }) => (state.data?.status === 'processing' ? LIVE_MS : false),
  });

/** Bulk imports, newest first. */
export const importsQuery = pagedQuery<ImportView>(['imports', 'list'], (cursor, signal) =>
  body(api.GET('/imports', { params: { query: { limit: 25, cursor } }, signal })),
);

/** One import; looked at again and again while it runs. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/imports/{import_id}', { params: { path: { import_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? LIVE_MS : false),
  });

/**
 * The lines of an import with a status, in the order of the file.
 *
 * @param count how many the import says there are: when it changes they are read anew.
 */
export const linesQuery = (id: string, status: IntakeStatus, count: number) =>
  pagedQuery<IntakeView>(['imports', 'lines', id, status, count], (cursor, signal) =>
    asItems(
      body(
        api.GET('/imports/{import_id}/lines', {
          params: { path: { import_id: id }, query: { status, limit: 50, cursor } },
          signal,
        }),
      ),
    ),
  );

/** Put what a change answered where the item is read from; lists, imports and the rail's count are read anew. */
function learned(client: QueryClient, item: IntakeView): void {
  client.setQueryData(itemQuery(item.id).queryKey, item);
  void client.invalidateQueries({ queryKey: ['intake', 'list'] });
  void client.invalidateQueries({ queryKey: heldCountQuery.queryKey });
  // A queue may be known from now on, or an answer remembered.
  void client.invalidateQueries({ queryKey: ['intake', 'names'] });
  if (item.import_id) void client.invalidateQueries({ queryKey: ['imports'] });
}

/** What is filled in. `remember`: it holds from now on. `isNew`: fields that are meant so, though a known one is near. */
export interface Filled {
  fields: Record<string, string>;
  remember: boolean;
  isNew: string[];
}

/** Fill in what an item lacks. It is released when nothing is missing any more. */
export function useCompletion(item: IntakeView, onDone: (changed: IntakeView) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ fields, remember, isNew }: Filled) =>
      asItem(
        body(
          api.PATCH('/intake/{intake_id}', {
            params: { path: { intake_id: item.id }, header: { 'if-match': etag(item) } },
            body: { fields, remember, new: isNew },
          }),
        ),
      ),
    // Here and not where it is asked for: whoever has gone elsewhere meanwhile isn't told there.
    onSuccess: (changed) => {
      learned(client, changed);
      onDone(changed);
    },
  });
}

/** Say that an item isn't to be taken in, and why. */
export function useDismissal(item: IntakeView, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ reason, key }: { reason: string; key: string }) =>
      asItem(
        body(
          api.POST('/intake/{intake_id}/dismissal', {
            params: { path: { intake_id: item.id }, header: { 'if-match': etag(item) } },
            body: { reason },
            headers: { 'Idempotency-Key': key },
          }),
        ),
      ),
    onSuccess: (changed) => {
      learned(client, changed);
      onDone();
    },
  });
}

/** Look at an item again and send it on; `replace` puts it in the place of the conversation that was loaded before. */
export function useRelease(item: IntakeView) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ replace, key }: { replace: boolean; key: string }) =>
      asItem(
        body(
          api.POST('/intake/{intake_id}/release', {
            params: { path: { intake_id: item.id } },
            body: { replace },
            headers: { 'Idempotency-Key': key },
          }),
        ),
      ),
    onSuccess: (changed) => learned(client, changed),
  });
}

/** Go through an import again that failed or was cut short. */
export function useRetry(bulk: ImportView) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) =>
      body(
        api.POST('/imports/{import_id}/retries', {
          params: { path: { import_id: bulk.id } },
          headers: { 'Idempotency-Key': key },
        }),
      ),
    onSuccess: (changed) => {
      client.setQueryData(importQuery(bulk.id).queryKey, changed);
      void client.invalidateQueries({ queryKey: ['imports'] });
    },
  });
}

/** The latest correction of an import's speakers, and what may be asked for; looked at again while it runs. */
export const importSpeakersQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'speakers', id],
    queryFn: ({ signal }) =>
      body(api.GET('/imports/{import_id}/speakers', { params: { path: { import_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.correction?.status === 'running' ? LIVE_MS : false),
  });

/** Swap agent and customer in the conversations of an import. */
export function useImportSpeakers(bulk: ImportView) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ which, key }: { which: Which; key: string }) =>
      body(
        api.POST('/imports/{import_id}/speakers', {
          params: { path: { import_id: bulk.id } },
          body: { which },
          headers: { 'Idempotency-Key': key },
        }),
      ),
    onSuccess: (begun) => client.setQueryData(importSpeakersQuery(bulk.id).queryKey, begun),
  });
}

/** What rests on who is who in conversations: all of it may be otherwise once many were corrected. */
export function speakersMoved(client: QueryClient): void {
  for (const key of ['interactions', 'evaluations', 'reports'])
    void client.invalidateQueries({ queryKey: [key] });
}

/** What is settled for folders of the bucket. */
export const sourcesQuery = queryOptions({
  queryKey: ['intake', 'sources'],
  queryFn: ({ signal }) => body(api.GET('/intake/sources', { signal })),
});

/** Settle sources, all of them at once, for what comes in from now on. */
export function useSettledSources(settled: SettledSources, onDone?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sources: SourceSaid[]) =>
      body(
        api.PUT('/intake/sources', {
          params: { header: { 'if-match': etag(settled) } },
          body: { sources: sources.map(({ folder, agent_channel }) => ({ folder, agent_channel })) },
        }),
      ),
    onSuccess: (changed) => {
      client.setQueryData(sourcesQuery.queryKey, changed);
      onDone?.();
    },
  });
}

/** The latest correction of what came from a folder; looked at again while it runs. */
export const sourceSpeakersQuery = (folder: string) =>
  queryOptions({
    queryKey: ['intake', 'sources', 'speakers', folder],
    queryFn: ({ signal }) =>
      body(api.GET('/intake/sources/speakers', { params: { query: { folder } }, signal })),
    refetchInterval: ({ state }) => (state.data?.correction?.status === 'running' ? LIVE_MS : false),
  });

/** Swap agent and customer in what was dropped into a folder. */
export function useSourceSpeakers(folder: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ which, key }: { which: Which; key: string }) =>
      body(
        api.POST('/intake/sources/speakers', {
          body: { folder, which },
          headers: { 'Idempotency-Key': key },
        }),
      ),
    onSuccess: (begun) => client.setQueryData(sourceSpeakersQuery(folder).queryKey, begun),
  });
}
