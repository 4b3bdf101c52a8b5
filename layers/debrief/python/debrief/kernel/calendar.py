"""What a day, a week, a month and a quarter are in the account's time zone.

A day goes from midnight to midnight there, whatever the clocks do in between. A week is that of ISO 8601: it begins on
Monday. The zone is an IANA name.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from debrief.kernel.clock import to_utc

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
"""Days that Debrief reckons with. Beyond them lie mistakes, and instants that no zone can tell."""


@cache
def zone(time_zone: str) -> ZoneInfo:
    """The zone of that name."""
    return ZoneInfo(time_zone)


def day_of(instant: datetime, time_zone: str) -> date:
    """The day that it is at `instant`."""
    return instant.astimezone(zone(time_zone)).date()


def start_of_day(day: date, time_zone: str) -> datetime:
    """The instant at which `day` begins.

    Where the clocks jump over midnight it is the moment of the jump; where midnight comes twice, the first one.
    """
    return instant_on(day, time.min, time_zone)


def instant_on(day: date, at: time, time_zone: str) -> datetime:
    """The instant at which clocks show `at` on `day`.

    A time that comes twice, because the clocks are put back, is the first of the two. One that the clocks jump over
    is as long after the jump as it would have been: 02:30 becomes 03:30, as calendars do it (RFC 5545, 3.3.5).
    """
    return to_utc(datetime.combine(day, at, tzinfo=zone(time_zone)).astimezone(UTC))


def next_local(after: datetime, at: time, time_zone: str) -> datetime:
    """The first instant later than `after` at which clocks show `at`: one for each day there."""
    # A time that the clocks jump over may fall on the day after its own.
    day = day_of(after, time_zone) - timedelta(days=1)
    while (found := instant_on(day, at, time_zone)) <= after:
        day += timedelta(days=1)
    return found


def bounds(first: date, last: date, time_zone: str) -> tuple[datetime, datetime]:
    """When the days from `first` to `last`, both included, begin, and when the day after them does."""
    return start_of_day(first, time_zone), start_of_day(last + timedelta(days=1), time_zone)


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the ISO week of `day`."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the calendar month of `day`."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def next_month(instant: datetime, time_zone: str) -> datetime:
    """The instant at which the calendar month after that of `instant` begins."""
    return start_of_day(month_of(day_of(instant, time_zone))[1] + timedelta(days=1), time_zone)


def quarter_of(day: date) -> tuple[date, date]:
    """First and last day of the calendar quarter of `day`."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return first, month_of(date(day.year, first.month + 2, 1))[1]


def last_quarter(today: date) -> tuple[date, date]:
    """First and last day of the calendar quarter that was completed most recently before `today`."""
    return quarter_of(quarter_of(today)[0] - timedelta(days=1))


def is_reckoned(day: date) -> bool:
    """Whether Debrief reckons with `day`."""
    return FIRST_DAY <= day <= LAST_DAY
