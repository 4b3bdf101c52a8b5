import { expect, test, vi } from 'vitest';

const params = vi.hoisted(() => ({ pairingId: '' }));
vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  getRouteApi: () => ({ useParams: () => params }),
}));
vi.mock('@tanstack/react-query', async (original) => ({
  ...(await original<typeof import('@tanstack/react-query')>()),
  // As it is where both were read before: the one gives way to the other at once.
  useQuery: () => ({ data: { id: params.pairingId } }),
}));

vi.stubGlobal('location', { origin: 'http://localhost' });

const { PairingPage } = await import('./PairingPage');

test('what is typed for one pairing isn’t kept as the next one’s: each has a page of its own', () => {
  const shown = (pairingId: string) => {
    params.pairingId = pairingId;
    return PairingPage();
  };
  const [one, next] = [shown('pa_1'), shown('pa_2')];
  expect(next.type).toBe(one.type);
  expect([one.key, next.key]).toEqual(['pa_1', 'pa_2']);
});
