import { beforeEach, expect, test, vi } from 'vitest';
import { whenBack } from './back';
import { setSignedOut } from './signedOut';

let window: EventTarget;

beforeEach(() => {
  window = new EventTarget();
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
  vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window));
});

test('what waits goes on its way with the connection, and with the session', () => {
  const save = vi.fn();
  const stop = whenBack(save);
  setSignedOut(false);
  expect(save).not.toHaveBeenCalled();
  window.dispatchEvent(new Event('online'));
  expect(save).toHaveBeenCalledTimes(1);
  setSignedOut(true);
  expect(save).toHaveBeenCalledTimes(1);
  setSignedOut(false);
  expect(save).toHaveBeenCalledTimes(2);
  stop();
  setSignedOut(true);
  setSignedOut(false);
  window.dispatchEvent(new Event('online'));
  expect(save).toHaveBeenCalledTimes(2);
});
