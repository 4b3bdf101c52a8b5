"""A place that tells a thing twice, under two names and with two values, is warned of, whatever the thing is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.formats.metadata import FoundIn, contradicting_remarks, merge
from debrief.interactions.formats.metadata_values import metadata_from

pytestmark = pytest.mark.feature("S2.1")


def remarks(**raw: object) -> tuple[str, ...]:
    return contradicting_remarks(metadata_from(raw, FoundIn.SIDECAR, "Europe/Berlin"))


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        ({"duration_ms": 240_000, "duration": 480}, "duration"),
        ({"duration_ms": 2_000, "duration": 480}, "duration"),
        ({"call_duration_seconds": 240, "total_duration": "8:00"}, "duration"),
        ({"hold_time_ms": 60_000, "hold_time": 120}, "hold time"),
        ({"started_at": "2026-03-02T10:00:00Z", "timestamp": "2026-03-03T10:00:00Z"}, "date"),
        ({"start_time": "2026-03-02T10:00:00Z", "call_start": "2026-03-02T10:20:00Z"}, "date"),
        ({"started_at": "2026-03-02T10:00:00Z", "answered_at": "2026-03-02T22:00:00Z"}, "date"),
        ({"started_at": "2026-03-02T10:00:00Z", "call_date": "2026-03-09"}, "date"),
        ({"ended_at": "2026-03-02T10:00:00Z", "call_end": "2026-03-02T11:00:00Z"}, "end"),
        ({"agent_name": "Mara Weiss", "operator": "Jonas Brandt"}, "agent reference"),
        ({"agent_email": "mara@sample.example", "agent": "jonas@sample.example"}, "agent reference"),
        ({"agentId": "4711", "agent_id": "4712"}, "agent reference"),
        ({"contact_id": "c-1", "contact_reference": "c-2"}, "contact reference"),
        ({"customer_id": "k-1", "cust_id": "k-2"}, "customer reference"),
        ({"channel": "voice", "media": "chat"}, "channel"),
        ({"direction": "inbound", "call_direction": "outbound"}, "direction"),
        ({"language": "en-GB", "locale": "de-DE"}, "language"),
        ({"agent_channel": 0, "agent_audio_channel": "1"}, "agent's audio channel"),
    ],
)
def test_two_values_that_contradict_each_other_are_told(raw: dict[str, object], named: str) -> None:
    (remark,) = remarks(**raw)
    assert remark.startswith(f"Its {named} is given under ")
    assert all(f'"{key}"' in remark for key in raw)
    assert not any(str(value) in remark for value in raw.values() if len(str(value)) > 2), "no content"
    assert remarks(**dict(reversed(raw.items()))), "whichever stands first"


@pytest.mark.parametrize(
    "raw",
    [
        {"duration_ms": 240_000, "duration": 240},
        {"duration_ms": 240_000, "duration": 240_000},
        {"duration_ms": 243_000, "duration_minutes": 4},
        {"duration": 241_500, "duration_unit": "ms", "duration_seconds": 241},
        {"call_duration": 240, "total_duration": "4:05"},
        {"started_at": "2026-03-02T10:00:00Z", "timestamp": "2026-03-02T11:00:00+01:00"},
        {"started_at": "2026-03-02T10:00:00Z", "timestamp": "2026-03-02T10:20:00Z", "duration": 1200},
        {"started_at": "2026-03-02T10:00:00Z", "answered_at": "2026-03-02T10:40:00Z"},
        {"start_time_utc": "2026-03-02T10:00:00", "start_time": "2026-03-02T05:00:00"},
        {"started_at": "2026-03-02T23:50:00Z", "call_date": "2026-03-03"},
        {"date": "2026-03-02", "time": "10:15"},
        {"agent_name": "Weiss, Mara", "operator": "Mara Weiss"},
        {"agent_name": "Mara Weiss", "advisor": "M. Weiss"},
        {"agent_id": "4711", "agent_name": "Mara Weiss", "agent_email": "mara@sample.example", "agent_extension": "12"},
        {"contact_id": "c-2", "initial_contact_id": "c-1", "session_id": "s", "call_id": "9"},
        {"caller": "+49301234567", "customer_id": "k-1"},
        {"channel": "voice", "media": "audio", "interaction_type": "audio/wav"},
        {"direction": "inbound", "initiation_method": "API"},
        {"language": "en", "language_code": "en-US"},
        {"queue": "Billing", "skill": "Invoices", "campaign": "Spring"},
    ],
)
def test_two_names_of_one_thing_are_no_contradiction(raw: dict[str, object]) -> None:
    assert remarks(**raw) == ()


def test_it_is_told_of_the_place_that_was_taken_alone() -> None:
    strong = metadata_from({"duration_ms": 240_000}, FoundIn.SIDECAR, "UTC")
    weak = metadata_from({"duration_ms": 240_000, "duration": 480, "media": "x"}, FoundIn.DOCUMENT, "UTC")
    assert contradicting_remarks(merge(strong, weak)) == ()
    assert len(contradicting_remarks(merge(weak, strong))) == 1


@given(st.integers(min_value=10, max_value=36_000), st.integers(min_value=10, max_value=36_000))
def test_lengths_are_told_where_they_differ_as_a_recording_would(one: int, other: int) -> None:
    said = remarks(duration_ms=one * 1000, duration_seconds=other)
    assert bool(said) is (abs(one - other) * 1000 > max(3_000, max(one, other) * 1000 // 20))


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "agent",
                "agent_id",
                "agent_name",
                "start",
                "date",
                "duration",
                "hold",
                "media",
                "channel",
                "contact",
                "contact_id",
                "language",
            ]
        ),
        st.none() | st.text(max_size=20) | st.integers() | st.booleans() | st.lists(st.text(max_size=3), max_size=2),
    )
)
def test_whatever_is_given_is_read(raw: dict[str, object]) -> None:
    metadata_from(raw, FoundIn.SIDECAR, "UTC")
