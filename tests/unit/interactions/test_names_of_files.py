"""Dates in the names of files: no hours are lost or won in silence."""

from datetime import UTC, datetime

import pytest

from debrief.interactions.intake.metadata_in_names import metadata_from_name, remarks_on_name
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
        ("2026-06-03T080500-08.wav", "-08"),
        ("20260603T0805-02.wav", "-02"),
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


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("20260603080500123.wav", datetime(2026, 6, 3, 6, 5, 0, 123_000, tzinfo=UTC)),
        ("rec_20260603080500123_AGENT_a7.wav", datetime(2026, 6, 3, 6, 5, 0, 123_000, tzinfo=UTC)),
        ("20260603080500.wav", datetime(2026, 6, 3, 6, 5, tzinfo=UTC)),
        ("25-11-2026_0915.wav", datetime(2026, 11, 25, 8, 15, tzinfo=UTC)),
        ("call 11.25.2026 09.15.30 UTC.wav", datetime(2026, 11, 25, 9, 15, 30, tzinfo=UTC)),
        ("AGENT_a7_25-11-2026-09-15.wav", datetime(2026, 11, 25, 8, 15, tzinfo=UTC)),
        ("7-7-2026_0915.wav", datetime(2026, 7, 7, 7, 15, tzinfo=UTC)),
        ("03-Jun-2026_0805.wav", datetime(2026, 6, 3, 6, 5, tzinfo=UTC)),
        ("3 June 2026 (8-05-00).wav", datetime(2026, 6, 3, 6, 5, tzinfo=UTC)),
        ("q-1780466700.42.wav", datetime(2026, 6, 3, 6, 5, tzinfo=UTC)),
        ("1780466700250.wav", datetime(2026, 6, 3, 6, 5, 0, 250_000, tzinfo=UTC)),
        ("AGENT_a7_CUST_4930123456789_1780466700.wav", datetime(2026, 6, 3, 6, 5, tzinfo=UTC)),
        ("AGENT_a7_DT_1780466700_x.wav", datetime(2026, 6, 3, 6, 5, tzinfo=UTC)),
    ],
)
def test_dates_of_other_forms_are_read_where_they_mean_one_moment(name: str, moment: datetime) -> None:
    assert began(name) == moment


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("25-11-2026_0915.wav", '"25-11-2026" in its name was read as the only day that it can mean.'),
        ("q-1780466700.42.wav", '"1780466700" in its name was read as seconds since 1970.'),
        ("1780466700250.wav", '"1780466700250" in its name was read as milliseconds since 1970.'),
    ],
)
def test_how_a_date_of_another_form_was_read_is_told(name: str, told: str) -> None:
    assert remarks_on_name(f"in/{name}") == (told,)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("10-11-2026_0915.wav", "10-11-2026_0915"),
        ("AGENT_a7_10.11.2026 09.15.wav", "10.11.2026 09.15"),
        ("AGENT_a7_DT_10-11-2026_0915.wav", "10-11-2026_0915"),
        ("10-11-2026-09-15.wav", "10-11-2026-09-15"),
        ("call-10112026_0915.wav", "10112026_0915"),
        ("10112026091500.wav", "10112026091500"),
        ("261110_091500.wav", "261110_091500"),
        ("26-11-10 09-15-00.wav", "26-11-10 09-15-00"),
        ("261110091500.wav", "261110091500"),
        ("a_11-Nov-26_0915.wav", "11-Nov-26_0915"),
        ("20261310091500123.wav", "20261310091500123"),
        ("20261310091500.wav", "20261310091500"),
        ("00491511234567-1780466700.wav", "1780466700"),
        ("1780466700-1780466900.wav", "1780466700"),
    ],
)
def test_what_looks_like_a_date_and_cannot_be_read_is_named(name: str, text: str) -> None:
    known = metadata_from_name(f"in/{name}", ZONE)
    assert known.started_at is None
    assert known.unread["started_at"].startswith(f'"{text}" in its name ')
    assert known.written["started_at"] == text


def test_a_hold_names_what_stands_in_the_name_and_a_date_given_elsewhere_is_no_matter(desk: Desk) -> None:
    body = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Agent>Good morning\n"
    name = "calls/10-11-2026_0915_AGENT_AG-1_.vtt"
    desk.drop(name, body, {"queue": "billing"})
    (reason,) = desk.item(name).reasons
    assert "It doesn't say when it took place" in reason.sentence
    assert '"10-11-2026_0915" in its name can be read as two dates' in reason.sentence
    other = "calls/11-10-2026_0915_AGENT_AG-1_.vtt"
    desk.drop(other, body, {"queue": "billing", "dt": "2026-02-03T09:15:00Z"})
    assert not any("two dates" in each for each in desk.item(other).warnings)


@pytest.mark.parametrize(
    "name",
    [
        "AGENT_a7_CUST_1780466700_x.wav",
        "GUID_1780466700.42_AGENT_a7.wav",
        "+1780466700.wav",
        "4930123456789.wav",
        "0190a4b2-0000-7000-8000-178046670012.wav",
        "take-12-3.wav",
        "orders 99-99-2026.wav",
    ],
)
def test_numbers_of_something_else_are_no_dates(name: str) -> None:
    known = metadata_from_name(f"in/{name}", ZONE)
    assert (known.started_at, known.unread) == (None, {})


@pytest.mark.parametrize(
    "name",
    ["2026-11-20T10\ua78900\ua78900Z.wav", "2026-11-20T10\uff1a00\uff1a00Z.wav", "2026-11-20 10\u223600\u223600Z.wav",
     "2026\u201311\u201320T10\u201100\u201100Z.wav", "\uff12\uff10\uff12\uff16-11-20T10-00-00Z.wav"],
)  # fmt: skip
def test_signs_that_only_look_like_a_colon_are_one(name: str) -> None:
    assert metadata_from_name(name, "Asia/Tokyo").started_at == datetime(2026, 11, 20, 10, tzinfo=UTC)
