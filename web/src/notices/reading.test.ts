import { describe, expect, it } from 'vitest';
import { allRead, nameOfBell, oneRead, sayCount, sayNew } from './reading';

const some = (unread: number, more = false) => ({ unread, more });

describe('the count of the unread', () => {
  it('goes down with each that is read, and never below none', () => {
    expect(oneRead(some(2))).toEqual(some(1));
    expect(oneRead(some(0))).toEqual(some(0));
  });

  it('stays where there are more than can be counted', () => {
    expect(oneRead(some(99, true))).toEqual(some(99, true));
  });

  it('is none when all are read', () => {
    expect(allRead()).toEqual(some(0));
  });

  it('is a number on the bell, and a phrase in its name', () => {
    expect([some(0), some(7), some(99, true)].map(sayCount)).toEqual(['', '7', '99+']);
    expect([some(0), some(7), some(99, true)].map(nameOfBell)).toEqual([
      'Notices',
      'Notices, 7 unread',
      'Notices, more than 99 unread',
    ]);
  });
});

describe('what is said aloud', () => {
  it('is what came since the count was read last', () => {
    expect(sayNew(some(1), some(2))).toBe('1 new notice, 2 unread');
    expect(sayNew(some(1), some(4))).toBe('3 new notices, 4 unread');
    expect(sayNew(some(98), some(99, true))).toBe('1 new notice, more than 99 unread');
  });

  it('is never the same twice, since the same words are said once', () => {
    expect(sayNew(some(1), some(2))).not.toBe(sayNew(some(2), some(3)));
  });

  it('is nothing at first, after reading, and where nobody can count', () => {
    expect(sayNew(undefined, some(5))).toBe('');
    expect(sayNew(some(5), some(4))).toBe('');
    expect(sayNew(some(5), some(5))).toBe('');
    expect(sayNew(some(99, true), some(99, true))).toBe('');
  });
});
