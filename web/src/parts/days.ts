/**
 * Days as people type them, never guessed. Numbers are read in the person's own order, and 2026-11-25 is always that
 * day. What may be more than one day, or isn't a whole one, is asked about; what is no day is said to be none.
 */
import { MONTHS, daysAfter, sayWholeDay } from './times';

/** In which order somebody writes day, month and year, with what between them, and what they call the months. */
export interface Manner {
  order: 'dmy' | 'mdy' | 'ymd';
  /** "DD/MM/YYYY". */
  shown: string;
  /** Names of months in small letters, by their number. */
  months: readonly (readonly string[])[];
  /** Names of the days of the week in small letters, Sunday first. */
  weekdays: readonly (readonly string[])[];
  /** Words that stand between day, month and year: "25 de noviembre de 2026". */
  between: ReadonlySet<string>;
}

export type Reading =
  | { kind: 'none' }
  | { kind: 'day'; day: string }
  /** One or more days, of which one may be meant. */
  | { kind: 'ask'; days: string[] }
  /** No day; `say` is a sentence about it. */
  | { kind: 'wrong'; say: string };

const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
/** The zeros of digits that people type beside 0–9: Arabic, Persian, Devanagari, Bengali, Thai. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];

/** How people of a locale, such as `en-GB`, write a day. */
export function mannerOf(locale: string): Manner {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, {
      calendar: 'gregory',
      numberingSystem: 'latn',
      timeZone: 'UTC',
      ...options,
    });
  const parts = format({ year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(Date.UTC(2026, 10, 25))
    .map((part) => ({ ...part, value: part.value.replace(MARKS, '') }));
  const order = parts.map(({ type }) => ({ day: 'd', month: 'm', year: 'y' })[type as string] ?? '').join('');
  const shown = parts
    .map(({ type, value }) => ({ day: 'DD', month: 'MM', year: 'YYYY' })[type as string] ?? value)
    .join('')
    .trim();
  const months = MONTHS.map((english, at) => {
    const day = Date.UTC(2026, at, 15);
    const names = (['long', 'short'] as const).map(
      (month) =>
        format({ month, day: 'numeric' })
          .formatToParts(day)
          .find(({ type }) => type === 'month')?.value ?? '',
    );
    return [...new Set([english, ENGLISH[at] ?? '', ...names].map(bare))].filter((name) =>
      /\p{L}/u.test(name),
    );
  });
  const weekdays = WEEKDAYS.map((_, at) => {
    const names = (['long', 'short'] as const).flatMap(
      // The 1st of November 2026 is a Sunday. A name may be of two words: "quarta-feira".
      (weekday) => bare(format({ weekday }).format(Date.UTC(2026, 10, 1 + at))).match(WORDS) ?? [],
    );
    return [...new Set(names)];
  });
  const written = format({ day: 'numeric', month: 'long', year: 'numeric' }).formatToParts(
    Date.UTC(2026, 10, 25),
  );
  const between = new Set(
    written.flatMap(({ type, value }) => (type === 'literal' ? (bare(value).match(WORDS) ?? []) : [])),
  );
  return { order: order === 'dmy' || order === 'mdy' ? order : 'ymd', shown, months, weekdays, between };
}

/**
 * What somebody means who typed `text`.
 *
 * An order that begins with the month is that of browsers nobody has told anything, so a day that could as well be
 * another is asked about there; in the other orders people have said what they use. A weekday beside it decides between
 * days that may be meant, a year that wasn't typed among them, where it fits one of them alone.
 *
 * @param today decides which years are likely where none was typed.
 * @param within the days that can be chosen at all; others are offered only where there is nothing else to offer.
 */
export function readDay(
  text: string,
  manner: Manner,
  today: string,
  within: { min?: string | undefined; max?: string | undefined } = {},
): Reading {
  const plain = plainOf(text);
  if (plain === '') return { kind: 'none' };
  const near = { yesterday: -1, today: 0, tomorrow: 1 }[plain];
  if (near !== undefined) return { kind: 'day', day: daysAfter(today, near) };

  const words = (plain.match(WORDS) ?? []).filter((word) => !manner.between.has(word));
  const numbers = plain.match(/\d+/g) ?? [];
  const unknown = plain.replace(/[\p{L}\p{M}\d\s.,/\-–·]/gu, '');
  const { weekday, named } = namedBy(words, manner);
  if (unknown || named.length > 1 || named.includes(0)) return no(manner);

  const found = named[0] ? withMonth(named[0], numbers, today) : ofNumbers(numbers, manner, today);
  if (found === null) return no(manner);
  const possible = [...new Set(found.days.filter(isDay))];
  const [likely] = possible;
  if (likely === undefined) return { kind: 'wrong', say: impossible(found.days[0], manner) };
  // "Mon 23 Nov": of the days that it may be, the weekday that was typed says which.
  const fitting = possible.filter((day) => weekday === undefined || weekdayAt(day) === weekday);
  const told = weekday !== undefined && possible.length > 1 && fitting.length === 1;
  const days = fitting.length > 0 ? fitting : possible;
  const first = days[0] ?? likely;
  if ((found.sure || told) && days.length === 1 && (weekday === undefined || weekdayAt(first) === weekday)) {
    return { kind: 'day', day: first };
  }
  const allowed = days.filter(
    (day) => (!within.min || day >= within.min) && (!within.max || day <= within.max),
  );
  return { kind: 'ask', days: allowed.length > 0 ? allowed : days };
}

/** Whether what was typed can't become another day by writing on: a 2 at its end may become a 25. */
export function isToItsEnd(text: string): boolean {
  return !/(?<!\d)\d$/.test(digitsOf(text).trim());
}

interface Found {
  /** As 2026-11-25, likely ones first; not all need exist. */
  days: string[];
  /** Whether one that exists is meant for certain. */
  sure: boolean;
}

function withMonth(month: number, numbers: string[], today: string): Found | null {
  const [a, b] = numbers;
  if (numbers.length === 1 && a && a.length <= 2) {
    return { days: years(today, (year) => dayAt(year, month, Number(a))), sure: false };
  }
  if (numbers.length !== 2 || !a || !b) return null;
  if (a.length === 4 && b.length <= 2) return { days: [dayAt(Number(a), month, Number(b))], sure: true };
  if (a.length <= 2 && b.length === 4) return { days: [dayAt(Number(b), month, Number(a))], sure: true };
  if (a.length !== 2 && b.length !== 2) return null;
  return { days: [short(b, month, Number(a)), short(a, month, Number(b))], sure: false };
}

function ofNumbers(numbers: string[], { order }: Manner, today: string): Found | null {
  const [a, b, c] = numbers;
  const lengths = numbers.map((each) => each.length);
  if (numbers.length === 1 && a?.length === 8) return ofEight(a, order);
  if (!a || !b || lengths[1] === undefined || lengths[1] > 2) return null;
  if (c === undefined) {
    if (lengths.some((length) => length > 2)) return null;
    const byDay = years(today, (year) => dayAt(year, Number(b), Number(a)));
    const byMonth = years(today, (year) => dayAt(year, Number(a), Number(b)));
    const days = order === 'dmy' ? byDay : order === 'ymd' ? byMonth : [...byMonth, ...byDay];
    return { days: days.some(isDay) ? days : [...byDay, ...byMonth], sure: false };
  }
  if (numbers.length > 3) return null;
  if (lengths[0] === 4 && c.length <= 2)
    return { days: [dayAt(Number(a), Number(b), Number(c))], sure: true };
  if (lengths[0] !== undefined && lengths[0] > 2) return null;
  if (c.length === 4) return byOrder(Number(a), Number(b), Number(c), order);
  if (c.length > 2) return null;
  // Two digits of a year: likely as they are written here, and nothing is sure.
  const byDay = short(c, Number(b), Number(a));
  const byMonth = short(c, Number(a), Number(b));
  const byYear = short(a, Number(b), Number(c));
  const days = { dmy: [byDay], mdy: [byMonth, byDay], ymd: [byYear] }[order];
  return { days: days.some(isDay) ? days : [byDay, byMonth, byYear], sure: false };
}

/** With its year last: 10/11/2026. */
function byOrder(a: number, b: number, year: number, order: Manner['order']): Found {
  const byDay = dayAt(year, b, a);
  const byMonth = dayAt(year, a, b);
  if (order === 'dmy')
    return isDay(byDay) ? { days: [byDay], sure: true } : { days: [byDay, byMonth], sure: false };
  // Only what can't be read otherwise is sure where the month comes first, and nothing where the year does.
  return { days: [byMonth, byDay], sure: order === 'mdy' && isDay(byMonth) };
}

/** Eight digits: 20261125 as the standard has it, or 25112026. */
function ofEight(text: string, order: Manner['order']): Found {
  const at = (from: number, to: number) => Number(text.slice(from, to));
  const standard = dayAt(at(0, 4), at(4, 6), at(6, 8));
  if (isDay(standard)) return { days: [standard], sure: true };
  const { days } = byOrder(at(0, 2), at(2, 4), at(4, 8), order);
  return { days, sure: false };
}

/** The day in the year that comes next with it, and in the one that had it last. */
function years(today: string, at: (year: number) => string): string[] {
  const year = Number(today.slice(0, 4));
  const around = Array.from({ length: 17 }, (_, n) => at(year - 8 + n)).filter(isDay);
  if (around.length === 0) return [at(year)];
  const next = around.find((day) => day >= today);
  const last = around.filter((day) => day < today).at(-1);
  return [next, last].filter((day) => day !== undefined);
}

const dayAt = (year: number, month: number, day: number) =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

const short = (year: string, month: number, day: number) =>
  year.length === 2 ? dayAt(2000 + Number(year), month, day) : '';

function isDay(day: string): boolean {
  const year = Number(day.slice(0, 4));
  const at = Date.parse(`${day}T00:00:00Z`);
  // February has no 30th, which some engines take for the 2nd of March.
  return (
    year >= FIRST_YEAR &&
    year <= LAST_YEAR &&
    !Number.isNaN(at) &&
    new Date(at).toISOString().slice(0, 10) === day
  );
}

function impossible(day: string | undefined, manner: Manner): string {
  const [year, month, date] = (day ?? '').split('-').map(Number);
  const name = MONTHS[(month ?? 0) - 1];
  if (!year || !name || !date || year < FIRST_YEAR || year > LAST_YEAR || date > 31) return no(manner).say;
  return `There is no ${date} ${name} ${year}.`;
}

function no(manner: Manner): { kind: 'wrong'; say: string } {
  return { kind: 'wrong', say: `Write the day as ${manner.shown}, or as 2026-11-25.` };
}

/** What is asked beside the field. */
export function questionOf(days: readonly string[]): string {
  const [only] = days;
  return days.length === 1 && only ? `Do you mean ${sayWholeDay(only)}?` : 'Which day do you mean?';
}

// Words ---------------------------------------------------------------------------------------------------------------

const ENGLISH = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Marks of direction, which nobody sees. */
const MARKS = /[\u200e\u200f\u061c]/g;

const bare = (text: string) =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase().replace(/\.$/, '').trim();

/** With the digits 0–9 for those of other scripts. */
function digitsOf(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.find((each) => code >= each && code < each + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}

function plainOf(text: string): string {
  return (
    digitsOf(bare(text.replace(MARKS, '')))
      .replace(/[年月日년월일]/g, ' ')
      // "25th of November", and the points of "Wed." and "Nov.".
      .replace(/(\d)(?:st|nd|rd|th)(?!\p{L})/gu, '$1')
      .replace(/(?<!\p{L})(?:of|the)(?!\p{L})/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

const WORDS = /\p{L}[\p{L}\p{M}]*/gu;

/** The day of the week and the months that words name; 0 for a word that names nothing. */
function namedBy(words: string[], manner: Manner): { weekday: number | undefined; named: number[] } {
  const known = words.map((word) => ({ month: monthOf(word, manner), weekday: weekdayOf(word, manner) }));
  // Spanish "mar" is Tuesday and March: of two such words the last is the month.
  const month =
    known.findLast((each) => each.month > 0 && each.weekday < 0) ?? known.findLast((each) => each.month > 0);
  const isDay = (each: (typeof known)[number]) => each !== month && each.weekday >= 0;
  return {
    weekday: known.find(isDay)?.weekday,
    named: known.filter((each) => !isDay(each)).map((each) => each.month),
  };
}

function weekdayOf(word: string, manner: Manner): number {
  const own = manner.weekdays.findIndex((names) => names.includes(word));
  if (own >= 0 || word.length < 3) return own;
  return WEEKDAYS.findIndex((name) => name.startsWith(word) || (word === 'tues' && name === 'tuesday'));
}

const weekdayAt = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();

/** 1–12 for the name of one month, or its beginning; 0 for another word. */
function monthOf(word: string, manner: Manner): number {
  const whole = manner.months.findIndex((names) => names.includes(word));
  if (whole >= 0) return whole + 1;
  if (word.length < 3) return 0;
  const fitting = manner.months.flatMap((names, at) =>
    names.some((name) => name.startsWith(word)) ? [at + 1] : [],
  );
  return fitting.length === 1 ? (fitting[0] ?? 0) : word === 'sept' ? 9 : 0;
}
