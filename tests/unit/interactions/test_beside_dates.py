"""What stands beside a date counts, and what a spreadsheet or another program made of a value is no reference."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.model import Channel, Direction
from debrief.interactions.formats.durations import DurationSources, doubts
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.interactions.formats.metadata_values import metadata_from

pytestmark = pytest.mark.feature("S2.1")


def known(**raw: Any) -> Metadata:
    return metadata_from(raw, FoundIn.SIDECAR, "Europe/Berlin")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("America/New_York", 15), ("UTC", 10), ("-05:00", 15), ("+0530", 4), ("UTC+1", 9), ("GMT-3", 13), ("PST", 18),
        ("(UTC+02:00)", 8),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["timezone", "time_zone", "tz", "utcOffset", "TimeZone"])
def test_a_zone_beside_a_date_is_the_one_of_the_date(name: str, zone: str, hour: int) -> None:
    minute = 30 if zone == "+0530" else 0
    for first in (True, False):
        raw = {"start_time": "2026-11-20T10:00:00", "end_time": "2026-11-20T10:05:00"}
        raw = {name: zone, **raw} if first else {**raw, name: zone}
        found = metadata_from(raw, FoundIn.SIDECAR, "Europe/Berlin")
        assert found.started_at == at(hour, minute)
        assert found.ended_at == at(hour, minute + 5)
        assert found.further == {name: zone}
    parted = metadata_from({"date": "2026-11-20", "time": "10:00", name: zone}, FoundIn.SIDECAR, "Europe/Berlin")
    assert parted.started_at == at(hour, minute)


def test_a_day_and_a_time_beside_an_unknown_zone_are_no_instant() -> None:
    found = known(date="2026-11-20", time="10:00", timezone="Somewhere")
    assert found.started_at is None
    assert found.unread["started_at"] == '"2026-11-20 10:00" is in a zone that isn\'t known: "Somewhere"'
    own = known(date="2026-11-20", time="10:00Z", timezone="Somewhere")
    assert (own.started_at, own.unread) == (at(10), {})


def test_of_two_zones_beside_a_date_neither_is_chosen() -> None:
    two = {"timezone": "Europe/Berlin", "callTimezone": "America/New_York"}
    for names in (tuple(two), tuple(reversed(two))):
        given = {name: two[name] for name in names}
        assert "beside two zones" in known(start_time="2026-11-20T10:00:00", **given).unread["started_at"]
        assert "beside two zones" in known(date="2026-11-20", time="10:00", **given).unread["started_at"]
    agreed = known(start_time="2026-11-20T10:00:00", timezone="America/New_York", utcOffset="-05:00")
    assert agreed.started_at == at(15)
    for names in (("timezone", "tzOffset"), ("tzOffset", "timezone")):
        beside = {"timezone": "America/New_York", "tzOffset": 300}
        assert known(start_time="2026-11-20T10:00:00", **{name: beside[name] for name in names}).started_at == at(15)


def test_a_date_with_its_own_zone_needs_none_beside() -> None:
    for written in ("2026-11-20T10:00:00Z", 1795168800, "2026-11-20T05:00:00-05:00", "Fri, 20 Nov 2026 10:00:00 GMT"):
        assert known(start_time=written, timezone="America/New_York").started_at == at(10)
        assert known(start_time=written, timezone="Somewhere").started_at == at(10)


@pytest.mark.parametrize("zone", ["Somewhere/Else", -300, 300, "Romance Standard Time", "+25:00"])
def test_a_zone_that_is_not_known_leaves_no_date_hours_off(zone: Any) -> None:
    found = known(start_time="2026-11-20T10:00:00", timezone=zone)
    assert found.started_at is None
    assert found.unread["started_at"].endswith(f'is in a zone that isn\'t known: "{zone}"')


@pytest.mark.parametrize(
    "raw",
    [
        {"date": "20.11.2026", "start_time": "10:00"},
        {"start_time": "10:00:00", "date": "2026-11-20"},
        {"Date": "Fri, 20 Nov 2026", "Time": "10:00:00"},
        {"call_date": "November 20, 2026", "call_start_time": "10:00 AM"},
        {"date": "20. November 2026", "time": "10:00"},
    ],
)
def test_a_day_and_a_time_under_any_two_names_are_one_instant(raw: dict[str, str]) -> None:
    found = metadata_from(raw, FoundIn.SIDECAR, "Europe/Berlin")
    assert (found.started_at, found.unread) == (at(9), {})


def test_a_whole_instant_is_not_put_together_anew() -> None:
    found = known(start_time="2026-11-20T10:00:00Z", date="2026-11-20", time="05:00")
    assert found.started_at == at(10)


def test_a_time_without_its_day_is_told() -> None:
    found = known(start_time="10:00", agent="A")
    assert found.started_at is None
    assert "is a time without its day" in found.unread["started_at"]


@pytest.mark.parametrize("written", ["1.55512E+10", "1,55512E+10", "1.5E10", "2E+05"])
def test_a_number_that_a_spreadsheet_rounded_is_nobodys(written: str) -> None:
    found = known(customer=written, agent=written)
    assert (found.customer_reference, found.agent_reference) == (None, None)
    assert "rounded" in found.unread["customer_reference"]


@pytest.mark.parametrize(
    ("written", "read"),
    [(1001.0, "1001"), (15551230001, "15551230001"), ("2E05", "2E05"), ("007", "007"), (1.5, "1.5")],
)
def test_a_number_is_the_reference_that_it_was(written: Any, read: str) -> None:
    assert known(agent=written).agent_reference == read


def test_a_name_in_two_fields_is_one() -> None:
    assert known(agent={"firstName": "Dana", "lastName": "Birch"}).agent_reference == "Dana Birch"
    assert known(agent={"id": "7", "firstName": "Dana", "lastName": "Birch"}).agent_reference == "7"
    assert known(agent={"given_name": "Dana", "family_name": "Birch", "email": "d@b.example"}).agent_reference == (
        "d@b.example"
    )


def test_a_type_of_call_that_is_a_way_or_a_channel_is_no_inquiry() -> None:
    assert (known(call_type="Inbound").direction, known(call_type="Inbound").inquiry) == (Direction.INBOUND, ())
    assert (known(call_type="voice").channel, known(call_type="voice").inquiry) == (Channel.VOICE, ())
    assert known(call_type="outbound", direction="inbound").direction is Direction.INBOUND
    assert known(call_type="refund").inquiry == ("refund",)


@pytest.mark.parametrize(("hold", "told"), [(600, True), (60, False), (61, False), (20, False)])
def test_a_part_that_is_longer_than_the_whole_is_told(hold: int, told: bool) -> None:
    sentences = doubts(known(duration=60, hold=hold), DurationSources())
    assert any("hold time" in each for each in sentences) is told


@given(st.text(max_size=30) | st.integers() | st.floats(allow_nan=False) | st.none() | st.booleans())
def test_nothing_beside_a_date_breaks_its_reader(zone: Any) -> None:
    found = known(start_time="2026-11-20T10:00:00", timezone=zone)
    assert found.started_at is not None or "started_at" in found.unread
