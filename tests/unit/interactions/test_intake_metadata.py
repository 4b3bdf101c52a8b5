import csv
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.model import Channel, Direction
from debrief.interactions.formats.metadata import FoundIn, Metadata, merge, unread_remarks
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.times import read_duration_ms, read_instant
from debrief.interactions.intake.file_names import RECORDINGS, Part, unit_of
from debrief.interactions.intake.metadata_in_names import metadata_from_name

pytestmark = pytest.mark.feature("S2.1")


@pytest.mark.parametrize(
    "key, unit, part",
    [
        ("calls/a.wav", "calls/a", Part.RECORDING),
        ("calls/a.MP3", "calls/a", Part.RECORDING),
        ("calls/a.json", "calls/a", Part.DOCUMENT),
        ("calls/a.wav.json", "calls/a", Part.DOCUMENT),
        ("calls/a.vtt", "calls/a", Part.TRANSCRIPT),
        ("calls/a.vcon.json", "calls/a", Part.TRANSCRIPT),
        ("calls/a.metadata.json", "calls/a", Part.SIDECAR),
        ("calls/a.wav.metadata.json", "calls/a", Part.SIDECAR),
        ("calls/a.screen.mp4", "calls/a", Part.SCREEN_RECORDING),
        ("calls/a_transcript.vtt", "calls/a", Part.TRANSCRIPT),
        ("calls/a-Transcription.json", "calls/a", Part.DOCUMENT),
        ("calls/a_metadata.json", "calls/a", Part.SIDECAR),
        ("z/GMT20261120-100000_Recording_1920x1080.mp4", "z/GMT20261120-100000_Recording", Part.RECORDING),
        ("z/GMT20261120-100000_Recording_gallery_640x360.mp4", "z/GMT20261120-100000_Recording", Part.RECORDING),
        ("z/GMT20261120-100000_Recording_2.mp4", "z/GMT20261120-100000_Recording_2", Part.RECORDING),
        ("calls/a.b.wav", "calls/a.b", Part.RECORDING),
        ("calls/all.jsonl", "calls/all.jsonl", Part.BULK),
        ("calls/all.vcon.jsonl", "calls/all.vcon.jsonl", Part.BULK),
        ("calls/a.docx", "calls/a", Part.TRANSCRIPT),
        ("calls/a", "calls/a", Part.UNSUPPORTED),
        ("calls/", "calls/", Part.IGNORED),
        ("calls/.write_access_check_file.temp", "calls/.write_access_check_file.temp", Part.IGNORED),
        ("a.wav/b.json", "a.wav/b", Part.DOCUMENT),
    ],
)
def test_objects_find_their_unit(key: str, unit: str, part: Part) -> None:
    assert unit_of(key) == (unit, part)


stems = st.text(st.characters(categories=("L", "N"), include_characters="-_ /"), min_size=1, max_size=30).map(
    lambda stem: f"x{stem}y"
)


@given(stems, st.sampled_from(sorted(RECORDINGS)))
def test_all_companions_of_a_recording_share_its_unit(stem: str, suffix: str) -> None:
    recording = stem + suffix
    companions = [".json", ".vtt", ".vcon.json", ".metadata.json", ".screen.mp4"]
    units = {unit_of(key).unit_key for key in [recording, *(stem + after for after in companions), recording + ".json"]}
    assert units == {stem}


@given(st.text(max_size=40))
def test_any_key_has_a_unit_that_it_begins_with(key: str) -> None:
    unit, part = unit_of(key)
    assert key.startswith(unit)
    assert part in Part


def test_file_names_of_telephony_systems_are_read_in_the_accounts_time_zone() -> None:
    key = "in/Auto3_GUID_003_AGENT_SampleS_CUST_42_QUEUE_repairs_DT_2025-02-21T17-51-51_Mono.wav"
    found = metadata_from_name(key, "America/New_York")
    assert found.contact_reference == "003"
    assert found.agent_reference == "SampleS"
    assert found.customer_reference == "42"
    assert found.queue == "repairs"
    assert found.started_at == datetime(2025, 2, 21, 22, 51, 51, tzinfo=UTC)
    assert set(found.found_in.values()) == {FoundIn.FILE_NAME}


