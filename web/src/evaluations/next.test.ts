import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test, vi } from 'vitest';
import { scoreNext } from './queries';

const asked = vi.hoisted(() => [] as { cursor?: string; after?: string }[]);
const answers = vi.hoisted(() => [] as object[]);

vi.mock('@/api/client', () => ({
  api: {
    POST: (_path: string, init: { body: object }) => {
      asked.push(init.body);
      return Promise.resolve(answers.shift());
    },
  },
  body: (answer: unknown) => answer,
  etag: () => '"1"',
  intention: () => 'key',
}));

beforeEach(() => {
  asked.length = 0;
  answers.length = 0;
});

test('a search that was not through is gone on with from where it came to', async () => {
  answers.push(...Array.from({ length: 10 }, (_, look) => ({ next_cursor: `c${look + 1}` })));
  const came = await scoreNext(new QueryClient(), 'ev_1');
  expect(came).toEqual({ cursor: 'c10' });
  expect(asked.map(({ cursor }) => cursor)).toEqual([
    undefined,
    ...Array.from({ length: 9 }, (_, at) => `c${at + 1}`),
  ]);
  answers.push({ id: 'ev_2', interaction_id: 'int_2' });
  expect(await scoreNext(new QueryClient(), 'ev_1', 'c10')).toEqual({ id: 'ev_2' });
  expect(asked.at(-1)).toEqual({ after: 'ev_1', cursor: 'c10' });
});
