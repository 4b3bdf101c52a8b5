import { expect, test } from 'vitest';
import type { AreaDraft } from '@/api/schema';
import { areaOf, inPlaceOf, withArea } from './areas';

const GREETS: AreaDraft = { name: 'Greets the customer', scorecard_id: 'sc_1', question_id: 'a' };

test('what is typed is the question that is called so, and else words', () => {
  expect(areaOf('  greets the CUSTOMER ', [GREETS])).toBe(GREETS);
  expect(areaOf(' Pace ', [GREETS])).toEqual({ name: 'Pace' });
  expect(areaOf('Greets the customer', [])).toEqual({ name: 'Greets the customer' });
});

test('an area is there once', () => {
  expect(withArea([GREETS], { ...GREETS })).toEqual([GREETS]);
  expect(withArea([{ name: 'Pace' }], { name: 'pace' })).toEqual([{ name: 'Pace' }]);
  expect(withArea([GREETS], { name: 'Pace' })).toEqual([GREETS, { name: 'Pace' }]);
});

test('words give their place to the question they turned out to mean, unless they were taken out', () => {
  const words = { name: 'greets the customer' };
  expect(inPlaceOf([{ name: 'Pace' }, words], words, GREETS)).toEqual([{ name: 'Pace' }, GREETS]);
  expect(inPlaceOf([GREETS, words], words, GREETS)).toEqual([GREETS]);
  expect(inPlaceOf([{ name: 'Pace' }], words, GREETS)).toEqual([{ name: 'Pace' }]);
});
