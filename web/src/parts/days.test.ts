import { describe, expect, it, test } from 'vitest';
import { isToItsEnd, mannerOf, questionOf, readDay, type Reading } from './days';

const BRITISH = mannerOf('en-GB');
const AMERICAN = mannerOf('en-US');
const GERMAN = mannerOf('de-DE');
const SWEDISH = mannerOf('sv-SE');
const ALL = [BRITISH, AMERICAN, GERMAN, SWEDISH, mannerOf('ja-JP'), mannerOf('ar-EG'), mannerOf('fa-IR')];
const TODAY = '2026-11-27';

const day = (of: string): Reading => ({ kind: 'day', day: of });
const ask = (...days: string[]): Reading => ({ kind: 'ask', days });

describe('the order that a person writes in', () => {
  it('is their browser’s, and shown', () => {
    expect([BRITISH.order, BRITISH.shown]).toEqual(['dmy', 'DD/MM/YYYY']);
    expect([AMERICAN.order, AMERICAN.shown]).toEqual(['mdy', 'MM/DD/YYYY']);
    expect([GERMAN.order, GERMAN.shown]).toEqual(['dmy', 'DD.MM.YYYY']);
    expect([SWEDISH.order, SWEDISH.shown]).toEqual(['ymd', 'YYYY-MM-DD']);
    expect(mannerOf('ja-JP').order).toBe('ymd');
    expect(mannerOf('ar-EG').order).toBe('dmy');
    expect(mannerOf('fa-IR').order).toBe('ymd');
  });

  it.each([
    ['10/11/2026', '2026-11-10'],
    ['10.11.2026', '2026-11-10'],
    ['10-11-2026', '2026-11-10'],
    ['1 / 2 / 2026', '2026-02-01'],
  ])('%s is read in it', (text, as) => {
    expect(readDay(text, BRITISH, TODAY)).toEqual(day(as));
    expect(readDay(text, GERMAN, TODAY)).toEqual(day(as));
  });
});

describe('what can be no other day', () => {
  it.each([
    ['2026-11-25', '2026-11-25'],
    ['2026/11/05', '2026-11-05'],
    ['20261105', '2026-11-05'],
    ['20 Nov 2026', '2026-11-20'],
    ['20 november 2026', '2026-11-20'],
    ['Nov 20, 2026', '2026-11-20'],
    ['20th of November 2026', '2026-11-20'],
    ['20-Nov-2026', '2026-11-20'],
    ['3 Sept 2026', '2026-09-03'],
    ['3 Sep. 2026', '2026-09-03'],
    ['Fri 20 Nov 2026', '2026-11-20'],
    ['٢٠٢٦-١١-٢٥', '2026-11-25'],
    ['2026年11月5日', '2026-11-05'],
    ['2026년 11월 5일', '2026-11-05'],
    ['29 Feb 2028', '2028-02-29'],
    ['today', '2026-11-27'],
    ['Tomorrow', '2026-11-28'],
    ['yesterday', '2026-11-26'],
  ])('%s is that day for everybody', (text, as) => {
    for (const manner of ALL) expect(readDay(text, manner, TODAY)).toEqual(day(as));
  });

  it('has months in the person’s own words too', () => {
    expect(readDay('5. März 2026', GERMAN, TODAY)).toEqual(day('2026-03-05'));
    expect(readDay('5. Dez. 2026', GERMAN, TODAY)).toEqual(day('2026-12-05'));
  });

  it.each([
    ['de-DE', 'Mi., 25.11.2026'],
    ['de-DE', 'Mittwoch, 25. November 2026'],
    ['es-ES', '25 de noviembre de 2026'],
    ['es-ES', 'miércoles, 25 de noviembre de 2026'],
    ['pt-BR', '25 de novembro de 2026'],
    ['fr-FR', 'mercredi 25 novembre 2026'],
    ['sv-SE', 'ons 25 nov 2026'],
  ])('and days of the week and what stands between, in %s: %s', (locale, text) => {
    expect(readDay(text, mannerOf(locale), TODAY)).toEqual(day('2026-11-25'));
  });

  it('tells a day of the week from a month of the same name', () => {
    const spanish = mannerOf('es-ES');
    expect(readDay('10 mar 2026', spanish, TODAY)).toEqual(day('2026-03-10'));
    expect(readDay('mar, 10 mar 2026', spanish, TODAY)).toEqual(day('2026-03-10'));
    expect(readDay('mar, 24 nov 2026', spanish, TODAY)).toEqual(day('2026-11-24'));
    expect(readDay('mar, 25 nov 2026', spanish, TODAY)).toEqual(ask('2026-11-25'));
  });

  it('reads whatever this person’s browser writes, in full and in short', () => {
    for (const locale of [
      'en-GB',
      'en-US',
      'de-DE',
      'es-ES',
      'fr-FR',
      'it-IT',
      'pt-PT',
      'sv-SE',
      'nl-NL',
      'pl-PL',
    ]) {
      for (const dateStyle of ['full', 'long', 'medium'] as const) {
        const at = new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' }).format(
          Date.UTC(2026, 10, 25),
        );
        expect([locale, at, readDay(at, mannerOf(locale), TODAY)]).toEqual([locale, at, day('2026-11-25')]);
      }
    }
  });
});

