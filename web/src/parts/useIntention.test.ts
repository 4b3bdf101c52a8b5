import { expect, test, vi } from 'vitest';

vi.stubGlobal('location', { origin: 'https://debrief.example' });
const { intentions } = await import('./useIntention');

test('the very same is tried again under its key, anything else under another', () => {
  const keyOf = intentions();
  const first = keyOf({ title: 'Listen to two calls', due_date: null });
  expect(keyOf({ title: 'Listen to two calls', due_date: null })).toBe(first);
  const second = keyOf({ title: 'Listen to three calls', due_date: null });
  expect(second).not.toBe(first);
  // Back to what may have been taken already.
  expect(keyOf({ title: 'Listen to two calls', due_date: null })).toBe(first);
  expect(intentions()({ title: 'Listen to two calls', due_date: null })).not.toBe(first);
});
