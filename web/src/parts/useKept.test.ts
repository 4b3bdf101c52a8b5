import { expect, test } from 'vitest';
import { isUnsaved } from './useKept';

test('whoever leaves something unsaved is told, and nobody else', () => {
  expect(isUnsaved({ text: 'Well done' }, { text: '' }, '{}')).toBe(true);
  expect(isUnsaved({ text: '' }, { text: '' }, '{}')).toBe(false);
  // Saved, or forgotten with the sign-out.
  expect(isUnsaved('Well done', '', null)).toBe(false);
});
