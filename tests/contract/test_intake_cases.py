"""Inputs of every kind of fault in documents that the intake reads, from the folder of cases, with what is right.

The folder isn't part of the repository. Copies of our own making, of the same kinds, are in
tests/unit/interactions/test_intake_documents.py and run always.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import pytest

from debrief.interactions.conversations.model import Channel, Interaction, SourceFormat
from debrief.interactions.formats import vcon_form, vcon_out
from debrief.interactions.formats.detect import read_conversation
from debrief.interactions.formats.parsed import UnreadableDocument
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.model import IntakeItem, IntakeStatus
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import Change, User
from debrief.people.organisation.store import write_users
from tests.shared import shared
from tests.unit.interactions.test_intake import Desk
from tests.unit.interactions.test_vcon import interaction

pytestmark = pytest.mark.feature("S2.1", "N7")
PEOPLE: Final = (
    ("Agent Aster", "aster@intake.example", ("aster",)),
    ("Dana Birch", "dana.birch@intake.example", ("dana.birch", "Dana Birch")),
    ("Bob Cedar", "bob.cedar@intake.example", ("+15551230002",)),
)


class Outcome(NamedTuple):
    """What came of a case: its item, what was said in it, the interaction where it was accepted with its words."""

    item: IntakeItem
    turns: list[tuple[str, int | None, int | None, str]]
    interaction: Interaction | None
    started: dict[str, Any]

    def said(self) -> list[tuple[str, str]]:
        """Who said what."""
        return [(who, text) for who, _, _, text in self.turns]

    def told(self) -> str:
        """Everything that is told to a person."""
        return " ".join([*self.item.warnings, *(reason.sentence for reason in self.item.reasons)])


@pytest.fixture
def desk(aws: None) -> Desk:
    made = Desk()
    for number, (name, email, references) in enumerate(PEOPLE):
        user = User(id=f"us_{number}", name=name, email=email, agent_references=references)
        with Transaction(made.clock, made.ids) as transaction:
            write_users(transaction, [Change(None, user)])
    made.clock.advance(datetime(2026, 11, 29, tzinfo=UTC) - made.clock.now())
    return made


def taken(desk: Desk, case_id: str) -> Outcome:
    """Drop a case as its index says and look what came of it."""
    folder = shared("cases", "intake")
    cases = {each["id"]: each for each in json.loads((folder / "index.json").read_text(encoding="utf-8"))}
    keys = [f"{case_id}/{file['name']}" for file in cases[case_id]["files"]]
    for key, file in zip(keys, cases[case_id]["files"], strict=True):
        desk.drop(key, (folder / key).read_bytes(), file.get("object_metadata") or {})
    items = {item.id: item for item in map(desk.item, keys)}
    assert len(items) == 1, "its files are one conversation"
    item = next(iter(items.values()))
    parsed = desk.reader.conversation(item) if item.transcript and item.status is IntakeStatus.PROCESSING else None
    turns = [(str(turn.speaker), turn.start_ms, turn.end_ms, turn.text) for turn in parsed.turns] if parsed else []
    started = desk.workflows.started.get(f"{item.id}-{item.attempt}", {})
    interaction = None
    if started and not started["needs_transcription"]:
        interaction = desk.interactions.interaction(desk.normaliser.run(item.id, item.attempt, None))
    return Outcome(item, turns, interaction, started)


BILL: Final = [("agent", "How can I help?"), ("customer", "My bill is high.")]
TOO_HIGH: Final = [("agent", "How can I help?"), ("customer", "My bill is too high.")]
AT_TEN: Final = datetime(2026, 11, 20, 10, tzinfo=UTC)


def recorded_inside(found: Outcome) -> None:
    assert found.item.recording is not None
    assert (found.item.recording.duration_ms, found.item.recording.media_type) == (2000, "audio/wav")
    assert (found.started["needs_transcription"], found.started["transcription"]) == (True, "speaker_labels")
    assert found.started["recording"]["key"] == found.item.recording.key


def recorded_beside(found: Outcome) -> None:
    assert found.item.recording is not None
    assert found.item.recording.key == "beside/beside.wav"
    assert (found.started["needs_transcription"], found.item.metadata.duration_ms) == (True, 2000)
    assert found.item.metadata.contact_reference == "intake-beside"


def chat_of_connect(found: Outcome) -> None:
    assert found.said() == [("customer", "My bill is too high"), ("agent", "Let me look")]
    known = found.item.metadata
    assert (known.channel, known.started_at, known.duration_ms) == ("chat", AT_TEN, 20_000)
    assert (known.crm_links, known.contact_reference) == ({}, "c-1")


def genesys(found: Outcome) -> None:
    assert found.interaction is not None
    assert found.interaction.source.format is SourceFormat.GENESYS
    assert found.turns == [("agent", 1000, 1900, "Let me look")]
    assert not found.started["needs_transcription"]


def lens(found: Outcome) -> None:
    assert (found.said(), found.item.metadata.duration_ms) == ([("agent", "Hello")], 32_110)
    assert found.item.metadata.crm_links == {}


def says(said: list[tuple[str, str]]) -> Callable[[Outcome], None]:
    def check(found: Outcome) -> None:
        assert found.said() == said

    return check


def at(*times: tuple[str, int | None, int | None]) -> Callable[[Outcome], None]:
    def check(found: Outcome) -> None:
        assert [(who, start, end) for who, start, end, _ in found.turns] == list(times)

    return check


def two_captions(found: Outcome) -> None:
    assert [who for who, _ in found.said()] == ["agent", "customer"]


def world_transcription(found: Outcome) -> None:
    assert (found.said(), found.item.metadata.language) == (BILL, "en-US")


def dated(found: Outcome) -> None:
    assert found.item.metadata.started_at == AT_TEN
    assert found.item.metadata.unread == {}


def date_is_named(found: Outcome) -> None:
    assert "05/18/2026 23:05" in found.told()


def mail(found: Outcome) -> None:
    assert found.item.metadata.channel == "email"
    assert found.said() == [("agent", "Hello Paul\n[attachment: image/png]"), ("customer", "ok")]


def queue_by_skill(found: Outcome) -> None:
    assert found.item.metadata.queue == "lab"


def second_agent(found: Outcome) -> None:
    assert found.said() == [("agent", "Hello"), ("colleague", "Second agent here")]
    assert "More than one agent" in found.told()


def a_chat(found: Outcome) -> None:
    assert found.item.metadata.channel == "chat"


def found_by_vendor(found: Outcome) -> None:
    assert found.interaction is not None
    assert found.interaction.analysis is not None
    kept = found.interaction.analysis
    assert [str(each.value.kind) for each in kept.findings] == ["issue", "action_item", "interruption", "silence"]
    assert {str(each.origin) for each in kept.findings} == {"vendor"}
    assert kept.vendor_values["transcribe_call_analytics.measures.silence_ms"].value == 4000


def one_of_zoom(found: Outcome) -> None:
    assert found.item.recording is not None
    assert [who for who, _ in found.said()] == ["agent", "customer"]


HELLO: Final = [("agent", "Hello"), ("customer", "Hi")]
DELIVERED: Final[dict[str, dict[str, Callable[[Outcome], None]]]] = {
    "K01": {"inline-pcm": recorded_inside},
    "K02": {"beside": recorded_beside},
    "K06": {"connect-chat-raw": chat_of_connect, "genesys-beside-wav": genesys, "lens-1.1.0": lens},
    "K09": {"teams": says(TOO_HIGH), "webex": says(TOO_HIGH), "cue-identifier-roles": says(TOO_HIGH)},
    "K10": {"comma-times": two_captions, "arrow": two_captions},
    "K12": {
        "deepgram-conserver": at(("agent", 100, 2000), ("customer", 3000, 5000)),
        "plain-text": says(BILL),
        "wtf": world_transcription,
    },
    "K14": {"labeler": at(("agent", 1200, 6180), ("customer", 7000, 9000))},
    "K18": {"rfc2822-vcon": dated, "sidecar-date-loses": date_is_named, "twilio": dated},
    "K19": {"multipart": mail},
    "K20": {"skill": queue_by_skill},
    "K21": {"transfer": second_agent},
    "K23": {"whatsapp": a_chat},
    "K30": {"issues": found_by_vendor},
    "K31": {"jws-flattened": says(HELLO), "no-version": says(HELLO)},
    "K32": {"zoom-pair": one_of_zoom},
}
"""The kinds that are delivered, and of each case what must have come of it. A kind is added with all its cases."""

CHECKS: Final = [(kind, case_id, check) for kind, cases in DELIVERED.items() for case_id, check in cases.items()]


@pytest.mark.parametrize("kind, case_id, check", CHECKS, ids=[f"{kind}-{case_id}" for kind, case_id, _ in CHECKS])
def test_a_case_comes_out_right(desk: Desk, kind: str, case_id: str, check: Callable[[Outcome], None]) -> None:
    found = taken(desk, case_id)
    assert found.item.status is IntakeStatus.PROCESSING, found.told()
    check(found)


def test_a_delivered_kind_has_all_its_cases() -> None:
    index = json.loads((shared("cases", "intake") / "index.json").read_text(encoding="utf-8"))
    given = {(each["kind"][:3], each["id"]) for each in index}
    assert {case for case in given if case[0] in DELIVERED} == {(kind, case_id) for kind, case_id, _ in CHECKS}


LOADED: Final = ("ab_call_ext_rec_amended", "ab_call_ext_rec_analysis", "ab_call_ext_rec_redacted", "ab_call_int_rec")
HELD: Final = {
    "ab": HoldCode.DOCUMENT_EMPTY,
    "simple-vcon": HoldCode.DOCUMENT_UNSUPPORTED,
    "ab_call_ext_rec_encrypted": HoldCode.DOCUMENT_UNSUPPORTED,
    "ab_call_ext_rec": HoldCode.RECORDING_NOT_FETCHED,
    "ab_call_ext_rec_decrypted": HoldCode.RECORDING_NOT_FETCHED,
    "ab_call_ext_rec_decrypted_verified": HoldCode.RECORDING_NOT_FETCHED,
    "ab_call_ext_rec_signed": HoldCode.RECORDING_NOT_FETCHED,
}


def test_every_example_of_the_drafts_is_loaded_or_held_for_a_true_reason(desk: Desk) -> None:
    folder = shared("data", "vcon_drafts")
    known = {"agent": "Dana Birch", "queue": "lab"}
    outcomes: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*.vcon")):
        # Examples of one conversation have one uuid; each is to be judged by itself.
        desk.drop(f"drafts/{path.name}", path.read_bytes(), {**known, "contact_reference": path.stem})
        item = desk.item(f"drafts/{path.name}")
        outcomes[path.stem] = tuple(str(reason.code) for reason in item.reasons)
    held = {name: codes for name, codes in outcomes.items() if codes}
    assert held == {name: (str(code),) for name, code in HELD.items()}
    assert set(LOADED) < set(outcomes) - set(held)


@pytest.mark.parametrize("channel", Channel)
def test_what_leaves_as_a_vcon_of_any_case_keeps_to_the_draft(channel: Channel) -> None:
    """Of every document that can be read, whatever it was: chats, channels, transfers, many voices, nobody at all."""
    import jsonschema_rs

    schema = json.loads(shared("data", "vcon_drafts", "vcon_json_schema.json").read_text(encoding="utf-8"))
    valid = jsonschema_rs.validator_for(schema, validate_formats=True)
    files = [*shared("cases", "intake").glob("*/*"), *shared("data", "vcon_drafts").glob("*.vcon")]
    written = 0
    for path in sorted(files):
        try:
            parsed = read_conversation(path.read_bytes(), time_zone="UTC")
        except UnreadableDocument:
            continue
        made = interaction(channel).model_copy(update={"analysis": parsed.analysis})
        document = vcon_out.write(made, parsed.transcript("int_1"), vcon_uuid="00000000-0000-4000-8000-000000000002")
        assert [error.message for error in valid.iter_errors(document)] == [], path.name
        vcon_form.check(document)
        back = read_conversation(json.dumps(document).encode(), time_zone="UTC")
        assert back.hold == (), path.name
        assert [(turn.speaker, turn.text.strip(), turn.start_ms) for turn in back.turns] == [
            (turn.speaker, turn.text.strip(), turn.start_ms) for turn in parsed.turns
        ], path.name
        written += 1
    assert written > 40