describe('what may be another day is asked about', () => {
  it('where the month comes first, which is what a browser says that nobody told anything', () => {
    expect(readDay('10/11/2026', AMERICAN, TODAY)).toEqual(ask('2026-10-11', '2026-11-10'));
    expect(readDay('11/11/2026', AMERICAN, TODAY)).toEqual(day('2026-11-11'));
    expect(readDay('11/20/2026', AMERICAN, TODAY)).toEqual(day('2026-11-20'));
    expect(readDay('20/11/2026', AMERICAN, TODAY)).toEqual(ask('2026-11-20'));
  });

  it('where it doesn’t fit the person’s order', () => {
    expect(readDay('11/20/2026', BRITISH, TODAY)).toEqual(ask('2026-11-20'));
    expect(readDay('10/11/2026', SWEDISH, TODAY)).toEqual(ask('2026-10-11', '2026-11-10'));
    expect(readDay('25112026', BRITISH, TODAY)).toEqual(ask('2026-11-25'));
  });

  it('where its year is missing, or half of it', () => {
    expect(readDay('20 Nov', BRITISH, TODAY)).toEqual(ask('2027-11-20', '2026-11-20'));
    expect(readDay('28 Nov', BRITISH, TODAY)).toEqual(ask('2026-11-28', '2025-11-28'));
    expect(readDay('10/12', BRITISH, TODAY)).toEqual(ask('2026-12-10', '2025-12-10'));
    expect(readDay('29 Feb', BRITISH, TODAY)).toEqual(ask('2028-02-29', '2024-02-29'));
    expect(readDay('10/11/26', BRITISH, TODAY)).toEqual(ask('2026-11-10'));
    expect(readDay('10/11/26', AMERICAN, TODAY)).toEqual(ask('2026-10-11', '2026-11-10'));
    expect(readDay('20 Nov 26', BRITISH, TODAY)).toEqual(ask('2026-11-20', '2020-11-26'));
  });

  it('where the weekday is another', () => {
    expect(readDay('Mon 20 Nov 2026', BRITISH, TODAY)).toEqual(ask('2026-11-20'));
  });

  it('unless the weekday says which of them is meant', () => {
    expect(readDay('Mon 23 Nov', BRITISH, TODAY)).toEqual(day('2026-11-23'));
    expect(readDay('Tue 23 Nov', BRITISH, TODAY)).toEqual(day('2027-11-23'));
    expect(readDay('Sat 28 Nov', BRITISH, TODAY)).toEqual(day('2026-11-28'));
    expect(readDay('Tue 10/11/2026', AMERICAN, TODAY)).toEqual(day('2026-11-10'));
    expect(readDay('Sun 10/11/2026', AMERICAN, TODAY)).toEqual(day('2026-10-11'));
    // It fits neither: nothing is guessed.
    expect(readDay('Wed 23 Nov', BRITISH, TODAY)).toEqual(ask('2027-11-23', '2026-11-23'));
  });

  it('offers what can be chosen, as long as there is any', () => {
    expect(readDay('20 Nov', BRITISH, TODAY, { min: TODAY })).toEqual(ask('2027-11-20'));
    expect(readDay('20 Nov', BRITISH, TODAY, { max: TODAY })).toEqual(ask('2026-11-20'));
    expect(readDay('20 Nov', BRITISH, TODAY, { min: '2030-01-01' })).toEqual(ask('2027-11-20', '2026-11-20'));
  });

  it('in a sentence', () => {
    expect(questionOf(['2026-11-20'])).toBe('Do you mean Fri 20 Nov 2026?');
    expect(questionOf(['2026-11-20', '2027-11-20'])).toBe('Which day do you mean?');
  });
});

describe('what is being typed', () => {
  it.each(['2026-11-2', '2026 Nov 2', '2026/1/1', '٢٠٢٦-١١-٢'])('%s may be written on', (text) => {
    expect(isToItsEnd(text)).toBe(false);
  });

  it.each(['2026-11-25', '2026-11-02', '20261105', '2 Nov 2026', '1/2/2026', 'today', '2026年11月5日'])(
    '%s is written to its end',
    (text) => expect(isToItsEnd(text)).toBe(true),
  );
});

describe('what is no day', () => {
  it.each([
    ['31/04/2026', 'There is no 31 Apr 2026.'],
    ['2026-02-30', 'There is no 30 Feb 2026.'],
    ['soon', 'Write the day as DD/MM/YYYY, or as 2026-11-25.'],
    ['Nov 2026', 'Write the day as DD/MM/YYYY, or as 2026-11-25.'],
    ['11/2026', 'Write the day as DD/MM/YYYY, or as 2026-11-25.'],
    ['20', 'Write the day as DD/MM/YYYY, or as 2026-11-25.'],
    ['0026-11-20', 'Write the day as DD/MM/YYYY, or as 2026-11-25.'],
    ['20 Nov 2026 10:00', 'Write the day as DD/MM/YYYY, or as 2026-11-25.'],
    ['20 Ju 2026', 'Write the day as DD/MM/YYYY, or as 2026-11-25.'],
  ])('%s: %s', (text, say) => {
    expect(readDay(text, BRITISH, TODAY)).toEqual({ kind: 'wrong', say });
  });
});

test('nothing is nothing', () => {
  expect(readDay('  ', BRITISH, TODAY)).toEqual({ kind: 'none' });
});

test('no text of numbers becomes a day that isn’t written in it', () => {
  const strange: string[] = [];
  for (const manner of [BRITISH, AMERICAN, SWEDISH]) {
    for (let a = 0; a <= 33; a++) {
      for (let b = 0; b <= 33; b++) {
        for (const text of [`${a}/${b}/2026`, `2026-${a}-${b}`, `${a}/${b}`, `${a}/${b}/27`]) {
          const read = readDay(text, manner, TODAY);
          const days = read.kind === 'day' ? [read.day] : read.kind === 'ask' ? read.days : [];
          const numbers = text.split(/\D/).map(Number);
          const written = (each: string) =>
            each
              .split('-')
              .slice(1)
              .every((part) => numbers.includes(Number(part)));
          if (!days.every(written)) strange.push(`${text} as ${days.join()}`);
        }
      }
    }
  }
  expect(strange).toEqual([]);
});
