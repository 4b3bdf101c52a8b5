import { Text, Tooltip, type TextProps } from '@mantine/core';
import { useTimeZone } from '@/session/me';
import { dayOf, exactInstant, sayDay, sayInstant, sayUntil } from './times';

/** The day that it is in the account's time zone. */
export function useToday(): string {
  return dayOf(new Date(), useTimeZone());
}

/** An instant as people say it, in the account's time zone; exact on hover. */
export function When({ at, ...rest }: { at: string } & TextProps) {
  const zone = useTimeZone();
  return (
    <Tooltip label={exactInstant(at, zone)} events={{ hover: true, focus: false, touch: true }}>
      <Text component="time" dateTime={at} inherit span style={{ whiteSpace: 'nowrap' }} {...rest}>
        {sayInstant(at, zone, new Date())}
      </Text>
    </Tooltip>
  );
}

/**
 * Until when: a time that ends with a day is said as the end of that day; exact on hover.
 *
 * @param due the word before it is "due", after which people say the day alone.
 */
export function Until({ at, due = false }: { at: string; due?: boolean }) {
  const zone = useTimeZone();
  const said = sayUntil(at, zone, new Date());
  return (
    <Tooltip label={exactInstant(at, zone)} events={{ hover: true, focus: false, touch: true }}>
      <Text component="time" dateTime={at} inherit span style={{ whiteSpace: 'nowrap' }}>
        {due ? said.replace(/^the end of /, '') : said}
      </Text>
    </Tooltip>
  );
}

/** A day as people say it. */
export function Day({ day, ...rest }: { day: string } & TextProps) {
  const today = useToday();
  return (
    <Text component="time" dateTime={day} inherit span style={{ whiteSpace: 'nowrap' }} {...rest}>
      {sayDay(day, today)}
    </Text>
  );
}
