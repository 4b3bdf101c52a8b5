import { beforeEach, expect, test, vi } from 'vitest';
import { ChunkMissing, isMissingChunk, isOfAnother, look, reloadOnce } from './recovering';

const reload = vi.fn();
let kept: Map<string, string>;

beforeEach(() => {
  reload.mockReset();
  kept = new Map();
  vi.stubGlobal('location', { reload });
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  vi.stubGlobal('document', {
    querySelectorAll: () => [{ src: 'https://console.example/assets/index-1.js' }],
  });
});

test.each([
  'Failed to fetch dynamically imported module: https://console.example/assets/PeoplePage-1.js',
  'error loading dynamically imported module',
  'Importing a module script failed.',
  'Unable to preload CSS for /assets/grid-chart-1.css',
])('a browser says that a part is missing: %s', (message) => {
  expect(isMissingChunk(new TypeError(message))).toBe(true);
});

test('another fault is none of it', () => {
  expect(isMissingChunk(new ChunkMissing())).toBe(true);
  expect(isMissingChunk(new TypeError('Failed to fetch'))).toBe(false);
  expect(isMissingChunk('Failed to fetch dynamically imported module')).toBe(false);
});

test('another console is told by the script that it starts with', () => {
  const page = (script: string) => `<script type="module" src="/assets/${script}"></script>`;
  expect(isOfAnother(page('index-1.js'), ['/assets/index-1.js'])).toBe(false);
  expect(isOfAnother(page('index-2.js'), ['/assets/index-1.js'])).toBe(true);
  // Nothing is known of what runs: then nothing is said of it.
  expect(isOfAnother(page('index-2.js'), [])).toBe(false);
});

test.each([
  ['updated', () => Promise.resolve(new Response('<script src="/assets/index-2.js">'))],
  ['there', () => Promise.resolve(new Response('<script src="/assets/index-1.js">'))],
  ['offline', () => Promise.resolve(new Response('', { status: 503 }))],
  ['offline', () => Promise.reject(new TypeError('Failed to fetch'))],
])('what is so: %s', async (found, answer) => {
  vi.stubGlobal('fetch', answer);
  expect(await look()).toBe(found);
});

test('without a network nobody is asked', async () => {
  const asked = vi.fn();
  vi.stubGlobal('fetch', asked);
  vi.stubGlobal('navigator', { onLine: false });
  expect(await look()).toBe('offline');
  expect(asked).not.toHaveBeenCalled();
});

test('the console is read anew once, not over and over', () => {
  expect(reloadOnce(1_000_000)).toBe(true);
  expect(reloadOnce(1_010_000)).toBe(false);
  expect(reload).toHaveBeenCalledOnce();
  expect(reloadOnce(1_070_000)).toBe(true);
});
