import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test, vi } from 'vitest';
import { keptPlace } from './kept';
import { leave } from './leave';

const cognito = vi.hoisted(() => ({
  signOut: vi.fn<() => Promise<void>>(),
  clearTokens: vi.fn<() => Promise<void>>(),
}));
vi.mock('@aws-amplify/auth', () => ({ signOut: cognito.signOut, fetchAuthSession: vi.fn() }));
vi.mock('@aws-amplify/auth/cognito', () => ({
  cognitoUserPoolsTokenProvider: { tokenOrchestrator: { clearTokens: cognito.clearTokens } },
}));

const THEME = 'debrief.theme';
const kept = () => sessionStorage as unknown as Record<string, string>;
const tell = vi.fn<(key: string, value: string) => void>();
const never = () => new Promise<void>(() => undefined);
let window: EventTarget & { location: { assign: (address: string) => void; reload: () => void } };
let client: QueryClient;
let goToSignIn: () => Promise<void>;

/** A browser in which somebody has read and typed something. */
beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  cognito.clearTokens.mockResolvedValue();
  const storage = { [keptPlace('meeting-notes.mt_1')]: 'Praise more', [THEME]: 'dark' };
  Object.defineProperty(storage, 'removeItem', {
    value: (key: string) => Reflect.deleteProperty(storage, key),
  });
  window = Object.assign(new EventTarget(), { location: { assign: vi.fn(), reload: vi.fn() } });
  vi.stubGlobal('sessionStorage', storage);
  vi.stubGlobal('localStorage', { setItem: tell });
  vi.stubGlobal('location', window.location);
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
  vi.stubGlobal('navigator', { onLine: true });
  client = new QueryClient();
  client.setQueryData(['me'], { name: 'Ada' });
  goToSignIn = vi.fn(() => Promise.resolve());
});

const left = () => ({ kept: Object.keys(kept()), read: client.getQueryCache().getAll().length });

test.each([
  ['answers', () => Promise.resolve()],
  ['refuses', () => Promise.reject(new Error('NotAuthorizedException'))],
  ['cannot be reached', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['never answers', never],
])('nothing of the person is left when Cognito %s', async (_, signOut) => {
  cognito.signOut.mockImplementation(signOut);
  const leaving = leave(client, goToSignIn);
  await vi.runAllTimersAsync();
  await leaving;
  expect(left()).toEqual({ kept: [THEME], read: 0 });
  expect(cognito.clearTokens).toHaveBeenCalled();
  // The other tabs hear of it.
  expect(tell).toHaveBeenCalledOnce();
  expect(window.location.assign).toHaveBeenCalledExactlyOnceWith('/sign-in');
});

test('without a network the sign-in is shown by the console itself, and read anew once there is one', async () => {
  vi.stubGlobal('navigator', { onLine: false });
  cognito.signOut.mockRejectedValue(new TypeError('Failed to fetch'));
  // What leaves the screen keeps what was typed last.
  goToSignIn = vi.fn(() => {
    kept()[keptPlace('evaluation.ev_1')] = 'Half an answer';
    return Promise.resolve();
  });
  await leave(client, goToSignIn);
  expect(goToSignIn).toHaveBeenCalledOnce();
  expect(left()).toEqual({ kept: [THEME], read: 0 });
  expect(window.location.assign).not.toHaveBeenCalled();

  kept()[keptPlace('evaluation.ev_1')] = 'Saving did not work';
  window.dispatchEvent(new Event('online'));
  expect(left()).toEqual({ kept: [THEME], read: 0 });
  expect(window.location.reload).toHaveBeenCalledOnce();
});
