"""Calendars of others: which times they take, and that no file, however broken, is more than named."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.kernel.icalendar.reading import MOST_TRIED, CalendarRead, NotACalendar, read_calendar
from debrief.kernel.icalendar.repeating import WEEKDAYS, NotRead, days_of, rule_of
from tests.sizes import soaked

pytestmark = pytest.mark.feature("S4.13")

ONE_HOUR = "DTSTART:20260302T090000Z\r\nDTEND:20260302T100000Z"
FIRST, UNTIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 12, tzinfo=UTC)


def of(*events: str, zone: str = "Europe/Berlin") -> CalendarRead:
    body = "".join(f"BEGIN:VEVENT\r\nUID:u\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return read_calendar(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n", FIRST, UNTIL, zone)


@settings(max_examples=soaked(60), deadline=None)
@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 5),
    st.one_of(st.none(), st.integers(1, 60)),
    st.lists(st.tuples(st.sampled_from([-2, -1, 1, 2]), st.sampled_from(WEEKDAYS)), max_size=3, unique=True),
    st.booleans(),
    st.lists(st.integers(1, 12), max_size=3, unique=True),
    st.lists(st.integers(-28, 28).filter(bool), max_size=3, unique=True),
    st.sampled_from(["MO", "SU"]),
    st.dates(date(2018, 1, 1), date(2026, 3, 1)),
)
def test_a_rule_gives_the_days_that_another_implementation_gives(
    frequency: str,
    interval: int,
    count: int | None,
    by_day: list[tuple[int, str]],
    every_one: bool,
    by_month: list[int],
    by_month_day: list[int],
    week_start: str,
    start: date,
) -> None:
    # The other one takes "every Monday and the first Tuesday" together for neither.
    nth = frequency in {"MONTHLY", "YEARLY"}
    numbered = nth and not every_one
    parts = {"FREQ": [frequency], "INTERVAL": [str(interval)], "WKST": [week_start]}
    if by_day:
        parts["BYDAY"] = list(dict.fromkeys(f"{n}{day}" if numbered else day for n, day in by_day))
    if by_month:
        parts["BYMONTH"] = list(map(str, by_month))
    if by_month_day and frequency != "WEEKLY" and not (by_day and nth):
        parts["BYMONTHDAY"] = list(map(str, by_month_day))
    if count:
        parts["COUNT"] = [str(count)]
    first, last = date(2026, 3, 1), date(2027, 3, 1)
    text = ";".join(f"{name}={','.join(values)}" for name, values in parts.items())
    begun = datetime(start.year, start.month, start.day)
    if not count:
        text += f";UNTIL={last:%Y%m%d}T000000"
    expected = [at.date() for at in islice(rrulestr(text, dtstart=begun), 5_000) if first <= at.date() <= last]
    assert list(days_of(rule_of(parts), start, first, last)) == expected


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"FREQ": ["SECONDLY"]}, "repeats secondly"),
        ({"FREQ": ["MONTHLY"], "BYSETPOS": ["1"], "BYDAY": ["MO"]}, "BYSETPOS"),
        ({"FREQ": ["WEEKLY"], "INTERVAL": ["0"]}, "INTERVAL"),
        ({"FREQ": ["WEEKLY"], "BYDAY": ["1MO"]}, "of no month"),
        ({"FREQ": ["WEEKLY"], "BYDAY": ["XX"]}, "weekday"),
        ({"FREQ": ["WEEKLY"], "BYMONTHDAY": ["3"]}, "of no month"),
        ({"FREQ": ["MONTHLY"], "BYMONTHDAY": ["0"]}, "day 0"),
        ({}, "somehow"),
    ],
)
def test_a_rule_that_is_not_read_is_named(parts: dict[str, list[str]], message: str) -> None:
    with pytest.raises(NotRead, match=message):
        rule_of(parts)


def test_a_rule_that_never_comes_takes_no_longer_than_its_days() -> None:
    rule = rule_of({"FREQ": ["DAILY"], "BYMONTH": ["2"], "BYMONTHDAY": ["30"]})
    assert list(days_of(rule, date(1990, 1, 1), date(2026, 1, 1), date(2026, 12, 31))) == []
    with pytest.raises(NotRead, match="ten years"):
        list(days_of(rule._replace(times=3), date(1990, 1, 1), date(2026, 1, 1), date(2026, 12, 31)))


def test_many_events_that_count_from_long_ago_take_no_longer_than_a_file_may() -> None:
    """Each tries ten years of days: a file of two thousand of them would take minutes."""
    long_ago = "DTSTART:20170102T090000Z\r\nDTEND:20170102T100000Z\r\nRRULE:FREQ=WEEKLY;INTERVAL=900;COUNT=9000"
    found = of(*[long_ago] * 125, "DTSTART:20260302T090000Z\r\nDTEND:20260302T100000Z")
    days = (UNTIL.date() - date(2017, 1, 2)).days + 1
    assert len(found.faults) == 125 - MOST_TRIED // days > 0
    assert {"so many others" in each.message for each in found.faults} == {True}
    assert len(found.times) == 1, "and the others are read"


def test_time_zones_that_never_end_take_no_longer_than_their_lines() -> None:
    """Looking for the end of each from its beginning on took a minute for as many lines."""
    with pytest.raises(NotACalendar, match=r"broken|ends"):
        read_calendar("BEGIN:VCALENDAR\r\n" + "BEGIN:VTIMEZONE\r\n" * 20_000, FIRST, UNTIL, "UTC")


def test_a_rule_of_a_zone_that_goes_by_days_is_left_out_and_that_of_an_event_is_not() -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nDTSTART:19701025T030000\nrrule:FREQ=DAILY\nTZOFFSETFROM:+0100\n"
        "TZOFFSETTO:+0100\nEND:STANDARD\nend:vtimezone\n"
    )
    event = (
        "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Own:20260302T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT\n"
    )
    found = read_calendar(f"BEGIN:VCALENDAR\nVERSION:2.0\n{zone}{event}END:VCALENDAR\n", FIRST, UNTIL, "UTC")
    assert [each.start.isoformat() for each in found.times] == [
        "2026-03-02T08:00:00+00:00",
        "2026-03-03T08:00:00+00:00",
    ]


def test_a_weekly_shift_keeps_its_time_when_the_clocks_change() -> None:
    zone = "TZID=Europe/Berlin"
    found = of(f"DTSTART;{zone}:20260105T090000\r\nDTEND;{zone}:20260105T170000\r\nRRULE:FREQ=WEEKLY")
    assert [each.start.isoformat() for each in found.times] == [
        "2026-03-02T08:00:00+00:00",
        "2026-03-09T08:00:00+00:00",
        "2026-03-16T08:00:00+00:00",
        "2026-03-23T08:00:00+00:00",
        "2026-03-30T07:00:00+00:00",
        "2026-04-06T07:00:00+00:00",
    ]
    assert {each.end - each.start for each in found.times} == {timedelta(hours=8)}


def test_days_left_out_added_and_moved() -> None:
    found = of(
        "DTSTART:20260302T090000Z\r\nDTEND:20260302T100000Z\r\nRRULE:FREQ=DAILY;COUNT=4\r\n"
        "EXDATE:20260303T090000Z\r\nRDATE:20260310T120000Z",
        "DTSTART:20260304T150000Z\r\nDURATION:PT30M\r\nRECURRENCE-ID:20260304T090000Z",
    )
    assert [(each.start.day, each.start.hour) for each in found.times] == [(2, 9), (4, 15), (5, 9), (10, 12)]
    assert not found.faults


DAILY_FOUR = "DTSTART:20260302T090000Z\r\nDTEND:20260302T100000Z\r\nRRULE:FREQ=DAILY;COUNT=4"


def test_what_changes_all_times_that_follow_is_named_and_leaves_none_of_them_as_it_was() -> None:
    found = of(
        DAILY_FOUR,
        "DTSTART:20260304T150000Z\r\nDURATION:PT30M\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260304T090000Z",
        "DTSTART:20260305T170000Z\r\nDURATION:PT30M\r\nRECURRENCE-ID:20260305T090000Z",
    )
    assert [(each.start.day, each.start.hour) for each in found.times] == [(2, 9), (3, 9), (5, 17)]
    assert [(each.event, "all times that follow" in each.message) for each in found.faults] == [(2, True)]


def test_what_is_cancelled_with_all_that_follows_takes_no_time() -> None:
    cancelled = "DTSTART:20260304T090000Z\r\nDURATION:PT1H\r\nSTATUS:CANCELLED"
    found = of(DAILY_FOUR, f"{cancelled}\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260304T090000Z")
    assert ([each.start.day for each in found.times], found.left_out, found.faults) == ([2, 3], 1, [])


def test_what_leaves_the_time_free_is_left_out_and_counted() -> None:
    found = of(
        "DTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260303",
        "DTSTART:20260302T090000Z\r\nDTEND:20260302T100000Z\r\nSTATUS:CANCELLED",
        "DTSTART:20260302T090000Z\r\nDTEND:20260302T100000Z\r\nTRANSP:TRANSPARENT",
        "DTSTART:20260302T090000\r\nDTEND:20260302T100000",
    )
    assert (found.left_out, [each.start.hour for each in found.times]) == (3, [8])


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ("SUMMARY:x", "no beginning"),
        ("DTSTART:20260302T090000Z", "no end"),
        ("DTSTART:20260302T090000Z\r\nDTEND:20260302T080000Z", "after it begins"),
        ("DTSTART;TZID=Nowhere:20260302T090000\r\nDTEND;TZID=Nowhere:20260302T100000", "time zone"),
        (f"{ONE_HOUR}\r\nRRULE:FREQ=WEEKLY\r\nRRULE:FREQ=DAILY", "several rules"),
        ("DTSTART:yesterday\r\nDTEND:20260302T100000Z", "can't be read"),
        ("DTSTART:20260302T090000Z\r\nDTEND;VALUE=DATE:20260303", "is a day"),
    ],
)
def test_an_event_that_is_not_understood_is_named(event: str, message: str) -> None:
    found = of("DTSTART:20260302T090000Z\r\nDTEND:20260302T100000Z", event)
    assert [(fault.event, message in fault.message) for fault in found.faults] == [(2, True)]
    assert len(found.times) == 1


def test_a_title_that_is_broken_keeps_no_time_back() -> None:
    found = of("DTSTART:20260302T090000Z\r\nDTEND:20260302T100000Z\r\nX-APPLE-RADIUS=49.9")
    assert (len(found.times), found.faults) == (1, [])


@settings(max_examples=soaked(150), deadline=None)
@given(st.binary(max_size=400), st.integers(0, 600))
def test_no_bytes_do_more_than_not_be_a_calendar(rubbish: bytes, place: int) -> None:
    whole = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n"
        b"RRULE:FREQ=DAILY\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Own:20260302T090000\r\nDTEND;TZID=Own:20260302T100000\r\n"
        b"RRULE:FREQ=WEEKLY;BYDAY=MO\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    for content in (rubbish, whole[:place] + rubbish + whole[place:], whole[:place]):
        try:
            found = read_calendar(content, FIRST, UNTIL, "UTC")
        except NotACalendar:
            continue
        assert all(FIRST <= each.start < UNTIL for each in found.times)


def test_calendars_of_other_programs(shared_data: Path) -> None:
    """Each is read, or named as broken, or each of its events that isn't understood is."""
    read = faulty = broken = 0
    for path in sorted((shared_data / "icalendar").glob("*.ics")):
        try:
            found = read_calendar(
                path.read_bytes(), datetime(2000, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC), "Europe/Berlin"
            )
        except NotACalendar:
            broken += 1
            continue
        assert {each.event for each in found.times} | {each.event for each in found.faults} <= set(
            range(1, found.events + 1)
        )
        read += bool(found.times)
        faulty += bool(found.faults)
    assert (read > 10, faulty > 10, broken > 2) == (True, True, True)
