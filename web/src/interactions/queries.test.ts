import { QueryClient } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';

interface Asked {
  contact_reference?: string;
  q?: string;
  channel?: string[];
}
const asked = vi.hoisted((): { queries: Asked[]; found: Record<string, unknown[]> } => ({
  queries: [],
  found: {},
}));
vi.mock('@/api/client', () => ({
  api: {
    GET: (_path: string, { params: { query } }: { params: { query: Asked } }) => {
      asked.queries.push(query);
      const by = query.contact_reference ? 'whole' : query.q ? 'part' : 'any';
      return Promise.resolve({ items: asked.found[by] ?? [], next_cursor: by === 'any' ? 'more' : null });
    },
  },
  body: (call: Promise<unknown>) => call,
  etag: () => '',
}));
const { interactionsQuery, transcriptKey } = await import('./queries');

test('a reference is found by the whole of it and by a part, each conversation once, newest first', async () => {
  const at = (id: string, day: number) => ({ id, started_at: `2026-03-0${day}T10:00:00Z` });
  asked.queries.length = 0;
  asked.found = {
    whole: [at('ix_1', 1)],
    part: [at('ix_3', 3), at('ix_2', 2), at('ix_1', 1)],
    any: [at('ix_4', 4)],
  };
  const client = new QueryClient();
  const list = (search: Parameters<typeof interactionsQuery>[0]) =>
    client.infiniteQuery(interactionsQuery(search, 'UTC'));

  const { pages } = await list({ reference: '1009', channel: ['email'] });
  expect(pages.map(({ items, next_cursor: next }) => [items.map(({ id }) => id), next])).toEqual([
    [['ix_3', 'ix_2', 'ix_1'], null],
  ]);
  // All other filters go along.
  expect(asked.queries.map(({ contact_reference: whole, q, channel }) => [whole, q, channel])).toEqual([
    ['1009', undefined, ['email']],
    [undefined, '1009', ['email']],
  ]);

  const all = await list({ channel: ['email'] });
  expect(all.pages[0]?.next_cursor).toBe('more');
});

const transcript = { key: 'transcripts/ix_1.json', source_format: 'webvtt' as const, turns: 4, words: 40 };

test('a transcript that was replaced is read anew', () => {
  const before = { id: 'ix_1', revision: 3, transcript: { ...transcript, digest: 'a1' } };
  expect(transcriptKey({ ...before, revision: 4 })).toEqual(transcriptKey(before));
  expect(transcriptKey({ ...before, transcript: { ...transcript, digest: 'b2' } })).not.toEqual(
    transcriptKey(before),
  );
});

test('one without a digest is read anew when its interaction has changed', () => {
  const before = { id: 'ix_1', revision: 3, transcript: { ...transcript, digest: null } };
  expect(transcriptKey({ ...before, revision: 4 })).not.toEqual(transcriptKey(before));
});
