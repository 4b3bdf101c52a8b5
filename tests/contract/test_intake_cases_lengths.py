"""Real-world inputs of every kind of fault in lengths, dates, audio, roles and holds, from the folder of cases.

The folder isn't part of the repository: copies of our own making stand in tests/unit/interactions, and run always.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from debrief.interactions.conversations.model import Speaker
from debrief.interactions.conversations.roles import RolesFrom
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.file_names import unit_of
from debrief.interactions.intake.model import ImportStatus, IntakeItem, IntakeStatus, import_status
from debrief.kernel.ids import derived_id
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import Change, User
from debrief.people.organisation.store import write_users
from tests.unit.interactions.test_intake import BUCKET, Desk

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("DEBRIEF_SHARED", ROOT.parent / "shared")) / "cases" / "intake"
pytestmark = [
    pytest.mark.feature("S2.1"),
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of cases is absent (DEBRIEF_SHARED)"),
]


class Taken(NamedTuple):
    """What became of a case: its item, and its turns as speaker and words."""

    desk: Desk
    item: IntakeItem

    @property
    def told(self) -> str:
        return " ".join([*self.item.warnings, *(reason.sentence for reason in self.item.reasons)])

    @property
    def codes(self) -> list[HoldCode]:
        return [reason.code for reason in self.item.reasons]


@pytest.fixture
def desk(aws: None) -> Desk:
    made = Desk()
    for number, (name, email, references) in enumerate(
        (
            ("Agent Aster", "aster@intake.example", ("aster",)),
            ("Dana Birch", "dana.birch@intake.example", ("dana.birch", "Dana Birch")),
            ("Bob Cedar", "bob.cedar@intake.example", ("+15551230002",)),
        )
    ):
        user = User(id=f"us_{number}", name=name, email=email, agent_references=references)
        with Transaction(made.clock, made.ids) as transaction:
            write_users(transaction, [Change(None, user)])
    made.clock.advance(datetime(2026, 11, 29, tzinfo=UTC) - made.clock.now())
    return made


def case(case_id: str) -> dict[str, Any]:
    cases = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))
    return next(each for each in cases if each["id"] == case_id)


def take(desk: Desk, case_id: str) -> Taken:
    key = ""
    for file in case(case_id)["files"]:
        key = f"{case_id}/{file['name']}"
        desk.drop(key, (FOLDER / case_id / file["name"]).read_bytes(), file.get("object_metadata") or {})
    item = desk.store.item(derived_id("in", BUCKET, unit_of(key).unit_key))
    assert item is not None
    return Taken(desk, item)


def speakers(taken: Taken) -> list[str]:
    parsed = taken.desk.reader.conversation(taken.item)
    assert parsed is not None
    return [str(turn.speaker) for turn in parsed.turns]


@pytest.mark.parametrize(
    ("case_id", "length"),
    [
        ("size-ffffffff", 2000),
        ("truncated", 1000),
        ("size-zero", 2000),
        ("ffmpeg-pipe", 2000),
        ("rf64", 2000),
        ("webm", 2008),
        ("amr", 2000),
        ("mono-m4a", 2000),
    ],
)
def test_audio_is_as_long_as_its_bytes(desk: Desk, case_id: str, length: int) -> None:
    taken = take(desk, case_id)
    assert (taken.item.status, taken.item.metadata.duration_ms) == (IntakeStatus.PROCESSING, length)
    assert taken.item.recording is not None
    assert taken.item.recording.channels == 1
    assert desk.workflows.started[f"{taken.item.id}-1"]["transcription"] == "speaker_labels"


def test_what_is_empty_is_held(desk: Desk) -> None:
    taken = take(desk, "empty")
    assert (taken.item.status, taken.codes[0]) == (IntakeStatus.HELD, HoldCode.DOCUMENT_EMPTY)


@pytest.mark.parametrize(
    ("case_id", "began"),
    [
        ("tz-11", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("tz-12", datetime(2026, 11, 20, 3, tzinfo=UTC)),
        ("tz-13", datetime(2026, 11, 20, 21, 27, 32, tzinfo=UTC)),
        ("tz-16", datetime(2026, 11, 20, 10, 0, 0, 123_000, tzinfo=UTC)),
    ],
)
def test_zones_in_names_count(desk: Desk, case_id: str, began: datetime) -> None:
    assert take(desk, case_id).item.metadata.started_at == began


def test_the_agent_is_told_by_wording_where_nobody_says_the_channel(desk: Desk) -> None:
    taken = take(desk, "channels-agent-second")
    parsed = desk.reader.conversation(taken.item)
    assert parsed is not None
    assert (parsed.agent_channel, parsed.roles.basis, parsed.roles.guessed) == (1, RolesFrom.WORDING, True)


def test_three_voices_stay_three(desk: Desk) -> None:
    taken = take(desk, "ivr-first")
    assert set(speakers(taken)) == {"system", "agent", "customer"}
    assert speakers(taken)[0] == "system"
    assert "3 voices" in taken.told


def test_two_speakers_in_one_caption_are_two_turns(desk: Desk) -> None:
    assert speakers(take(desk, "two-prefixes")) == ["agent", "customer"]


def test_a_recognisers_number_is_no_party(desk: Desk) -> None:
    assert speakers(take(desk, "diarised-customer-first")) == ["agent", "customer"]


def test_on_outbound_calls_the_agent_called(desk: Desk) -> None:
    taken = take(desk, "caller-callee-outbound")
    assert speakers(taken) == ["agent", "customer"]
    assert taken.item.metadata.customer_reference == "+15551230009"


@pytest.mark.parametrize(("case_id", "agent"), [("by-email", "us_1"), ("connect-record", "us_0"), ("case", "us_0")])
def test_agents_are_found_by_what_is_known_of_them(desk: Desk, case_id: str, agent: str) -> None:
    taken = take(desk, case_id)
    assert (taken.item.status, taken.item.agent_id) == (IntakeStatus.PROCESSING, agent)


def test_a_record_of_amazon_connect_is_read_whole(desk: Desk) -> None:
    known = take(desk, "connect-record").item.metadata
    assert (known.queue, known.hold_ms, known.after_call_work_ms) == ("Billing", 20_000, 12_000)


@pytest.mark.parametrize(("case_id", "length"), [("zero-with-words", 303_500), ("five-minutes-as-text", 312_000)])
def test_lengths_are_those_of_the_words(desk: Desk, case_id: str, length: int) -> None:
    assert take(desk, case_id).item.metadata.duration_ms == length


def test_a_length_far_from_the_words_is_told(desk: Desk) -> None:
    assert "another unit" in take(desk, "ms-named-duration").told


@pytest.mark.parametrize(("case_id", "length"), [("call-analytics-silent", 12_000), ("unanswered", 0)])
def test_silence_is_loaded(desk: Desk, case_id: str, length: int) -> None:
    taken = take(desk, case_id)
    assert (taken.item.status, taken.item.metadata.duration_ms) == (IntakeStatus.PROCESSING, length)
    assert "Nobody said anything" in taken.told


def test_an_unanswered_call_keeps_its_disposition(desk: Desk) -> None:
    assert take(desk, "unanswered").item.metadata.disposition == "no-answer"


def test_a_date_that_cannot_be_read_is_told(desk: Desk) -> None:
    assert "05/18/2026 23:05" in take(desk, "sidecar-date-loses").told


@pytest.mark.parametrize(("case_id", "word"), [("pretty", "over several lines"), ("gzip", "compressed")])
def test_a_bulk_file_that_is_no_lines_is_refused_in_one_sentence(desk: Desk, case_id: str, word: str) -> None:
    file = case(case_id)["files"][0]["name"]
    desk.drop(f"bulk/{file}", (FOLDER / case_id / file).read_bytes())
    (import_id,) = desk.workflows.imports
    assert desk.imports.split(import_id, 25).lines == 0
    bulk = desk.store.bulk_import(import_id)
    assert bulk is not None
    assert bulk.failure is not None
    assert word in bulk.failure.sentence
    assert import_status(bulk, desk.store.counts(import_id)) is ImportStatus.FAILED


def test_line_separators_in_a_message_reach_the_offline_model(desk: Desk) -> None:
    from debrief.interactions.analysis.analyse_step import as_lines
    from local.offline.texts import lines_of

    taken = take(desk, "u2028")
    parsed = desk.reader.conversation(taken.item)
    assert parsed is not None
    assert len(lines_of(as_lines(parsed.turns))) == len(parsed.turns)
    assert {turn.speaker for turn in parsed.turns} == {Speaker.AGENT, Speaker.CUSTOMER}