@pytest.mark.parametrize(
    "name",
    [
        "call_20250221_175151_AGENT_x_.wav",
        "2025-02-21 17.51.51.wav",
        "call-20250221T175151Z.wav",
        "AGENT_x_DT_2025-02-21_17-51-51.wav",
        "20250221175151_99.mp3",
    ],
)
def test_common_date_forms_in_names(name: str) -> None:
    assert metadata_from_name(name, "UTC").started_at == datetime(2025, 2, 21, 17, 51, 51, tzinfo=UTC)


def test_real_names_say_what_their_manifest_says(shared_data: Path) -> None:
    with (shared_data / "voice" / "manifest.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            found = metadata_from_name(f"in/{row['file']}", "UTC")
            assert found.agent_reference == row["agent_id"]
            assert f"GUID_{found.contact_reference}" == row["contact_id"]
            assert found.started_at == datetime.fromisoformat(row["start_time"] + "+00:00")


def test_a_name_without_a_date_has_none() -> None:
    assert metadata_from_name("call_4915112345678_AGENT_x_.wav", "UTC").started_at is None


@given(st.datetimes(datetime(1991, 1, 1), datetime(2099, 1, 1)).map(lambda moment: moment.replace(microsecond=0)))
def test_a_date_in_a_name_comes_back(moment: datetime) -> None:
    key = f"c_DT_{moment:%Y-%m-%dT%H-%M-%S}_x.wav"
    assert metadata_from_name(key, "UTC").started_at == moment.replace(tzinfo=UTC)


@pytest.mark.parametrize("key", ["agent", "agent_id", "agentId", "Agent-ID", "x-amz-meta-agent-id", "AGENT_NAME"])
def test_an_agent_is_found_under_many_spellings(key: str) -> None:
    assert metadata_from({key: " x7 "}, FoundIn.SIDECAR, "UTC").agent_reference == "x7"


def test_the_strongest_spelling_wins_whatever_the_order() -> None:
    for raw in ({"agent_name": "Jo", "agent_id": "7"}, {"agent_id": "7", "agent_name": "Jo"}):
        assert metadata_from(raw, FoundIn.SIDECAR, "UTC").agent_reference == "7"


def test_a_sidecar_is_read_whole() -> None:
    found = metadata_from(
        {
            "agent": {"id": "x7", "name": "Sample Agent"},
            "queue": {"name": "orders"},
            "callDate": "2025-07-01",
            "callTime": "09:30",
            "duration": "4:05",
            "holdTimeSeconds": 12,
            "acw_ms": 900,
            "channel": "Phone",
            "direction": "INBOUND",
            "inquiry": ["refund", "refund", "delivery"],
            "crm": {"dealId": "D-1", "account": "A-2"},
            "ticket_id": 77,
            "mood": "sunny",
        },
        FoundIn.SIDECAR,
        "Europe/Berlin",
    )
    assert found.agent_reference == "x7"
    assert found.queue == "orders"
    assert found.started_at == datetime(2025, 7, 1, 7, 30, tzinfo=UTC)
    assert (found.duration_ms, found.hold_ms, found.after_call_work_ms) == (245_000, 12_000, 900)
    assert found.channel is Channel.VOICE
    assert found.direction is Direction.INBOUND
    assert found.inquiry == ("refund", "delivery")
    assert found.crm_links == {"deal": "D-1", "account": "A-2", "ticket": "77"}
    assert found.further == {"mood": "sunny"}


@pytest.mark.parametrize(
    "raw",
    [
        {"startTimeUtc": "2026-11-20 10:00:00"},
        {"start_time_utc": "11/20/2026 10:00"},
        {"start_time": "2026-11-20 12:00", "startTimeUTC": "2026-11-20 10:00"},
        {"callStartTimeGMT": "2026-11-20 10:00"},
        {"start_epoch_ms": 1795168800000},
        {"start_time_ms": "1795168800000"},
        {"conversationStart": "2026-11-20T10:00:00Z", "conversationEnd": "2026-11-20T10:05:00Z"},
        {"ConnectedToSystemTimestamp": "2026-11-20T10:00:00Z"},
        {"recordingStartTime": "2026-11-20 05:00"},
        {"call_started_at": "2026-11-20 05:00", "start_ms": 1200},
    ],
)
def test_a_date_is_read_by_the_name_that_systems_give_it(raw: dict[str, object]) -> None:
    found = metadata_from(raw, FoundIn.SIDECAR, "America/New_York")
    assert (found.started_at, found.unread) == (datetime(2026, 11, 20, 10, tzinfo=UTC), {})


def test_a_place_within_a_recording_is_no_date() -> None:
    assert metadata_from({"start_ms": 1200, "end_ms": 3000}, FoundIn.SIDECAR, "UTC").started_at is None


def test_crm_links_may_be_json_in_object_metadata() -> None:
    raw = {"x-amz-meta-crm-links": '{"deal": "D-1"}', "x-amz-meta-crm-account": "A-2"}
    assert metadata_from(raw, FoundIn.OBJECT_METADATA, "UTC").crm_links == {"deal": "D-1", "account": "A-2"}


@pytest.mark.parametrize(
    "raw, field",
    [
        ({"date": "01/02/2025"}, "started_at"),
        ({"date": "soon"}, "started_at"),
        ({"date": "2025-13-01"}, "started_at"),
        ({"date": True}, "started_at"),
        ({"duration": "long"}, "duration_ms"),
        ({"duration": "99999999999"}, "duration_ms"),
        ({"duration": -1}, "duration_ms"),
        ({"channel": "pigeon"}, "channel"),
        ({"direction": "sideways"}, "direction"),
        ({"date": "2025-01-01", "time": "late"}, "started_at"),
    ],
)
def test_what_cannot_be_read_is_named_and_not_guessed(raw: dict[str, object], field: str) -> None:
    found = metadata_from(raw, FoundIn.SIDECAR, "UTC")
    assert getattr(found, field) is None
    assert field in found.unread


@pytest.mark.parametrize(
    "value", ["1740160311", "1740160311000", 1740160311, "2025-02-21T17:51:51Z", "2025-02-21T18:51:51+01:00"]
)
def test_instants_with_a_zone_ignore_the_accounts(value: object) -> None:
    assert read_instant(value, "Asia/Tokyo") == datetime(2025, 2, 21, 17, 51, 51, tzinfo=UTC)


def test_the_first_of_two_equal_local_times_is_taken() -> None:
    assert read_instant("2025-10-26T02:30:00", "Europe/Berlin") == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.none(), st.lists(st.integers(), max_size=2)))
