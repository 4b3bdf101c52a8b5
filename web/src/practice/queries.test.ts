import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test, vi } from 'vitest';

const answers = vi.hoisted((): { of: Record<string, unknown> } => ({ of: {} }));
vi.mock('@/api/client', () => ({
  api: { GET: (path: string) => Promise.resolve(answers.of[path]) },
  body: (call: Promise<unknown>) => call,
  etag: () => '',
}));
const { attemptQuery, attemptsQuery, isScoring, practiceQuery, scenarioQuery } = await import('./queries');

const SCENARIO = '/practice/{scenario_id}';
const ATTEMPTS = '/practice/{scenario_id}/attempts';
const ATTEMPT = '/practice/{scenario_id}/attempts/{attempt_id}';
let client: QueryClient;
const isOld = (queryKey: readonly unknown[]) => client.getQueryState(queryKey)?.isInvalidated;

beforeEach(() => {
  client = new QueryClient();
  answers.of = {};
});

test('once an attempt has its score, how its scenario stands is read anew', async () => {
  const [scenario, attempts] = [scenarioQuery('ps_1').queryKey, attemptsQuery('ps_1').queryKey];
  client.setQueryData(scenario, { state: 'approved' } as never);
  client.setQueryData(attempts, { pages: [{ items: [] }], pageParams: [undefined] });
  const read = async (state: string) => {
    answers.of[ATTEMPT] = { state };
    await client.query(attemptQuery('ps_1', 'pa_1'));
  };
  await read('scoring');
  await read('scoring');
  expect([isOld(scenario), isOld(attempts)]).toEqual([false, false]);
  await read('scored');
  expect([isOld(scenario), isOld(attempts)]).toEqual([true, true]);
});

test('the same where the list of attempts hears of it first, and it is asked no longer then', async () => {
  const scenario = scenarioQuery('ps_1').queryKey;
  client.setQueryData(scenario, { state: 'approved' } as never);
  const query = attemptsQuery('ps_1');
  const read = async (state: string) => {
    answers.of[ATTEMPTS] = { items: [{ state }], next_cursor: null };
    return client.infiniteQuery({ ...query, staleTime: 0 });
  };
  expect(isScoring(await read('scoring'))).toBe(true);
  expect(isOld(scenario)).toBe(false);
  expect(isScoring(await read('scored'))).toBe(false);
  expect(isOld(scenario)).toBe(true);
});

test('a scenario that the model has written is listed as it stands now', async () => {
  const list = practiceQuery({}).queryKey;
  client.setQueryData(list, { pages: [{ items: [] }], pageParams: [undefined] });
  for (const state of ['drafting', 'drafting', 'waiting']) {
    expect(isOld(list)).toBe(false);
    answers.of[SCENARIO] = { state };
    await client.query({ ...scenarioQuery('ps_1'), staleTime: 0 });
  }
  expect(isOld(list)).toBe(true);
});
