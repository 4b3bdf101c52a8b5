"""Days, weeks, months and quarters in the account's time zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.kernel.calendar import (
    FIRST_DAY,
    LAST_DAY,
    bounds,
    day_of,
    instant_on,
    is_reckoned,
    month_of,
    next_local,
    quarter_of,
    start_of_day,
    week_of,
)

ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "America/Sao_Paulo", "Africa/Cairo"]
)
DAYS = st.dates(FIRST_DAY, LAST_DAY)


@given(DAYS, ZONES)
def test_days_meet_without_gap_and_overlap(day: date, zone: str) -> None:
    start, end = bounds(day, day, zone)
    assert start_of_day(day + timedelta(days=1), zone) == end
    # Where a zone skips a day (Apia in 2011), the day has no length.
    assert start <= end
    if start < end:
        assert day_of(start, zone) == day
        assert day_of(end - timedelta(milliseconds=1), zone) == day


@given(DAYS)
def test_a_day_lies_in_its_week_month_and_quarter(day: date) -> None:
    for first, last in (week_of(day), month_of(day), quarter_of(day)):
        assert first <= day <= last
    assert week_of(day)[0].isoweekday() == 1
    assert (week_of(day)[1] - week_of(day)[0]).days == 6
    assert month_of(day)[0].day == 1
    assert (month_of(day)[1] + timedelta(days=1)).day == 1
    assert quarter_of(day)[0].month in (1, 4, 7, 10)
    assert (quarter_of(day)[1] + timedelta(days=1)).month in (1, 4, 7, 10)


@pytest.mark.parametrize(
    ("first_in_zone", "zone"),
    [("2018-11-04T03:00:00+00:00", "America/Sao_Paulo"), ("2026-04-23T22:00:00+00:00", "Africa/Cairo")],
)
def test_a_day_may_begin_where_the_clocks_jump(first_in_zone: str, zone: str) -> None:
    start = datetime.fromisoformat(first_in_zone)
    assert start_of_day(day_of(start, zone), zone) == start.astimezone(UTC)


def test_what_lies_beyond_is_a_mistake() -> None:
    assert is_reckoned(FIRST_DAY)
    assert is_reckoned(LAST_DAY)
    assert not is_reckoned(date(1999, 12, 31))
    assert not is_reckoned(date(9999, 12, 31))


INSTANTS = st.datetimes(datetime(2001, 1, 1), datetime(2199, 12, 1), timezones=st.just(UTC))
TIMES = st.times().map(lambda at: at.replace(microsecond=0))


def local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone))


@given(INSTANTS, TIMES, ZONES)
def test_the_next_nine_o_clock_is_later_and_no_day_is_passed_over(after: datetime, at: time, zone: str) -> None:
    found = next_local(after, at, zone)
    assert found > after
    assert local(found, zone).time() >= at or local(found, zone).date() > local(after, zone).date()
    days = (local(found, zone).date() - local(after, zone).date()).days
    assert 0 <= days <= 2
    # None between: the one of the day before is past, whichever day that is.
    assert all(
        not after < instant_on(day_of(after, zone) + timedelta(days=each), at, zone) < found for each in range(-2, 3)
    )


@given(st.dates(date(2001, 1, 1), date(2199, 1, 1)), TIMES, ZONES)
def test_one_for_each_day_however_the_clocks_change(day: date, at: time, zone: str) -> None:
    found = start_of_day(day, zone) - timedelta(milliseconds=1)
    dates = []
    for _ in range(4):
        found = next_local(found, at, zone)
        dates.append(day_of(found, zone))
    assert len(set(dates)) == 4
    assert (dates[-1] - dates[0]).days <= 4


@pytest.mark.parametrize(
    ("after", "at", "zone", "found"),
    [
        ("2026-03-28T12:00:00Z", time(9), "Europe/Berlin", "2026-03-29T07:00:00Z"),
        ("2026-10-24T12:00:00Z", time(9), "Europe/Berlin", "2026-10-25T08:00:00Z"),
        # 02:30 comes twice: the first one, and then not again that day.
        ("2026-10-24T12:00:00Z", time(2, 30), "Europe/Berlin", "2026-10-25T00:30:00Z"),
        ("2026-10-25T00:30:00Z", time(2, 30), "Europe/Berlin", "2026-10-26T01:30:00Z"),
        # 02:30 doesn't come: half past three, as long after midnight.
        ("2026-03-28T12:00:00Z", time(2, 30), "Europe/Berlin", "2026-03-29T01:30:00Z"),
        # Apia had no 30 December 2011.
        ("2011-12-29T20:00:00Z", time(9), "Pacific/Apia", "2011-12-30T19:00:00Z"),
        ("2011-12-30T19:00:00Z", time(9), "Pacific/Apia", "2011-12-31T19:00:00Z"),
    ],
)
def test_days_on_which_the_clocks_change(after: str, at: time, zone: str, found: str) -> None:
    assert next_local(datetime.fromisoformat(after), at, zone) == datetime.fromisoformat(found)


# The console's instants are held against the same pairs in web/src/parts/times.test.ts.
@pytest.mark.parametrize(
    ("zone", "wall", "at"),
    [
        ("Europe/Berlin", "2026-07-01T00:00", "2026-06-30T22:00:00Z"),
        ("America/New_York", "2026-11-29T09:30", "2026-11-29T14:30:00Z"),
        ("America/Santiago", "2026-09-06T00:00", "2026-09-06T04:00:00Z"),
        ("America/Havana", "2026-03-08T00:00", "2026-03-08T05:00:00Z"),
        ("Africa/Cairo", "2026-04-24T00:00", "2026-04-23T22:00:00Z"),
        ("America/Havana", "2026-11-01T00:00", "2026-11-01T04:00:00Z"),
        ("America/Santiago", "2026-04-05T00:00", "2026-04-05T04:00:00Z"),
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00Z"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z"),
        ("Pacific/Kiritimati", "2026-05-01T00:00", "2026-04-30T10:00:00Z"),
    ],
)
def test_the_instant_of_a_time_on_the_clock(zone: str, wall: str, at: str) -> None:
    clock = datetime.fromisoformat(wall)
    assert instant_on(clock.date(), clock.time(), zone) == datetime.fromisoformat(at)
