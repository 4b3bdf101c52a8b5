import { expect, test } from 'vitest';
import { inquiriesLike } from './inquiries';

const ALL = ['Address change', 'Late delivery', 'Delivery damaged', 'Frais de livraison élevés'];

test('an inquiry is found by parts of its words, in any order and whatever their case and accents', () => {
  expect(inquiriesLike('late deliv', ALL, 4)).toEqual(['Late delivery']);
  expect(inquiriesLike('DELIV late', ALL, 4)).toEqual(['Late delivery']);
  expect(inquiriesLike('eleves', ALL, 4)).toEqual(['Frais de livraison élevés']);
});

test('what begins so stands first, and no more than are wanted are told', () => {
  expect(inquiriesLike('deliv', ALL, 4)).toEqual(['Delivery damaged', 'Late delivery']);
  expect(inquiriesLike('deliv', ALL, 1)).toEqual(['Delivery damaged']);
});

test('nothing typed, or a word that none has, finds nothing', () => {
  expect(inquiriesLike('  ', ALL, 4)).toEqual([]);
  expect(inquiriesLike('late refund', ALL, 4)).toEqual([]);
});
