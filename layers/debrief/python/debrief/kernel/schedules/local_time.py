"""When a clock on the wall shows a time: for work that is due at nine in the morning where the account is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from debrief.kernel.clock import to_utc


def instant_on(day: date, at: time, time_zone: str) -> datetime:
    """The instant at which it is `at` on `day` in `time_zone`.

    A time that comes twice, because the clocks are put back, is the first of the two. One that the clocks jump over
    is as long after the jump as it would have been: 02:30 becomes 03:30, as calendars do it (RFC 5545, 3.3.5).
    """
    return to_utc(datetime.combine(day, at, tzinfo=ZoneInfo(time_zone)).astimezone(UTC))


def next_local(after: datetime, at: time, time_zone: str) -> datetime:
    """The first instant later than `after` at which it is `at` in `time_zone`: one for each day there."""
    # A time that the clocks jump over may fall on the day after its own.
    day = after.astimezone(ZoneInfo(time_zone)).date() - timedelta(days=1)
    while (found := instant_on(day, at, time_zone)) <= after:
        day += timedelta(days=1)
    return found
