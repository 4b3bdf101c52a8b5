import { beforeEach, expect, test } from 'vitest';
import { Arrival } from './arriving';
import { isHeld } from '@/parts/useKeys';

let now = 0;
let arrival: Arrival;

beforeEach(() => {
  now = 50_000;
  arrival = new Arrival(() => now);
});

function after(ms: number, open = false, by: 'key' | 'mouse' = 'key') {
  now += ms;
  return arrival.press(by, open);
}

test('a second press that lands in the next draft completes nothing, however often it comes', () => {
  for (let times = 0; times < 20; times++) expect(after(300)).toBe('early');
});

test('a draft without open questions that nobody has looked at is told of first', () => {
  expect(after(1_500)).toBe('unseen');
  expect(after(200)).toBe('early');
  expect(after(1_500)).toBe('heard');
});

test('whoever answered something here is heard at once', () => {
  arrival.act();
  expect(after(1)).toBe('heard');
  expect(after(1)).toBe('heard');
});

test('an open question may be led to', () => {
  expect(after(100, true)).toBe('early');
  expect(after(1_500, true)).toBe('heard');
});

test('a button is seen by whoever hits it, but not twice in one moment', () => {
  expect(after(200, false, 'mouse')).toBe('early');
  expect(after(1_500, false, 'mouse')).toBe('heard');
});

test('the swing of the wheel is none of it; scrolling later is', () => {
  now += 200;
  arrival.scroll();
  expect(after(100)).toBe('early');
  now += 2_000;
  arrival.scroll();
  expect(after(1)).toBe('heard');
});

test('a key that is held repeats moves alone', () => {
  for (const key of ['j', 'K', 'ArrowUp', 'ArrowDown', 'ArrowLeft']) expect(isHeld(key, true)).toBe(false);
  for (const key of ['y', 'n', '1', 'a', 'Backspace', 'Enter', ' ', 'c', 'e', '?']) {
    expect(isHeld(key, true)).toBe(true);
    expect(isHeld(key, false)).toBe(false);
  }
});
