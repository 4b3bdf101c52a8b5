from datetime import UTC, datetime, timedelta

import pytest

from debrief.interactions.formats.durations import DurationSources, with_duration
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.verification import AgentMatch, reasons_to_hold

pytestmark = pytest.mark.feature("S2.1")
NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)


def complete(**changes: object) -> Metadata:
    known = {
        "agent_reference": "x7",
        "started_at": NOW - timedelta(hours=1),
        "queue": "orders",
        "duration_ms": 60_000,
        **changes,
    }
    return Metadata.model_validate(known)


def codes(metadata: Metadata, *users: str) -> list[HoldCode]:
    match = AgentMatch(reference=metadata.agent_reference or "", user_ids=users)
    return [reason.code for reason in reasons_to_hold(metadata, agent=match, now=NOW)]


def test_what_is_complete_is_not_held() -> None:
    assert codes(complete(), "us_1") == []


@pytest.mark.parametrize(
    "field, code",
    [
        ("agent_reference", HoldCode.AGENT_MISSING),
        ("started_at", HoldCode.DATE_MISSING),
        ("queue", HoldCode.QUEUE_MISSING),
        ("duration_ms", HoldCode.DURATION_MISSING),
    ],
)
def test_each_required_field_is_missed(field: str, code: HoldCode) -> None:
    metadata = complete(**{field: None})
    reasons = reasons_to_hold(metadata, agent=AgentMatch(reference="x7", user_ids=("us_1",)), now=NOW)
    assert [(reason.code, reason.field) for reason in reasons] == [(code, field)]
    assert reasons[0].sentence.endswith(".")


def test_everything_missing_is_told_at_once() -> None:
    assert len(reasons_to_hold(Metadata(), agent=None, now=NOW)) == 4


def test_an_agent_must_be_one_user() -> None:
    assert codes(complete()) == [HoldCode.AGENT_UNKNOWN]
    assert codes(complete(), "us_1", "us_2") == [HoldCode.AGENT_AMBIGUOUS]


def test_the_reason_names_the_value_that_could_not_be_read() -> None:
    metadata = metadata_from({"agent": "x", "queue": "q", "duration": 5, "date": "01/02/2025"}, FoundIn.SIDECAR, "UTC")
    (reason,) = reasons_to_hold(metadata, agent=None, now=NOW)
    assert reason.code is HoldCode.DATE_MISSING
    assert "01/02/2025" in reason.sentence


def test_impossible_dates_are_held() -> None:
    assert codes(complete(started_at=NOW + timedelta(days=3)), "us_1") == [HoldCode.DATE_IN_FUTURE]
    assert codes(complete(started_at=NOW + timedelta(hours=14)), "us_1") == []
    assert codes(complete(ended_at=NOW - timedelta(hours=2)), "us_1") == [HoldCode.END_BEFORE_START]


@pytest.mark.parametrize(
    "time_zone, said", [("UTC", "3 June 2062 at 22:30"), ("Europe/Berlin", "4 June 2062 at 00:30")]
)
def test_a_date_in_the_future_is_said_as_people_say_it_where_the_account_is(time_zone: str, said: str) -> None:
    metadata = complete(started_at=datetime(2062, 6, 3, 22, 30, tzinfo=UTC))
    match = AgentMatch(reference="x7", user_ids=("us_1",))
    (reason,) = reasons_to_hold(metadata, agent=match, now=NOW, time_zone=time_zone)
    assert reason.sentence == f"Its date, {said}, lies in the future."


def test_the_best_known_duration_is_taken() -> None:
    begun = complete(duration_ms=None)
    ended = complete(duration_ms=None, ended_at=NOW - timedelta(minutes=50))
    backwards = complete(duration_ms=None, ended_at=NOW - timedelta(hours=2))
    everything = DurationSources(audio_header_ms=3, vendor_ms=4, transcript_end_ms=5)
    assert with_duration(complete(), everything).duration_ms == 60_000
    assert with_duration(ended, everything).duration_ms == 600_000
    assert with_duration(begun, everything).duration_ms == 3
    assert with_duration(backwards, everything).duration_ms == 3
    assert with_duration(begun, DurationSources(vendor_ms=4, transcript_end_ms=5)).duration_ms == 4
    assert with_duration(begun, DurationSources(transcript_end_ms=0)).duration_ms == 0
    assert with_duration(begun, DurationSources()).duration_ms is None
