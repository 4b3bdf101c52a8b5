import { expect, test } from 'vitest';
import { channelsLike, inquiriesLike, inquiriesWith } from './inquiries';

const ALL = ['Address change', 'Late delivery', 'Delivery damaged', 'Frais de livraison élevés'];

test('an inquiry is found by parts of its words, in any order and whatever their case and accents', () => {
  expect(inquiriesLike('late deliv', ALL, 4)).toEqual(['Late delivery']);
  expect(inquiriesLike('DELIV late', ALL, 4)).toEqual(['Late delivery']);
  expect(inquiriesLike('eleves', ALL, 4)).toEqual(['Frais de livraison élevés']);
});

test('an inquiry that a vendor gave is found beside those of the account, once', () => {
  const all = inquiriesWith(ALL, [
    { inquiry: ['Roaming in Iceland', 'Late delivery'] },
    { inquiry: [] },
    { inquiry: ['Roaming in Iceland'] },
  ]);
  expect(all).toEqual([...ALL, 'Roaming in Iceland']);
  expect(inquiriesLike('iceland', all, 4)).toEqual(['Roaming in Iceland']);
});

test('what begins so stands first, and no more than are wanted are told', () => {
  expect(inquiriesLike('deliv', ALL, 4)).toEqual(['Delivery damaged', 'Late delivery']);
  expect(inquiriesLike('deliv', ALL, 1)).toEqual(['Delivery damaged']);
});

test('nothing typed, or a word that none has, finds nothing', () => {
  expect(inquiriesLike('  ', ALL, 4)).toEqual([]);
  expect(inquiriesLike('late refund', ALL, 4)).toEqual([]);
});

test('letters that do not come apart are typed as any keyboard has them', () => {
  expect(inquiriesLike('zwrot oplaty', ['Zwrot opłaty'], 4)).toEqual(['Zwrot opłaty']);
  expect(inquiriesLike('Strassen', ['Straßenname'], 4)).toEqual(['Straßenname']);
});

test('what is headed by its channel is found by that heading', () => {
  const channels = (typed: string) => channelsLike(typed).map(({ channel }) => channel);
  expect(channels('offline')).toEqual(['offline']);
  expect(channels('Offline conversation, Orders, Thu 26 Nov 14:08')).toEqual(['offline']);
  expect(channels('e-mail')).toEqual(['email']);
  expect(channels('email')).toEqual(['email']);
  expect(channels('Call, Orders')).toEqual(['voice']);
  expect(channels('al')).toEqual([]);
  expect(channels('late delivery')).toEqual([]);
});
