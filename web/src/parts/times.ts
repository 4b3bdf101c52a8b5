/** Dates and durations as people say them. Days are those of the account's time zone, never of the browser's. */

const DAY_MS = 86_400_000;

const CACHE = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  let made = CACHE.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
    CACHE.set(key, made);
  }
  return made;
}

/** Months as they are written here, and in the reports of the server. Browsers don't agree on "Sep" and "Sept". */
export const MONTHS = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/** "Wed": the weekday of a day. */
export function weekdayOf(day: string): string {
  return WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
}

/** The day of an instant in a time zone, such as 2026-05-01. */
export function dayOf(instant: string | Date, zone: string): string {
  const parts = format(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(
    new Date(instant),
  );
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** `n` days after a day. */
export function daysAfter(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
}

/** "14:05". */
export function timeOf(instant: string, zone: string): string {
  return format(zone, { hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(instant));
}

/**
 * "3 Mar", and "3 Mar 2025" in another year than that of `today`.
 *
 * @param today the day that it is in the account's time zone: on New Year's morning in Tokyo UTC is a year behind.
 */
export function sayDay(day: string, today: string): string {
  return day.slice(0, 4) === today.slice(0, 4) ? dayAndMonth(day) : sayDated(day);
}

/** "3 Mar 2025": with its year, for what is read at any time. */
export function sayDated(day: string): string {
  return `${dayAndMonth(day)} ${day.slice(0, 4)}`;
}

function dayAndMonth(day: string): string {
  return `${Number(day.slice(8, 10))} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ''}`;
}

/** "Wed 25 Nov 2026": nothing is left to think of. */
export function sayWholeDay(day: string): string {
  return `${weekdayOf(day)} ${sayDated(day)}`;
}

/**
 * "today 14:05", "yesterday 09:30", "Tue 3 Mar 14:05" within a week, else "3 Mar 14:05". A weekday never stands alone:
 * last Thursday and next Thursday are called the same.
 */
export function sayInstant(instant: string, zone: string, now: Date): string {
  const day = dayOf(instant, zone);
  const today = dayOf(now, zone);
  const time = timeOf(instant, zone);
  if (day === today) return `today ${time}`;
  if (day === daysAfter(today, -1)) return `yesterday ${time}`;
  if (day === daysAfter(today, 1)) return `tomorrow ${time}`;
  const near = day > daysAfter(today, -7) && day < daysAfter(today, 7);
  if (near) return `${weekdayOf(day)} ${sayDay(day, today)} ${time}`;
  return `${sayDay(day, today)} ${time}`;
}

/**
 * Until when, as it is said: "the end of 7 Dec" of what is over with that day, though the instant is the midnight after it
 * or its last minute; "today", "tomorrow" and "yesterday" for their names. Any other instant as {@link sayInstant} has it.
 */
export function sayUntil(instant: string, zone: string, now: Date): string {
  const day = lastDayOf(instant, zone);
  if (day === null) return sayInstant(instant, zone, now);
  const today = dayOf(now, zone);
  const near = { [-1]: 'yesterday', [0]: 'today', [1]: 'tomorrow' }[daysBetween(today, day)];
  return `the end of ${near ?? sayDay(day, today)}`;
}

/** The day with whose end something ends; null where it ends within a day. */
export function lastDayOf(instant: string, zone: string): string | null {
  const at = new Date(instant);
  const after = dayOf(new Date(at.getTime() + 60_000), zone);
  const before = dayOf(new Date(at.getTime() - 1), zone);
  return before === after ? null : before;
}

function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS);
}

/** "Tuesday, 3 March 2026, 14:05:09 (Europe/Berlin)". */
export function exactInstant(instant: string, zone: string): string {
  const said = format(zone, { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(instant));
  return `${said} (${zone})`;
}

/** "1 Nov – 25 Nov", with their years where these aren't that of `today`: a span of days, both of them in it. */
export function saySpan(first: string, last: string, today: string): string {
  return first === last ? sayDay(first, today) : `${sayDay(first, today)} – ${sayDay(last, today)}`;
}

/**
 * "4:05", or "1:04:05" from an hour on: a place in a recording, and its end beside one. How long something lasted is
 * said by {@link sayDuration}.
 */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/**
 * "6 min 20 s", "45 s", "1 h 5 min": a duration, in tables and sentences alike, to the second, and from an hour on to the minute.
 * Reports written by the server say the same (`duration_text`).
 */
export function sayDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return together([Math.floor(seconds / 60), 'min'], [seconds % 60, 's']);
  const minutes = Math.round(ms / 60_000);
  return together([Math.floor(minutes / 60), 'h'], [minutes % 60, 'min']);
}

function together(...parts: [number, string][]): string {
  return (
    parts
      .filter(([number]) => number)
      .map(([number, unit]) => `${number} ${unit}`)
      .join(' ') || '0 s'
  );
}

/**
 * The instant (ISO, UTC) of a wall-clock time `2026-05-01T14:30` in a time zone. Of a time that is there twice the first;
 * one that the clocks leap over counts on from before the leap, so that a day without a midnight begins when it does.
 * The server says the same (`kernel.calendar.start_of_day`).
 */
export function instantAt(wall: string, zone: string): string {
  const asUtc = Date.parse(`${wall.length === 16 ? `${wall}:00` : wall}Z`);
  // A zone's clocks change once within two days: one of these is its offset before, the other that after.
  const before = asUtc - offsetOf(asUtc - DAY_MS, zone);
  const after = asUtc - offsetOf(asUtc + DAY_MS, zone);
  const there = [before, after].find((at) => at + offsetOf(at, zone) === asUtc);
  return new Date(there ?? before).toISOString();
}

/** The wall-clock time `2026-05-01T14:30` of an instant in a time zone. */
export function wallAt(instant: string, zone: string): string {
  return `${dayOf(instant, zone)}T${timeOf(instant, zone)}`;
}

/** Milliseconds that a zone is ahead of UTC at an instant. */
function offsetOf(at: number, zone: string): number {
  const parts = format(zone, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(at));
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const there = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return there - Math.floor(at / 1000) * 1000;
}
