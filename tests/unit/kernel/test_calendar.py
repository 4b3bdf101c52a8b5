"""Days, weeks, months and quarters in the account's time zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.kernel.calendar import (
    FIRST_DAY,
    LAST_DAY,
    bounds,
    day_of,
    is_reckoned,
    month_of,
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
