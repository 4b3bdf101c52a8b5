"""Dates in the names of files: no hours are lost or won in silence."""

from datetime import UTC, datetime

import pytest

from debrief.interactions.intake.file_names import metadata_from_name, remarks_on_name
from tests.unit.interactions.test_intake import Desk, desk, vcon

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1")

ZONE = "Europe/Berlin"


def began(name: str) -> datetime | None:
    return metadata_from_name(f"in/{name}", ZONE).started_at


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2026-06-03_08-05-00_SGT_Weber.wav", "SGT"),
        ("2026-06-03 08-05-00 Sgt Weber.wav", "Sgt"),
        ("2026-06-03_08-05-00_West.wav", "West"),
        ("2026-06-03_08-05-00_WEST_desk.wav", "WEST"),
        ("2026-06-03_08-05-00_est_team.wav", "est"),
        ("2026-06-03_08-05-00_BST.wav", "BST"),
        ("2026-06-03 080500 IST x.wav", "IST"),
        ("2026-06-03_08-05-00_-01.wav", "-01"),
        ("part-20260603-080500_-02.wav", "-02"),
        ("2026-06-03_08-05-00_-3.wav", "-3"),
        ("2026-06-03_08-05-00 +12 030555123.wav", "+12"),
        ("2026-06-03_08-05-00_+10-30555123.wav", "+10"),
    ],
)
def test_what_may_be_a_zone_is_told_and_not_taken(name: str, told: str) -> None:
    assert began(name) == datetime(2026, 6, 3, 6, 5, tzinfo=UTC)
    (remark,) = remarks_on_name(f"in/{name}")
    assert remark.startswith(f'"{told}" behind the date')


@pytest.mark.parametrize(
    ("name", "hour"),
    [
        ("2026-06-03_08-05-00_SGT.wav", 0),
        ("2026-06-03_08-05-00_PKT_x.wav", 3),
        ("2026-06-03_08-05-00_CEST_x.wav", 6),
        ("2026-06-03_08-05-00_America-New_York_x.wav", 12),
        ("2026-06-03_08-05-00_Europe_London.wav", 7),
        ("2026-06-03_08-05-00 (Asia-Tokyo).wav", 23),
        ("2026-06-03_08-05-00_Europe_Sales.wav", 6),
        ("2026-06-03_08-05-00_AMY_x.wav", 6),
        ("2026-06-03_8-05-00.wav", 6),
        ("2026-06-03_08h05m00.wav", 6),
        ("20260603_8h05.wav", 6),
        ("2026-06-03 (08-05-00).wav", 6),
        ("2026-06-03 08 05 00.wav", 6),
        ("2026-06-03_T08-05-00.wav", 6),
        ("2026-06-03,08-05-00.wav", 6),
        ("2026-06-03_8-05-00_UTC.wav", 8),
        ("2026-06-03 (08.05.00) -03 x.wav", 11),
    ],
)
def test_times_and_zones_of_odd_forms_are_read_without_a_word(name: str, hour: int) -> None:
    assert began(name) == datetime(2026, 6, 2 if hour == 23 else 3, hour, 5, tzinfo=UTC)
    assert remarks_on_name(f"in/{name}") == ()


@pytest.mark.parametrize("name", ["2026-06-03_24-00-00.wav", "2026-06-03 4-15.wav", "2026-06-03_[31-07-00].wav"])
def test_a_time_that_cannot_be_read_is_told(name: str) -> None:
    assert began(name) == datetime(2026, 6, 2, 22, tzinfo=UTC)
    assert remarks_on_name(f"in/{name}") == (
        'What stands behind "2026-06-03" in its name can\'t be read as a time; the beginning of that day was taken.',
    )


def test_a_day_alone_is_no_fault() -> None:
    assert began("2026-06-03_repairs.wav") == began("repairs 2026-06-03 (2).wav")
    assert remarks_on_name("in/2026-06-03_repairs.wav") == remarks_on_name("in/repairs 2026-06-03 (2).wav") == ()


def test_markers_behind_an_odd_time_are_read() -> None:
    known = metadata_from_name("in/2026-06-03_8-05-00_AGENT_alma_QUEUE_repairs.wav", ZONE)
    assert (known.agent_reference, known.queue) == ("alma", "repairs")
    assert known.started_at == datetime(2026, 6, 3, 6, 5, tzinfo=UTC)


def test_it_stands_among_the_remarks_where_the_name_gave_the_date(desk: Desk) -> None:
    desk.drop("calls/2026-02-03_08-05-00_BST.json", vcon())
    assert not any("BST" in each for each in desk.item("calls/2026-02-03_08-05-00_BST.json").warnings)
    body = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Agent>Good morning\n"
    desk.drop("calls/2026-02-03_08-05-00_BST_AGENT_AG-1_.vtt", body)
    assert any('"BST"' in each for each in desk.item("calls/2026-02-03_08-05-00_BST_AGENT_AG-1_.vtt").warnings)


@pytest.mark.parametrize(
    ("name", "agent", "queue", "reference"),
    [
        ("AGENT_a7_QUEUE_Orders_GUID_c9 2026-06-03 8.05.00 PM.wav", "a7", "Orders", "c9"),
        ("GUID_c9_QUEUE_Orders_AGENT_Alma Elm 2026-06-03 08-05-00.wav", "Alma Elm", "Orders", "c9"),
        ("AGENT_a7_GUID_c9_QUEUE_Orders-20260603-0805.wav", "a7", "Orders", "c9"),
        ("AGENT_a7_QUEUE_Orders_GUID_c9 (2026-06-03 08-05-00).wav", "a7", "Orders", "c9"),
        ("AGENT_a7_QUEUE_Orders_GUID_20260603080500-0042.wav", "a7", "Orders", "20260603080500-0042"),
        ("AGENT_a7_QUEUE_Orders_GUID_call-20260603-080500.wav", "a7", "Orders", "call-20260603-080500"),
        ("AGENT_20260603_QUEUE_Orders_GUID_c9.wav", "20260603", "Orders", "c9"),
    ],
)
def test_a_date_beside_a_value_is_no_part_of_it_and_one_in_a_reference_is(
    name: str, agent: str, queue: str, reference: str
) -> None:
    found = metadata_from_name(f"in/{name}", ZONE)
    assert (found.agent_reference, found.queue, found.contact_reference) == (agent, queue, reference)


def test_references_made_of_times_are_two_conversations() -> None:
    one, other = (metadata_from_name(f"in/AGENT_a_GUID_{day}080500-0042.wav", ZONE) for day in ("20260603", "20260604"))
    assert one.contact_reference != other.contact_reference
