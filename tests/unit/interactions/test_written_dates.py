"""Dates as people and programs write them: the zone that stands with one counts, and what is said of one is true."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.formats.metadata import FoundIn, merge, one_way_remarks, unread_remarks
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.times import read_instant
from debrief.interactions.intake.metadata_in_names import metadata_from_name

pytestmark = pytest.mark.feature("S2.1")

ZONE = "Europe/Berlin"


@pytest.mark.parametrize(
    "name, hour",
    [
        ("talk-2026-06-03_08_05_00 (UTC-3).wav", 11),
        ("talk-2026-06-03_08_05_00 (UTC\u22123).wav", 11),
        ("talk 2026-06-03 08-05-00 (GMT+5).mp3", 3),
        ("talk 2026-06-03 08-05-00 [GMT-03:00].mp3", 11),
        ("talk 2026-06-03 08.05.00 (-3).mp3", 11),
        ("talk 2026-06-03 08.05.00 (+0200).mp3", 6),
        ("talk 20260603_080500_(EDT).wav", 12),
        ("talk (GMT+5) 2026-06-03 08-05-00.wav", 3),
        ("talk_(UTC-3)_20260603T080500.wav", 11),
        ("talk GMT-4 2026-06-03 08-05-00.wav", 12),
        ("talk (CEST) 2026-06-03 08-05-00.wav", 6),
        ("2026-06-03_08-05-00 -03.wav", 11),
        ("2026-06-03_08-05-00_-03_queue.wav", 11),
        ("2026-06-03_08-05-00 UTC -3.wav", 11),
        ("2026-06-03_08-05-00_GMT+1.wav", 7),
        ("2026-06-03 08.05.00 JST.wav", 23),
        ("2026-06-03 8.05 AM (UTC-3).wav", 11),
    ],
)
def test_a_zone_in_a_files_name_counts_wherever_and_however_it_stands(name: str, hour: int) -> None:
    day = 2 if hour == 23 else 3
    assert metadata_from_name(f"in/{name}", ZONE).started_at == datetime(2026, 6, day, hour, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    [
        "2026-06-03_08-05-00-03.wav",
        "2026-06-03_08-05-00 (3).wav",
        "2026-06-03_08-05-00_(copy).wav",
        "(3) 2026-06-03_08-05-00.wav",
        "order-GMT-77_2026-06-03_08-05-00.wav",
    ],
)
def test_a_copys_number_in_a_files_name_is_no_zone(name: str) -> None:
    assert metadata_from_name(f"in/{name}", ZONE).started_at == datetime(2026, 6, 3, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "written, hour, minute",
    [
        ("23/06/2026 14:30", 12, 30),
        ("06/23/2026 14:30:00", 12, 30),
        ("23.06.2026 9:05", 7, 5),
        ("23-6-2026 14:30", 12, 30),
        ("23/6/2026, 2:30 PM", 12, 30),
        ("23/06/2026T14:30:00Z", 14, 30),
        ("23/06/2026 14:30 (UTC-3)", 17, 30),
        ("2026-06-23 14:30 UTC-3", 17, 30),
    ],
)
def test_a_date_that_can_be_read_in_one_way_only_is_read(written: str, hour: int, minute: int) -> None:
    assert read_instant(written, ZONE) == datetime(2026, 6, 23, hour, minute, tzinfo=UTC)
    assert metadata_from({"date": "23/06/2026", "time": "14:30"}, FoundIn.SIDECAR, ZONE).started_at == datetime(
        2026, 6, 23, 12, 30, tzinfo=UTC
    )


def test_a_date_that_was_read_by_its_numbers_alone_is_told() -> None:
    weaker = metadata_from({"date": "2026-06-20"}, FoundIn.FILE_NAME, ZONE)
    known = merge(metadata_from({"date": "06/23/2026 14:30", "agent": "a"}, FoundIn.SIDECAR, ZONE), weaker)
    assert one_way_remarks(known) == (
        'Its date, given as "06/23/2026 14:30", was read as the only day that it can mean.',
    )
    assert unread_remarks(known) == ()
    stronger = metadata_from({"date": "2026-06-22"}, FoundIn.PERSON, ZONE)
    assert one_way_remarks(merge(stronger, known)) == ()


@pytest.mark.parametrize(
    "written, why",
    [
        ("04/05/2026", '"04/05/2026" can be read as two dates; write year-month-day'),
        ("32.13.2026", '"32.13.2026" is no date: there is no such day'),
        ("30/02/2026 10:00", '"30/02/2026 10:00" is no date: there is no such day'),
        ("23/06/2026 25:00", '"23/06/2026 25:00" is no date'),
        ("23/06/2026 later", '"23/06/2026 later" can\'t be read as a date and a time; write year-month-day'),
        ("23/06/26 10:00", '"23/06/26 10:00" has a year of two digits; write year-month-day'),
    ],
)
def test_a_date_that_cant_be_read_is_told_truly(written: str, why: str) -> None:
    with pytest.raises(ValueError) as caught:
        read_instant(written, ZONE)
    assert str(caught.value) == why


@given(st.dates(date(1995, 1, 1), date(2095, 1, 1)), st.sampled_from("/.-"))
def test_a_day_is_read_where_one_day_is_meant_and_refused_where_two_are(day: date, sign: str) -> None:
    for written in (f"{day:%d}{sign}{day:%m}{sign}{day:%Y}", f"{day:%m}{sign}{day:%d}{sign}{day:%Y}"):
        if day.day > 12 or day.day == day.month:
            assert read_instant(written, "UTC").date() == day
        else:
            with pytest.raises(ValueError, match="two dates"):
                read_instant(written, "UTC")


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-06-03 8:05", datetime(2026, 6, 3, 6, 5, tzinfo=UTC)),
        ("2026/06/03 08:05:00", datetime(2026, 6, 3, 6, 5, tzinfo=UTC)),
        ("2026/6/3 8:05 PM", datetime(2026, 6, 3, 18, 5, tzinfo=UTC)),
        ("2026-6-3", datetime(2026, 6, 2, 22, 0, tzinfo=UTC)),
        ("2026-06-03T08:05:00+02:00[Europe/Berlin]", datetime(2026, 6, 3, 6, 5, tzinfo=UTC)),
        ("2026-06-03T08:05:00Z[Europe/Berlin]", datetime(2026, 6, 3, 8, 5, tzinfo=UTC)),
        ("2026-06-03T08:05[America/New_York]", datetime(2026, 6, 3, 12, 5, tzinfo=UTC)),
        ("2026-06-03 08:05:00 Asia/Tokyo", datetime(2026, 6, 2, 23, 5, tzinfo=UTC)),
        ("2026-10-25T02:30:00+01:00[Europe/Berlin]", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_years_first_without_noughts_and_places_are_read(written: str, at: datetime) -> None:
    assert read_instant(written, ZONE) == at


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2026-06-03T08:05:00-05:00[Europe/Berlin]", "offset that isn't the one of Europe/Berlin"),
        ("2026-06-03T08:05:00[Mars/Olympus]", "a zone that isn't known: Mars/Olympus"),
        ("03/06/2026 08:05 Europe/Berlin", "can be read as two dates"),
        ("2026-06-038:05", "is no date"),
    ],
)
def test_a_place_against_its_offset_is_no_date(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_instant(written, ZONE)


def test_a_length_that_cant_be_read_is_said_to_be_reckoned() -> None:
    (remark,) = unread_remarks(
        metadata_from({"duration": "312 Ticks"}, FoundIn.SIDECAR, ZONE).model_copy(update={"duration_ms": 35_500})
    )
    assert remark == 'Its duration can\'t be read: "312 Ticks" is no duration; it was reckoned from the rest.'


@pytest.mark.parametrize(
    "written",
    [
        "Tue 23 Jun 2026",
        "Tuesday, 23 June 2026",
        "Tue, Jun 23 2026",
        "Tue Jun 23 00:00:00 2026",
        "Jun 23, 2026",
        "mardi 23 juin 2026",
    ],
)
def test_a_weekday_before_a_date_is_read_where_it_is_that_days(written: str) -> None:
    assert read_instant(written, "UTC") == datetime(2026, 6, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    ["Mon 23 Jun 2026", "Mon Jun 23 14:30:00 2026", "Montag, 23. Juni 2026", "Mon, 23 Jun 2026 14:30:00 +0000"],
)
def test_a_weekday_of_another_day_is_a_slip_of_one_of_the_two(written: str) -> None:
    with pytest.raises(ValueError, match="weekday"):
        read_instant(written, "UTC")


def test_no_weekday_tells_the_year_of_a_recording() -> None:
    for written in ("Mon 23 Nov", "23 Nov", "Mon, Nov 23"):
        with pytest.raises(ValueError, match="is no date"):
            read_instant(written, "UTC")


def test_a_text_of_pages_is_no_date_at_once() -> None:
    for written in ("1" * 200_000, "1 " * 100_000, "2026-06-23 " * 20_000):
        with pytest.raises(ValueError, match="is no date"):
            read_instant(written, "UTC")
