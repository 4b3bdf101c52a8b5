"""Times in milliseconds that were read as seconds are mended where that is certain, and no turn lies hours too late."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.model import SourceFormat, Speaker, Turn
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.parsed import ParsedConversation
from debrief.interactions.formats.units_of_time import known_length, with_times_that_fit
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.model import IntakeStatus
from tests.unit.interactions.test_intake import Desk, desk, wav
from tests.unit.interactions.test_intake_documents import KNOWN

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1")
SAID = (
    "Good morning, thank you for calling, how can I help you today?",
    "My order isn't here yet and it was promised for Monday.",
    "Let me check that for you, please hold the line for a moment.",
    "All right, thank you very much.",
)
GIVEN = {name: KNOWN[name] for name in ("dt",)} | {"agent": "AG-1", "queue": "billing"}


def document(unit: float) -> bytes:
    """What was said for 38 s, its times as seconds times `unit`."""
    segments: list[dict[str, Any]] = [
        {"start": at * 10 * unit, "end": (at * 10 + 8) * unit, "speaker": f"SPEAKER_0{at % 2}", "text": text}
        for at, text in enumerate(SAID)
    ]
    return json.dumps({"language": "en", "segments": segments}).encode()


def begins(desk: Desk, key: str) -> list[int | None]:
    read = desk.reader.conversation(desk.item(key))
    assert read is not None
    return [turn.start_ms for turn in read.turns]


def told(desk: Desk, key: str) -> list[str]:
    return [each for each in desk.item(key).warnings if each.startswith("The times of its words")]


def test_the_recording_tells_the_unit(desk: Desk) -> None:
    desk.drop("calls/a.json", document(1000), GIVEN | {"channel": "voice"})
    desk.drop("calls/a.wav", wav(40, 1), GIVEN)
    item = desk.item("calls/a.wav")
    assert (item.status, item.metadata.duration_ms) == (IntakeStatus.PROCESSING, 40_000)
    assert begins(desk, "calls/a.wav") == [0, 10_000, 20_000, 30_000]
    assert told(desk, "calls/a.wav") == [
        "The times of its words are in milliseconds: read as seconds, they go on until 10 h 33 min, and it lasted 40 s."
    ]


def test_a_length_that_is_given_tells_the_unit(desk: Desk) -> None:
    desk.drop("calls/a.json", document(1000), GIVEN | {"channel": "voice", "duration": "39"})
    assert desk.item("calls/a.json").status is IntakeStatus.PROCESSING
    assert begins(desk, "calls/a.json") == [0, 10_000, 20_000, 30_000]
    assert len(told(desk, "calls/a.json")) == 1


@pytest.mark.parametrize("duration", ["39000", "46000"])
def test_a_length_in_milliseconds_is_told_by_the_words(desk: Desk, duration: str) -> None:
    given = GIVEN | {"channel": "voice", "duration": duration, "hold": "60000", "acw": "12"}
    desk.drop("calls/a.json", document(1), given)
    item = desk.item("calls/a.json")
    known = item.metadata
    assert item.status is IntakeStatus.PROCESSING
    assert (known.duration_ms, known.hold_ms, known.after_call_work_ms) == (int(duration), 60_000, 12_000)
    assert [each for each in item.warnings if "Its length is in another unit: read as milliseconds" in each]


@pytest.mark.parametrize("duration", ["200000", "20000"])
def test_a_length_of_which_no_unit_fits_stays_in_doubt(desk: Desk, duration: str) -> None:
    desk.drop("calls/a.json", document(1), GIVEN | {"channel": "voice", "duration": duration})
    item = desk.item("calls/a.json")
    doubtful = [*item.warnings, *(each.sentence for each in item.reasons)]
    assert any("Perhaps its length is in another unit" in each for each in doubtful)
    assert item.metadata.duration_ms == int(duration) * 1000


def test_a_length_of_days_for_a_few_words_without_times_is_asked_about(desk: Desk) -> None:
    said = "Agent: Good morning, how can I help?\nCustomer: My order is late.\nAgent: I will look.\n"
    vcon = {
        "vcon": "0.3.0",
        "uuid": "018e4f5e-7d4f-8a5a-9c3b-2d1e0f9a8b7c",
        "created_at": "2026-11-20T10:00:00Z",
        "parties": [{"name": "Agent", "role": "agent"}, {"name": "Customer", "role": "customer"}],
        "dialog": [],
        "analysis": [
            {
                "type": "transcript",
                "dialog": 0,
                "vendor": "x",
                "mediatype": "text/plain",
                "body": said,
                "encoding": "none",
            }
        ],
    }
    desk.drop("calls/a.vcon", json.dumps(vcon).encode(), GIVEN | {"channel": "voice", "duration": "215000"})
    held = desk.item("calls/a.vcon")
    assert [(each.code, each.field) for each in held.reasons] == [(HoldCode.DURATION_MISSING, "duration_ms")]
    assert "Perhaps its length is in another unit" in held.reasons[0].sentence


def test_where_nothing_tells_it_the_answer_to_the_hold_does(desk: Desk) -> None:
    desk.drop("calls/a.json", document(1000), GIVEN | {"channel": "voice"})
    held = desk.item("calls/a.json")
    assert [(each.code, each.field) for each in held.reasons] == [(HoldCode.DURATION_MISSING, "duration_ms")]
    done = desk.intake.complete(held, {"duration": "0:41"})
    assert (done.status, done.metadata.duration_ms) == (IntakeStatus.PROCESSING, 41_000)
    assert begins(desk, "calls/a.json") == [0, 10_000, 20_000, 30_000]
    desk.normaliser.run(done.id, done.attempt, None)
    assert done.interaction_id is not None
    interaction = desk.interactions.interaction(done.interaction_id)
    assert interaction is not None
    assert interaction.duration_ms == 41_000
    kept = desk.interactions.transcript(interaction)
    assert kept is not None
    assert [turn.start_ms for turn in kept.turns] == [0, 10_000, 20_000, 30_000]
    assert any("are in milliseconds" in each for each in interaction.remarks)


def test_times_that_fit_no_unit_are_left_out_and_that_is_told(desk: Desk) -> None:
    desk.drop("calls/a.json", document(7000), GIVEN | {"channel": "voice", "duration": "39"})
    assert begins(desk, "calls/a.json") == [None] * 4
    (remark,) = told(desk, "calls/a.json")
    assert remark.endswith("They were left out, as no unit fits them.")


def test_times_that_fit_are_not_touched(desk: Desk) -> None:
    desk.drop("calls/a.json", document(1), GIVEN | {"channel": "voice", "duration": "39"})
    assert begins(desk, "calls/a.json") == [0, 10_000, 20_000, 30_000]
    assert told(desk, "calls/a.json") == []


def test_what_was_written_may_lie_days_apart() -> None:
    written = metadata_from({"channel": "chat", "duration": 600}, FoundIn.SIDECAR, "UTC")
    assert known_length(written, None, cut_off=False) is None
    assert known_length(Metadata(duration_ms=600_000), None, cut_off=False) == 600_000
    assert known_length(Metadata(duration_ms=600_000), 90_000, cut_off=False) == 90_000
    assert known_length(Metadata(duration_ms=600_000), 90_000, cut_off=True) == 600_000
    apart = conversation([(at * 7_000_001, 0) for at in range(6)])
    assert with_times_that_fit(apart, 600_000, spoken=False) is apart
    assert with_times_that_fit(apart, 600_000).end_ms is None


def conversation(times: list[tuple[int, int]]) -> ParsedConversation:
    turns = tuple(
        Turn(index=index, speaker=Speaker.UNKNOWN, text=SAID[index % 4], start_ms=start, end_ms=start + length)
        for index, (start, length) in enumerate(sorted(times))
    )
    return ParsedConversation(format=SourceFormat.WHISPER, metadata=Metadata(), turns=turns)


@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**7)), min_size=3, max_size=8),
    st.integers(1, 10**7),
)
def test_turns_far_behind_the_end_are_never_silent(times: list[tuple[int, int]], known_ms: int) -> None:
    before = conversation(times)
    after = with_times_that_fit(before, known_ms)
    if after == before:
        begun = [turn.start_ms or 0 for turn in after.turns]
        behind = sum(begin > known_ms for begin in begun) * 2 >= len(begun)
        assert not behind or (after.end_ms or 0) < max(10 * known_ms, known_ms + 600_001, 20_001 * 200)
    else:
        assert len(after.warnings) == 1
        assert after.end_ms is None or after.end_ms <= known_ms + 2000 + known_ms // 50
    assert [turn.text for turn in after.turns] == [turn.text for turn in before.turns]


@given(st.lists(st.tuples(st.integers(0, 600_000), st.integers(1, 20_000)), min_size=4, max_size=12))
def test_what_was_a_thousand_times_too_long_is_as_it_was(times: list[tuple[int, int]]) -> None:
    true = conversation(times)
    lasted = true.end_ms or 0
    read = conversation([(start * 1000, length * 1000) for start, length in times])
    after = with_times_that_fit(read, lasted)
    if after is not read and after.end_ms is not None:
        assert [(turn.start_ms, turn.end_ms) for turn in after.turns] == [
            (turn.start_ms, turn.end_ms) for turn in true.turns
        ]
