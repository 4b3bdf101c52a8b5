"""What the letters of a zone mean beside a date, and where they can be read as two times."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.formats.metadata import FoundIn, remarks_on
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.times import is_date_alone, read_instant, read_time_of_day
from debrief.interactions.formats.zone_letters import ABBREVIATED
from debrief.interactions.intake.metadata_in_names import metadata_from_name

pytestmark = pytest.mark.feature("S2.1")


def hour(value: object, account: str = "UTC") -> str:
    return read_instant(value, account).strftime("%H:%M")


@pytest.mark.parametrize(
    ("value", "account", "at"),
    [
        # Letters that are kept on that day.
        ("2026-01-15 10:00 CET", "Asia/Tokyo", "09:00"),
        ("2026-07-15 10:00 CEST", "Asia/Tokyo", "08:00"),
        ("15 Jan 2026 10:00 EST", "Europe/Berlin", "15:00"),
        ("Jul 15, 2026 10:00 AM PDT", "Europe/Berlin", "17:00"),
        ("Wed, 15 Jul 2026 10:00:00 EDT", "UTC", "14:00"),
        ("2026-01-15 10:00 AEDT", "UTC", "23:00"),
        ("2026-07-15 10:00 JST", "Europe/Berlin", "01:00"),
        # Letters of the account's own zone, which never switches, or has them then.
        ("2026-07-15 10:00 MST", "America/Phoenix", "17:00"),
        ("2026-07-15 10:00 EST", "America/Jamaica", "15:00"),
        ("2026-07-15 10:00 CET", "Africa/Algiers", "09:00"),
        ("2026-07-15 10:00 CST", "America/Regina", "16:00"),
        ("2026-01-15 10:00 AEST", "Australia/Brisbane", "00:00"),
        ("2026-01-15 10:00 PST", "Asia/Manila", "02:00"),
        # Letters of several zones: the account's decides.
        ("2026-01-15 10:00 CST", "America/Chicago", "16:00"),
        ("2026-01-15 10:00 CST", "America/New_York", "16:00"),
        ("2026-01-15 10:00 CST", "Asia/Shanghai", "02:00"),
        ("2026-07-15 10:00 CST", "Asia/Taipei", "02:00"),
        ("2026-01-15 10:00 CST", "America/Havana", "15:00"),
        ("2026-07-15 10:00 IST", "Asia/Kolkata", "04:30"),
        ("2026-07-15 10:00 IST", "Asia/Calcutta", "04:30"),
        ("2026-01-15 10:00 IST", "Asia/Jerusalem", "08:00"),
        ("2026-07-15 10:00 IST", "Europe/Dublin", "09:00"),
        ("15 Jul 2026 10:00 BST", "Europe/London", "09:00"),
        ("2026-07-15 10:00 BST", "Asia/Dhaka", "04:00"),
        ("2026-07-15 10:00 GMT", "Europe/London", "10:00"),
        # The hour that occurs twice: each of both letters is kept in one of them.
        ("2026-10-25 02:30 CET", "Europe/Berlin", "01:30"),
        ("2026-10-25 02:30 CEST", "Europe/Berlin", "00:30"),
        ("2026-10-25 02:30 CET", "Asia/Tokyo", "01:30"),
        ("2026-11-01 01:30 EST", "America/New_York", "06:30"),
        ("2026-11-01 01:30 EDT", "America/New_York", "05:30"),
        ("2026-11-01 01:30 EST", "Europe/Berlin", "06:30"),
        ("2026-11-01 01:30 CST", "America/Chicago", "07:30"),
        ("2026-11-01 01:30 CDT", "America/Chicago", "06:30"),
        ("2026-11-01 01:30 CST", "America/Winnipeg", "07:30"),
        ("2026-10-25 01:30 IST", "Europe/Dublin", "00:30"),
        ("2026-10-25 01:30 BST", "Europe/London", "00:30"),
        ("2026-04-05 02:30 AEST", "Australia/Sydney", "16:30"),
        ("2026-04-05 02:30 AEDT", "Australia/Sydney", "15:30"),
    ],
)
def test_letters_are_the_zone_that_they_mean_there_and_then(value: str, account: str, at: str) -> None:
    assert hour(value, account) == at


@pytest.mark.parametrize(
    ("value", "account", "offsets"),
    [
        ("2026-07-15 10:00 CET", "Europe/Berlin", "+01:00 or +02:00"),
        ("2026-07-15 10:00 CET", "UTC", "+01:00 or +02:00"),
        ("15 Jul 2026 10:00 EST", "America/New_York", "-05:00 or -04:00"),
        ("Wed, 15 Jul 2026 10:00:00 PST", "UTC", "-08:00 or -07:00"),
        ("2026-01-15 10:00 CEST", "Europe/Berlin", "+02:00 or +01:00"),
        ("2026-01-15 10:00 AEST", "Australia/Sydney", "+10:00 or +11:00"),
        ("2026-01-15 10:00 CST", "Europe/Berlin", "-06:00, +08:00 or -05:00"),
        ("2026-07-15 10:00 CST", "America/Chicago", "-06:00, +08:00 or -05:00"),
        ("2026-07-15 10:00 IST", "Europe/Berlin", "+05:30, +02:00 or +01:00"),
        ("2026-01-15 10:00 BST", "Europe/London", "+01:00 or +06:00"),
        ("2026-07-15 10:00 BST", "America/New_York", "+01:00 or +06:00"),
        # The hour that doesn't occur.
        ("2026-03-29 02:30 CEST", "Europe/Berlin", "+02:00 or +01:00"),
    ],
)
def test_letters_that_can_be_read_as_two_times_are_asked_about(value: str, account: str, offsets: str) -> None:
    with pytest.raises(ValueError, match="for it") as asked:
        read_instant(value, account)
    assert str(asked.value).endswith(f"write {offsets} for it")
    assert value in str(asked.value)


@pytest.mark.parametrize(
    ("raw", "account", "at"),
    [
        ({"date": "2026-07-15 10:00", "timezone": "IST"}, "Asia/Kolkata", 4),
        ({"date": "2026-01-15 10:00", "timezone": "CET"}, "UTC", 9),
        ({"date": "2026-07-15", "time": "10:00 CEST"}, "UTC", 8),
        ({"date": "2026-07-15 10:00", "timezone": "CET"}, "Europe/Berlin", None),
        ({"date": "2026-07-15", "time": "10:00 CET"}, "Europe/Berlin", None),
        ({"date": "2026-07-15 10:00", "timezone": "CST"}, "UTC", None),
    ],
)
def test_letters_beside_a_date_are_read_likewise(raw: dict[str, object], account: str, at: int | None) -> None:
    found = metadata_from(raw, FoundIn.SIDECAR, account)
    assert (found.started_at.hour if found.started_at else None) == at
    assert bool(found.unread) == (at is None)


def test_letters_in_a_files_name_are_read_likewise() -> None:
    assert metadata_from_name("in/2026-01-15_10-00-00_CET.wav", "UTC").started_at == datetime(
        2026, 1, 15, 9, tzinfo=UTC
    )
    asked = metadata_from_name("in/2026-07-15_10-00-00_CET.wav", "Europe/Berlin")
    assert asked.started_at is None
    assert asked.unread["started_at"] == (
        '"2026-07-15_10-00-00_CET" in its name is in CET, which isn\'t kept on that day; write +01:00 or +02:00 for it'
    )
    assert asked.written["started_at"] == "2026-07-15_10-00-00_CET"


@pytest.mark.parametrize(
    ("raw", "account", "told"),
    [
        ({"date": "2026-07-15 10:00 GMT"}, "Europe/London", True),
        ({"date": "2026-07-15 10:00", "timezone": "GMT"}, "Europe/London", True),
        ({"date": "2026-01-15 10:00 GMT"}, "Europe/London", False),
        ({"date": "2026-07-15 10:00 GMT"}, "Europe/Berlin", False),
        ({"date": "Wed, 15 Jul 2026 10:00:00 GMT"}, "Europe/London", False),
        ({"date": "2026-07-15 10:00 GMT+1"}, "Europe/London", False),
    ],
)
def test_gmt_is_utc_and_is_told_where_clocks_show_it_in_winter_alone(
    raw: dict[str, object], account: str, told: bool
) -> None:
    found = metadata_from(raw, FoundIn.SIDECAR, account)
    assert found.started_at is not None
    assert any("read as UTC" in each for each in remarks_on(found)) is told


@given(
    st.sampled_from(sorted(ABBREVIATED)),
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Sydney"]),
)
def test_letters_are_never_taken_for_an_hour_that_nobody_means(letters: str, moment: datetime, account: str) -> None:
    try:
        found = read_instant(f"{moment:%Y-%m-%d %H:%M} {letters}", account)
    except ValueError as error:
        told = str(error)
        assert "for it" in told
        return
    ahead = (moment.replace(second=0, microsecond=0, tzinfo=UTC) - found).total_seconds() / 3600
    assert ahead in ({ABBREVIATED[letters]} | ({8} if (letters, account) == ("CST", "Asia/Shanghai") else set()))


@pytest.mark.parametrize(
    "value",
    [
        "Jun 3 2026 9pm", "Jun 3, 2026 9 PM", "3 June 2026 at 9 p.m.", "2026-06-03 9PM", "2026-06-03T9 pm",
        "Wed Jun 3 2026 9pm",
        "3. Juni 2026 21 Uhr", "3. Juni 2026 um 21 Uhr", "3 juin 2026 21h", "2026-06-03 9\u202fPM",
    ],
)  # fmt: skip
def test_an_hour_without_its_minutes_is_read(value: str) -> None:
    assert hour(value) == "21:00"
    assert not is_date_alone(value)


@pytest.mark.parametrize("value", ["06/13/2026 9 PM", "13.06.2026 9pm", "13/06/2026 21h"])
def test_so_is_one_behind_a_date_that_means_one_day(value: str) -> None:
    assert read_instant(value, "UTC") == datetime(2026, 6, 13, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "value", ["06/03/2026 9 PM", "2026-06-03 13pm", "2026-06-03 0pm", "2026-06-03 9", "2026-06-03 25h", "Jun 3 PM 2026"]
)
def test_what_is_no_certain_hour_is_asked_about(value: str) -> None:
    with pytest.raises(ValueError):
        read_instant(value, "UTC")


@pytest.mark.parametrize(("value", "at"), [("9 PM", 21), ("9pm", 21), ("12 AM", 0), ("12 p.m.", 12), ("21 Uhr", 21)])
def test_a_time_of_day_may_be_an_hour_alone(value: str, at: int) -> None:
    assert read_time_of_day(value).hour == at
    for raw in ({"date": "2026-06-03", "time": value}, {"call_date": "2026-06-03", "start_time": value}):
        found = metadata_from(raw, FoundIn.SIDECAR, "UTC")
        assert (found.started_at, found.unread) == (datetime(2026, 6, 3, at, tzinfo=UTC), {})
