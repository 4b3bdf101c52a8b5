"""Calendar files: what another implementation of the format reads in what is written here."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from debrief.kernel.icalendar.writing import Attendee, CalendarEvent, Method, calendar_text
from tests.sizes import soaked

pytestmark = pytest.mark.feature("S4.13")

STAMP = datetime(2026, 3, 2, 9, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


def event(start: datetime = STAMP, **changes: object) -> CalendarEvent:
    base = CalendarEvent("mt_1@debrief", 0, STAMP, start, start + timedelta(minutes=30), "1-to-1")
    return base._replace(**changes)  # type: ignore[arg-type]


def read(text: str) -> Any:
    return Calendar.from_ical(text)


def shown(text: str) -> str:
    """What of a text is to be seen, with plain ends of lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in lines if each == "\n" or each.isprintable())


@settings(max_examples=soaked(60), deadline=None)
@given(
    st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(ZONES),
    st.integers(5, 480),
)
def test_another_program_reads_the_same_instants(start: datetime, zone: str, minutes: int) -> None:
    start = start.replace(microsecond=0)
    (found,) = read(
        calendar_text([event(start, end=start + timedelta(minutes=minutes))], time_zone=zone, method="REQUEST")
    ).walk("VEVENT")
    assert found["DTSTART"].dt.astimezone(UTC) == start
    assert found["DTEND"].dt.astimezone(UTC) == start + timedelta(minutes=minutes)


@settings(max_examples=soaked(40), deadline=None)
@given(st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)), st.sampled_from(ZONES[:-1]))
def test_the_zone_in_the_file_tells_the_same_times_as_the_zone_itself(start: datetime, zone: str) -> None:
    start = start.replace(microsecond=0)
    text = calendar_text([event(start)], time_zone=zone)
    (written,) = read(text).walk("VTIMEZONE")
    local = read(text).walk("VEVENT")[0]["DTSTART"].dt
    if local.tzinfo is not None and str(local.tzinfo) == "UTC":
        return  # The hour that comes twice stands in UTC.
    own = written.to_tz(lookup_tzid=False)
    assert local.replace(tzinfo=own).astimezone(UTC) == start


@settings(max_examples=soaked(100), deadline=None)
@given(TEXTS, TEXTS)
def test_no_text_breaks_out_of_its_line(title: str, name: str) -> None:
    text = calendar_text(
        [event(summary=title, description=title, organizer=Attendee(name, "lead@example.com"))], time_zone="UTC"
    )
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (calendar,) = [read(text)]
    (found,) = calendar.walk("VEVENT")
    assert not found.errors
    assert len(calendar.subcomponents) == 1
    assert str(found["SUMMARY"]) == shown(title)


def test_moved_twice_and_cancelled_is_one_event_that_does_not_take_place() -> None:
    """A calendar program keeps of each uid the version with the highest sequence."""
    steps: list[tuple[CalendarEvent, Method]] = [
        (event(sequence=0), "REQUEST"),
        (event(STAMP + timedelta(hours=1), sequence=1), "REQUEST"),
        (event(STAMP + timedelta(days=1), sequence=2), "REQUEST"),
        (event(STAMP + timedelta(days=1), sequence=3, cancelled=True), "CANCEL"),
    ]
    kept: dict[str, tuple[int, str, datetime]] = {}
    for number, (version, method) in enumerate(steps, start=1):
        calendar = read(calendar_text([version], time_zone="Europe/Berlin", method=method))
        assert calendar["METHOD"] == method
        (found,) = calendar.walk("VEVENT")
        before = kept.get(str(found["UID"]))
        assert before is None or int(found["SEQUENCE"]) > before[0]
        kept[str(found["UID"])] = (int(found["SEQUENCE"]), str(found["STATUS"]), found["DTSTART"].dt.astimezone(UTC))
        assert len(kept) == 1, number
    assert kept == {"mt_1@debrief": (3, "CANCELLED", STAMP + timedelta(days=1))}


def test_who_takes_part_is_named_with_their_address() -> None:
    lead = Attendee('A "quoted", name; ^', "lead@example.com")
    agent = Attendee("Name\r\nATTENDEE:x", "agent@example.com")
    text = calendar_text([event(organizer=lead, attendees=(agent,))], time_zone="UTC", method="REQUEST")
    (found,) = read(text).walk("VEVENT")
    assert found["ORGANIZER"] == "mailto:lead@example.com"
    assert found["ORGANIZER"].params["CN"] == lead.name
    assert found["ATTENDEE"] == "mailto:agent@example.com"
    assert found["ATTENDEE"].params["CN"] == "NameATTENDEE:x"


def test_what_leaves_the_time_free_says_so() -> None:
    text = calendar_text([event(busy=False)], time_zone="UTC", name="1-to-1s, mine")
    assert "TRANSP:TRANSPARENT\r\n" in text
    assert "X-WR-CALNAME:1-to-1s\\, mine\r\n" in text
