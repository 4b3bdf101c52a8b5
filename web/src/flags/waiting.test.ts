import { expect, test, vi } from 'vitest';

vi.mock('@/api/client', () => ({ api: {}, body: vi.fn() }));
const { sayWaiting } = await import('./waiting');

test('what was counted up to a bound says that there may be more', () => {
  expect(sayWaiting(0, 0)).toBe('0');
  expect(sayWaiting(3, 98)).toBe('101');
  expect(sayWaiting(99)).toBe('99+');
  expect(sayWaiting(99, 4)).toBe('103+');
});