def test_reading_a_time_gives_an_instant_or_a_value_error(value: object) -> None:
    for read in (lambda: read_instant(value, "Europe/Berlin"), lambda: read_duration_ms(value)):
        with suppress(ValueError):
            assert read() is not None


@given(st.integers(0, 10**8))
def test_durations_come_back(milliseconds: int) -> None:
    assert read_duration_ms(str(milliseconds), 1) == milliseconds
    assert read_duration_ms(timedelta(milliseconds=milliseconds)) == milliseconds


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(["agent", "date", "time", "queue", "duration", "crm", "inquiry", "channel", "deal", "?"])


@given(st.dictionaries(names, json_values))
def test_no_json_breaks_the_reader_and_the_result_round_trips(raw: dict[str, object]) -> None:
    found = metadata_from(raw, FoundIn.SIDECAR, "UTC")
    assert Metadata.model_validate_json(found.model_dump_json()) == found


def test_the_strongest_place_wins_and_origins_are_kept() -> None:
    person = metadata_from({"queue": "corrected"}, FoundIn.PERSON, "UTC")
    sidecar = metadata_from({"queue": "typo", "agent": "x7", "deal": "D-1"}, FoundIn.SIDECAR, "UTC")
    name = metadata_from({"agent": "from_name", "date": "2025-01-01", "account": "A"}, FoundIn.FILE_NAME, "UTC")
    merged = merge(person, sidecar, name)
    assert (merged.queue, merged.agent_reference) == ("corrected", "x7")
    assert merged.found_in == {
        "queue": FoundIn.PERSON,
        "agent_reference": FoundIn.SIDECAR,
        "started_at": FoundIn.FILE_NAME,
    }
    assert merged.crm_links == {"deal": "D-1", "account": "A"}


def test_an_unread_value_is_forgotten_once_a_stronger_place_gives_it_and_else_is_told() -> None:
    bad = metadata_from({"date": "01/02/2025"}, FoundIn.SIDECAR, "UTC")
    name = metadata_from({"date": "2025-02-01"}, FoundIn.FILE_NAME, "UTC")
    person = metadata_from({"date": "2025-02-01"}, FoundIn.PERSON, "UTC")
    assert merge(person, bad, name).unread == {}
    assert "started_at" in merge(bad).unread
    kept = merge(merge(bad, name), Metadata())
    (remark,) = unread_remarks(kept)
    assert kept.started_at == datetime(2025, 2, 1, tzinfo=UTC)
    assert "01/02/2025" in remark
    assert remark.endswith("that of the file name was taken.")
