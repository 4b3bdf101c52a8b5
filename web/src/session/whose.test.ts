import { beforeEach, expect, test, vi } from 'vitest';

const PLACE = 'CognitoIdentityServiceProvider.client';
let window: EventTarget;
let storage: Record<string, string>;
let gone: ReturnType<typeof vi.fn<() => void>>;
let again: ReturnType<typeof vi.fn<() => void>>;

/** A document that has been shown to `sub` so far, or to nobody yet. */
async function shownTo(sub?: string) {
  const { isTheirs, watchOthers, tellOthers } = await import('./whose');
  watchOthers(gone, again);
  if (sub) isTheirs(sub);
  return { isTheirs, tellOthers };
}

beforeEach(() => {
  vi.resetModules();
  window = new EventTarget();
  storage = {};
  gone = vi.fn();
  again = vi.fn();
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => storage[key] ?? null,
    setItem: (key: string, value: string) => (storage[key] = value),
  });
});

/** A token as Cognito signs it, without a signature. */
function tokenOf(sub: string): string {
  const part = (of: object) => btoa(JSON.stringify(of)).replaceAll('=', '');
  return `${part({ alg: 'RS256' })}.${part({ sub, iat: 0, exp: 1 })}.signature`;
}

const stored = (key: string, newValue: string | null) =>
  window.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }));

test('nothing goes out under the name of somebody else than whose pages these are', async () => {
  const { isTheirs } = await shownTo('a');
  expect(isTheirs('a')).toBe(true);
  expect(gone).not.toHaveBeenCalled();
  expect(isTheirs('b')).toBe(false);
  expect(gone).toHaveBeenCalledOnce();
});

test('another tab in which somebody else signs in ends these pages', async () => {
  await shownTo('a');
  stored(`${PLACE}.b.accessToken`, tokenOf('b'));
  expect(gone).toHaveBeenCalledOnce();
  expect(again).not.toHaveBeenCalled();
});

test('another tab in which the same person goes on, or whose session has run out, does not', async () => {
  await shownTo('a');
  stored(`${PLACE}.a.accessToken`, null);
  stored(`${PLACE}.LastAuthUser`, null);
  expect(again).not.toHaveBeenCalled();
  stored(`${PLACE}.a.accessToken`, tokenOf('a'));
  expect(gone).not.toHaveBeenCalled();
  expect(again).toHaveBeenCalledOnce();
});

test('another tab in which the person signs out ends these pages', async () => {
  const { tellOthers } = await shownTo('a');
  tellOthers();
  stored('debrief.left', storage['debrief.left'] ?? null);
  expect(gone).toHaveBeenCalledOnce();
});

test('a page that is gone back to has heard nothing, and looks', async () => {
  const { tellOthers } = await shownTo('a');
  const back = () => window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  back();
  expect(gone).not.toHaveBeenCalled();
  tellOthers();
  back();
  expect(gone).toHaveBeenCalledOnce();
});

test('a sign-in that nobody has used yet stays', async () => {
  await shownTo();
  stored('debrief.left', 'now');
  stored(`${PLACE}.b.accessToken`, tokenOf('b'));
  expect(gone).not.toHaveBeenCalled();
});
