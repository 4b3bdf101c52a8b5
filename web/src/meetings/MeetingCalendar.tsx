import {
  ActionIcon,
  Button,
  Group,
  Popover,
  Skeleton,
  Stack,
  Text,
  Title,
  VisuallyHidden,
} from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { MeetingView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Empty } from '@/parts/Empty';
import { Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { dayOf, daysAfter, instantAt, timeOf } from '@/parts/times';
import { toneOf, wordOf } from '@/parts/words';
import { useMe, useTimeZone } from '@/session/me';
import classes from './MeetingCalendar.module.css';
import { WEEKDAYS, monthAfter, monthOf, sayMonth, sayWeekday, weeksOf } from './month';
import { spanQuery, type MeetingFilter } from './queries';
import { STATUS_TONES, STATUS_WORDS, otherIn, titleFor } from './words';

/** So many stand in a day before the rest goes behind a button. */
const IN_A_DAY = 3;

/** A month of 1-to-1s. Days are those of the account's time zone. On a phone, the days on which there are some. */
export function MeetingCalendar({
  filter,
  month: asked,
  onMonth,
}: {
  filter: MeetingFilter;
  month: string | undefined;
  onMonth: (month: string | undefined) => void;
}) {
  const zone = useTimeZone();
  const today = dayOf(new Date(), zone);
  const month = monthOf(asked ?? today);
  const weeks = weeksOf(month);
  const first = weeks[0]?.[0] ?? month;
  const query = useQuery(
    spanQuery({
      ...filter,
      from: instantAt(`${first}T00:00`, zone),
      to: instantAt(`${daysAfter(first, 42)}T00:00`, zone),
    }),
  );
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  return (
    <Sheet
      pad={false}
      title={
        <Title order={2} aria-live="polite">
          {sayMonth(month)}
        </Title>
      }
      actions={
        <>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label="Month before"
            onClick={() => onMonth(monthAfter(month, -1))}
          >
            <IconChevronLeft size={18} />
          </ActionIcon>
          <Button variant="default" size="xs" h={34} onClick={() => onMonth(undefined)}>
            This month
          </Button>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label="Month after"
            onClick={() => onMonth(monthAfter(month, 1))}
          >
            <IconChevronRight size={18} />
          </ActionIcon>
        </>
      }
    >
      <Loaded query={query} skeleton={<Skeleton height={narrow ? 320 : 700} radius={0} />}>
        {(meetings) => {
          const days = new Map<string, MeetingView[]>();
          for (const meeting of meetings) {
            const day = dayOf(meeting.scheduled_at, zone);
            days.set(day, [...(days.get(day) ?? []), meeting]);
          }
          return narrow ? (
            <Agenda month={month} days={days} zone={zone} />
          ) : (
            <Grid month={month} today={today} weeks={weeks} days={days} zone={zone} />
          );
        }}
      </Loaded>
    </Sheet>
  );
}

interface Days {
  month: string;
  days: Map<string, MeetingView[]>;
  zone: string;
}

function Grid({ month, today, weeks, days, zone }: Days & { today: string; weeks: string[][] }) {
  return (
    <table className={classes.grid} aria-label={`1-to-1s in ${sayMonth(month)}`}>
      <thead>
        <tr>
          {WEEKDAYS.map((weekday) => (
            <th key={weekday} scope="col" className={classes.weekday}>
              {weekday.slice(0, 3)}
              <VisuallyHidden>{weekday.slice(3)}</VisuallyHidden>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td
                key={day}
                className={classes.day}
                data-outside={monthOf(day) === month ? undefined : ''}
                aria-current={day === today ? 'date' : undefined}
              >
                <time
                  dateTime={day}
                  className={classes.number}
                  data-today={day === today ? '' : undefined}
                  aria-label={sayWeekday(day)}
                >
                  {Number(day.slice(8))}
                </time>
                <Day day={day} meetings={days.get(day) ?? []} zone={zone} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ day, meetings, zone }: { day: string; meetings: MeetingView[]; zone: string }) {
  const fits = meetings.length <= IN_A_DAY ? IN_A_DAY : IN_A_DAY - 1;
  const rest = meetings.slice(fits);
  if (meetings.length === 0) return null;
  return (
    <>
      <ul className={classes.list} aria-label={sayWeekday(day)}>
        {meetings.slice(0, fits).map((meeting) => (
          <li key={meeting.id}>
            <Meeting meeting={meeting} zone={zone} />
          </li>
        ))}
      </ul>
      {rest.length > 0 && (
        <Popover position="bottom-start" shadow="md" width={260} trapFocus>
          <Popover.Target>
            <Button variant="subtle" size="compact-xs" mt={2}>
              {rest.length} more
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <Text fw={600} size="sm">
              {sayWeekday(day)}
            </Text>
            <ul className={classes.list}>
              {meetings.map((meeting) => (
                <li key={meeting.id}>
                  <Meeting meeting={meeting} zone={zone} />
                </li>
              ))}
            </ul>
          </Popover.Dropdown>
        </Popover>
      )}
    </>
  );
}

function Meeting({ meeting, zone }: { meeting: MeetingView; zone: string }) {
  const me = useMe().person.id;
  const tone = toneOf(STATUS_TONES, meeting.status);
  return (
    <Anchor
      to="/coaching/meetings/$meetingId"
      params={{ meetingId: meeting.id }}
      className={classes.meeting ?? ''}
      title={`${titleFor(meeting, me)}, ${wordOf(STATUS_WORDS, meeting.status).toLowerCase()}`}
      td={meeting.status === 'cancelled' ? 'line-through' : undefined}
      style={{ color: `var(--debrief-${tone}-text)`, background: `var(--debrief-${tone})` }}
    >
      {timeOf(meeting.scheduled_at, zone)} {otherIn(meeting, me)}
      <VisuallyHidden>, {wordOf(STATUS_WORDS, meeting.status).toLowerCase()}</VisuallyHidden>
    </Anchor>
  );
}

/** The month's days that have 1-to-1s, one after the other. */
function Agenda({ month, days, zone }: Days) {
  const me = useMe().person.id;
  const within = [...days].filter(([day]) => monthOf(day) === month);
  if (within.length === 0) {
    return <Empty title="No 1-to-1s in this month">Look at another month, or change the filters.</Empty>;
  }
  return (
    <Stack gap="md" p="md">
      {within.map(([day, meetings]) => (
        <Stack gap="xs" key={day} component="section" aria-label={sayWeekday(day)}>
          <Title order={3}>{sayWeekday(day)}</Title>
          {meetings.map((meeting) => (
            <Group key={meeting.id} gap="xs" justify="space-between" wrap="nowrap">
              <Anchor to="/coaching/meetings/$meetingId" params={{ meetingId: meeting.id }}>
                {timeOf(meeting.scheduled_at, zone)} {otherIn(meeting, me)}
              </Anchor>
              <Tag tone={toneOf(STATUS_TONES, meeting.status)}>{wordOf(STATUS_WORDS, meeting.status)}</Tag>
            </Group>
          ))}
        </Stack>
      ))}
    </Stack>
  );
}
