import { expect, test } from 'vitest';

const SOURCES = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true });

test('every link that opens a new tab says so', () => {
  const opening = Object.entries(SOURCES).filter(([, text]) => /target="_blank"|target: '_blank'/.test(text));
  expect(opening.length).toBeGreaterThan(5);
  const silent = opening.filter(([, text]) => !/<NewTab \/>|in a new tab/.test(text));
  expect(silent.map(([path]) => path)).toEqual([]);
});
