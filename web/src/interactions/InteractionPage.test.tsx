import { expect, test, vi } from 'vitest';

const params = vi.hoisted(() => ({ interactionId: '' }));
vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  getRouteApi: () => ({ useParams: () => params }),
}));

vi.stubGlobal('location', { origin: 'http://localhost' });

const { InteractionPage } = await import('./InteractionPage');

test('each interaction has a page of its own, so that nothing begun on one stands on the next', () => {
  const shown = (interactionId: string) => {
    params.interactionId = interactionId;
    return InteractionPage();
  };
  const [one, next] = [shown('in_1'), shown('in_2')];
  expect(next.type).toBe(one.type);
  expect([one.key, next.key]).toEqual(['in_1', 'in_2']);
});
