import { expect, test } from 'vitest';
import type { FurtherRound } from '@/api/schema';
import { DROPPED, sayCheck, sayRepair } from './words';

const round = (some: Partial<FurtherRound>): FurtherRound => ({
  status: 'made',
  reason: '',
  sentence: '',
  asked: 0,
  answered: 0,
  settled: 0,
  ...some,
});

test('what became of places written anew is counted', () => {
  expect(sayRepair(round({ status: 'not_needed' }))).toBe('Not needed');
  expect(sayRepair(round({ asked: 3, settled: 2 }))).toBe('2 of 3 places mended');
  expect(sayRepair(round({ status: 'not_made', asked: 1, sentence: 'The budget is spent.' }))).toBe(
    'Not made for 1 place. The budget is spent.',
  );
});

test('a second check that was not made, or not of everything, says so and why', () => {
  expect(sayCheck(round({ asked: 40, settled: 38 }))).toBe('38 of 40 sentences borne out');
  expect(sayCheck(round({ status: 'off' }))).toBe('Switched off in the settings');
  expect(sayCheck(round({ status: 'not_made', asked: 40, sentence: 'The budget is spent.' }))).toBe(
    'Not made. The budget is spent.',
  );
  expect(
    sayCheck(round({ status: 'not_made', asked: 40, settled: 20, sentence: 'There was no time left.' })),
  ).toBe('20 of 40 sentences borne out, the rest not checked. There was no time left.');
  expect(
    sayCheck(
      round({
        status: 'not_made',
        asked: 40,
        answered: 20,
        settled: 18,
        sentence: 'There was no time left.',
      }),
    ),
  ).toBe('20 of 40 sentences checked, 18 borne out, 2 left out. There was no time left.');
});

test('what the second check leaves out is told in words of its own', () => {
  expect(DROPPED.unsupported[0]).toContain('second check');
});
