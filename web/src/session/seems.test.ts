import { beforeEach, expect, test, vi } from 'vitest';

const PLACE = 'CognitoIdentityServiceProvider.client';
let storage: Record<string, string>;
const ask = vi.fn<(address: string, how: { headers: Record<string, string> }) => Promise<Response>>();

beforeEach(() => {
  vi.resetModules();
  ask.mockReset().mockImplementation(() => Promise.resolve(Response.json({ person: 'Ada' })));
  storage = { [`${PLACE}.LastAuthUser`]: 'a', [`${PLACE}.a.accessToken`]: 'token-a' };
  Object.defineProperty(storage, 'getItem', { value: (key: string) => storage[key] ?? null });
  vi.stubGlobal('localStorage', storage);
  vi.stubGlobal('fetch', ask);
});

test('who is there is asked once, with the token that lies here', async () => {
  const { answeredAhead, askAhead, seemsSignedIn } = await import('./seems');
  expect(seemsSignedIn()).toBe(true);
  askAhead();
  expect(ask).toHaveBeenCalledExactlyOnceWith('/api/me', { headers: { Authorization: 'Bearer token-a' } });
  expect(await answeredAhead('token-a')).toEqual({ person: 'Ada' });
  expect(await answeredAhead('token-a')).toBeUndefined();
});

test('what was asked with another token, or refused, or not answered, is not taken', async () => {
  const { answeredAhead, askAhead } = await import('./seems');
  askAhead();
  expect(await answeredAhead('token-b')).toBeUndefined();
  ask.mockResolvedValueOnce(new Response('', { status: 401 }));
  askAhead();
  expect(await answeredAhead('token-a')).toBeUndefined();
  ask.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  askAhead();
  expect(await answeredAhead('token-a')).toBeUndefined();
});

test('nobody is asked about who is not signed in', async () => {
  Reflect.deleteProperty(storage, `${PLACE}.a.accessToken`);
  const { answeredAhead, askAhead, seemsSignedIn } = await import('./seems');
  askAhead();
  expect(seemsSignedIn()).toBe(false);
  expect(ask).not.toHaveBeenCalled();
  expect(await answeredAhead(null)).toBeUndefined();
});
