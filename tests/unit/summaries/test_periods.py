"""Periods in whole days of the account's time zone (S0.5)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.kernel.calendar import day_of, last_quarter, start_of_day
from debrief.kernel.errors import RuleBroken
from debrief.summaries.model import PeriodKind
from debrief.summaries.periods import PeriodRequest, before, choices, period_label, resolve

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
NAMES = [
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "America/Sao_Paulo", "Africa/Cairo",
    "Europe/London", "America/Santiago", "America/Havana", "America/St_Johns", "Asia/Tehran", "Asia/Kathmandu",
    "Asia/Beirut", "Asia/Gaza", "Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Kiritimati",
    "Pacific/Tongatapu", "Asia/Tokyo",
]  # fmt: skip
ZONES = st.sampled_from(NAMES)
INSTANTS = st.datetimes(datetime(2007, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))


def days(kind: str, now: datetime = NOW, zone: str = "UTC", **more: Any) -> tuple[date, date]:
    period = resolve(PeriodRequest.model_validate({"kind": kind}), now=now, time_zone=zone, **more)
    return period.first_day, period.last_day


@pytest.mark.feature("S0.5")
@pytest.mark.parametrize(("kind", "length"), [("last_week", 7), ("last_2_weeks", 14), ("last_4_weeks", 28)])
def test_the_last_days_include_today(kind: str, length: int) -> None:
    first, last = days(kind)
    assert last == date(2026, 3, 10)
    assert (last - first).days + 1 == length


@pytest.mark.feature("S0.5")
def test_today_is_the_accounts_today() -> None:
    late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    assert days("last_week", late, "Europe/Berlin")[1] == date(2026, 3, 11)
    assert days("last_week", late, "America/New_York")[1] == date(2026, 3, 10)


@pytest.mark.feature("S0.5")
@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 3, 31), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 4, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 12, 31), date(2026, 7, 1), date(2026, 9, 30)),
    ],
)
def test_last_quarter_is_the_last_completed_one(today: date, first: date, last: date) -> None:
    assert last_quarter(today) == (first, last)


@pytest.mark.feature("S0.5")
def test_since_the_last_meeting_begins_on_its_day() -> None:
    held = datetime(2026, 2, 27, 23, 30, tzinfo=UTC)
    assert days("since_last_meeting", zone="Europe/Berlin", previous_meeting_at=held) == (
        date(2026, 2, 28),
        date(2026, 3, 10),
    )


@pytest.mark.feature("S0.5")
@pytest.mark.parametrize("options", [{}, {"previous_meeting_at": NOW, "detached": True}])
def test_since_the_last_meeting_needs_one_and_a_meeting(options: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken) as refused:
        days("since_last_meeting", **options)
    assert [each.pointer for each in refused.value.errors] == ["/period/kind"]


@pytest.mark.feature("S0.5")
@pytest.mark.parametrize(
    ("first", "last", "pointers"),
    [
        (None, None, ["/period/first_day", "/period/last_day"]),
        ("2026-03-01", None, ["/period/last_day"]),
        (None, "2026-03-01", ["/period/first_day"]),
        ("2026-03-02", "2026-03-01", ["/period/last_day"]),
    ],
)
def test_a_bad_custom_range_is_refused_by_field(first: str | None, last: str | None, pointers: list[str]) -> None:
    request = PeriodRequest.model_validate({"kind": "custom", "first_day": first, "last_day": last})
    with pytest.raises(RuleBroken) as refused:
        resolve(request, now=NOW, time_zone="UTC")
    assert [each.pointer for each in refused.value.errors] == pointers


@pytest.mark.feature("S0.5")
def test_days_belong_to_a_custom_range_only() -> None:
    with pytest.raises(RuleBroken):
        resolve(PeriodRequest(kind=PeriodKind.LAST_WEEK, first_day=date(2026, 3, 1)), now=NOW, time_zone="UTC")


@pytest.mark.feature("S0.5")
@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_a_day_is_as_long_as_the_clocks_make_it(day: date, hours: int) -> None:
    request = PeriodRequest(kind=PeriodKind.CUSTOM, first_day=day, last_day=day)
    period = resolve(request, now=NOW, time_zone="Europe/Berlin")
    assert period.end - period.start == timedelta(hours=hours)


@pytest.mark.feature("S0.5")
@given(INSTANTS, ZONES, st.sampled_from([kind for kind in PeriodKind if kind not in {"custom", "since_last_meeting"}]))
def test_a_period_is_whole_days_and_meets_the_one_before(now: datetime, zone: str, kind: PeriodKind) -> None:
    period = resolve(PeriodRequest(kind=kind), now=now, time_zone=zone)
    assert day_of(period.start, zone) == period.first_day
    assert day_of(period.end - timedelta(milliseconds=1), zone) <= period.last_day
    assert day_of(period.end, zone) > period.last_day
    assert before(period).end == period.start
    assert before(period).days == period.days
    if kind is not PeriodKind.LAST_QUARTER:
        assert period.start <= now.replace(microsecond=0) + timedelta(seconds=1)
        assert now.astimezone(ZoneInfo(zone)).date() == period.last_day


@pytest.mark.feature("S0.5")
@pytest.mark.parametrize("zone", NAMES)
def test_every_day_of_thirty_years_begins_once_where_the_one_before_ends(zone: str) -> None:
    day, begins = date(2007, 1, 1), start_of_day(date(2007, 1, 1), zone)
    while day < date(2037, 1, 1):
        following = start_of_day(day + timedelta(days=1), zone)
        # A day that a place leaves out, to be on the other side of the date line, has no length.
        assert timedelta(0) <= following - begins <= timedelta(hours=26)
        if following > begins:
            assert day_of(begins, zone) == day
            assert day_of(following - timedelta(milliseconds=1), zone) == day
        day, begins = day + timedelta(days=1), following


@pytest.mark.feature("S0.5")
@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 1, 1), date(2300, 12, 31), "/period/last_day"),
        (date(1950, 1, 1), date(2026, 1, 1), "/period/first_day"),
        (date(2024, 1, 1), date(2026, 1, 1), "/period/last_day"),
    ],
)
def test_a_custom_range_is_bounded(first: date, last: date, field: str) -> None:
    request = PeriodRequest(kind=PeriodKind.CUSTOM, first_day=first, last_day=last)
    with pytest.raises(RuleBroken) as refused:
        resolve(request, now=NOW, time_zone="UTC")
    assert [each.pointer for each in refused.value.errors] == [field]


@pytest.mark.feature("S0.5")
def test_choices_say_why_not() -> None:
    offered = {each.kind: each for each in choices(now=NOW, time_zone="UTC", previous_meeting_at=None, detached=True)}
    assert list(offered) == list(PeriodKind)
    assert not offered[PeriodKind.SINCE_LAST_MEETING].available
    assert offered[PeriodKind.SINCE_LAST_MEETING].reason == "Only in a 1-to-1 meeting"
    in_meeting = choices(now=NOW, time_zone="UTC", previous_meeting_at=None, detached=False)[0]
    assert in_meeting.reason == "There is no previous completed 1-to-1"


def test_the_label_is_how_people_say_it() -> None:
    period = resolve(PeriodRequest(kind=PeriodKind.LAST_4_WEEKS), now=NOW, time_zone="UTC")
    assert period_label(period) == "Last 4 weeks, 11 Feb – 10 Mar 2026"
