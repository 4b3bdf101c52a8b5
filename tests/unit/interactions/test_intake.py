"""Intake: everything that is dropped is loaded, held or failed; nothing twice, nothing lost."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.model import Interaction, ModelPart
from debrief.interactions.conversations.store import InteractionStore
from debrief.interactions.formats import webvtt
from debrief.interactions.formats.parsed import UnreadableDocument
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake import unit_reader
from debrief.interactions.intake.deadlines import IMPORT_STALLED, ITEM_STALLED, STALLED_AFTER, UPLOAD_UNFINISHED
from debrief.interactions.intake.failures import failure_by
from debrief.interactions.intake.file_names import unit_of
from debrief.interactions.intake.import_steps import MOST_BATCH_BYTES, Batch, ImportSteps, batches_of
from debrief.interactions.intake.languages import CALL_ANALYTICS, TRANSCRIBED, transcribed_as
from debrief.interactions.intake.model import (
    BulkImport,
    Failure,
    ImportStatus,
    IntakeItem,
    IntakeStatus,
    import_actions,
    import_status,
)
from debrief.interactions.intake.normalise_step import Normaliser, Replaced, Superseded
from debrief.interactions.intake.receiving_service import MOST_ATTEMPTS, ReceivingService
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.intake.unfinished_service import UnfinishedUploads
from debrief.interactions.intake.unit_reader import UnitReader
from debrief.kernel.errors import Conflict
from debrief.kernel.ids import derived_id
from debrief.kernel.schedules.model import Handler
from debrief.kernel.schedules.places import SHARDS
from debrief.kernel.schedules.runner import Report, Runner, Trouble
from debrief.kernel.schedules.store import DueStore
from debrief.kernel.storage.objects import ObjectStore, lines_in
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import User
from debrief.people.rows_store import PeopleRow, user_row
from debrief.people.store import PeopleStore
from tests.doubles import FixedClock, SequentialIds

BUCKET = "test-recordings"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


class RecordedWorkflows:
    """Remembers what was started; states are set by the test."""

    def __init__(self) -> None:
        self.started: dict[str, dict[str, Any]] = {}
        self.imports: list[str] = []
        self.states: dict[str, str] = {}

    def start_pipeline(self, item: IntakeItem, transcription: dict[str, Any]) -> None:
        self.started.setdefault(f"{item.id}-{item.attempt}", transcription)

    def pipeline_state(self, item: IntakeItem) -> str:
        return self.states.get(f"{item.id}-{item.attempt}", "UNKNOWN")

    def start_catching_up(self, interaction: Interaction, part: ModelPart, name: str) -> None:
        self.started.setdefault(name, {"interaction_id": interaction.id, "part": part})

    def start_import(self, bulk: BulkImport) -> None:
        self.imports.append(bulk.id)

    def import_state(self, bulk: BulkImport) -> str:
        return self.states.get(f"{bulk.id}-{bulk.attempt}", "UNKNOWN")


class Desk:
    """An intake on moto with one known agent, `AG-1`."""

    def __init__(self) -> None:
        self.clock, self.ids = FixedClock(NOW), SequentialIds()
        self.workflows = RecordedWorkflows()
        self.store, self.people = IntakeStore(), PeopleStore()
        self.interactions = InteractionStore(ObjectStore("test-content"))
        self.reader = UnitReader(self.people, ObjectStore)
        self.intake = ReceivingService(
            self.store, self.interactions, lambda: self.reader, self.workflows, self.clock, self.ids
        )
        self.imports = ImportSteps(self.store, self.intake, self.workflows, ObjectStore, self.clock, self.ids)
        self.normaliser = Normaliser(self.store, self.interactions, self.people, self.reader, self.clock, self.ids)
        self.bucket = ObjectStore(BUCKET)

    def run_schedules(self) -> Report:
        """What the clock does each minute."""
        handlers: dict[str, Handler] = {
            ITEM_STALLED: lambda due: self.intake.look_after(due.subject),
            IMPORT_STALLED: lambda due: self.imports.look_after(due.subject),
            UPLOAD_UNFINISHED: UnfinishedUploads(self.store, ObjectStore, self.clock, self.ids).look,
        }
        troubles: list[Trouble] = []
        store = DueStore("test-interactions")
        report = Runner([store], handlers, self.clock, self.ids, troubles.append).run(lambda: timedelta(minutes=2))
        assert troubles == []
        return report

    def deadlines(self) -> list[tuple[str, str]]:
        """What waits to be looked after: its kind and its subject."""
        far = self.clock.now() + timedelta(days=365)
        found = (each.key for shard in range(SHARDS) for each in DueStore("test-interactions").due(shard, far))
        return sorted((kind, subject) for kind, _, subject in (key.partition("#") for key in found))

    def drop(self, key: str, body: bytes, metadata: dict[str, str] | None = None) -> None:
        self.bucket.put(key, body, "application/octet-stream", metadata)
        self.hear_of(key)

    def hear_of(self, key: str) -> None:
        head = self.bucket.head(key)
        assert head is not None
        self.intake.receive(BUCKET, key, head.etag, head.size)

    def item(self, key: str) -> IntakeItem:
        item = self.store.item(derived_id("in", BUCKET, unit_of(key).unit_key))
        assert item is not None
        return item

    def settle(self, item: IntakeItem, failure: Failure | None = None) -> None:
        self.intake.settle(item.id, item.attempt, failure)


@pytest.fixture
def desk(aws: None) -> Desk:
    made = Desk()
    agent = User(
        id="us_agent", name="Agent One", email="one@sample.example", agent_references=("AG-1",), team_id="tm_1"
    )
    add_agent(made, agent)
    return made


def add_agent(desk: Desk, agent: User) -> None:
    with Transaction(desk.clock, desk.ids) as transaction:
        transaction.put(user_row(agent))
        for reference in agent.agent_references:
            owned = PeopleRow(PK=f"AGENTREF#{reference}", SK="AGENTREF", kind="agent_reference", owner_id=agent.id)
            transaction.create(owned)


def vcon(answer: str = "Let me look at it.", **metadata: Any) -> bytes:
    """A chat of two turns; metadata as an attachment."""
    known = {
        "contact_reference": "C-1",
        "agent_id": "AG-1",
        "queue": "billing",
        "channel": "chat",
        "started_at": "2026-02-01T10:00:00Z",
        "ended_at": "2026-02-01T10:05:00Z",
    } | metadata
    known = {name: value for name, value in known.items() if value is not None}
    turns = [
        {"type": "text", "start": "2026-02-01T10:00:00Z", "parties": [1], "originator": 1, "body": "My bill is wrong."},
        {
            "type": "text",
            "start": "2026-02-01T10:01:00Z",
            "parties": [0],
            "originator": 0,
            "body": answer,
        },
    ]
    document = {
        "vcon": "0.4.0",
        "uuid": "0190a4b2-0000-7000-8000-000000000001",
        "created_at": "2026-02-01T10:06:00Z",
        "parties": [{"role": "agent"}, {"role": "customer"}],
        "dialog": [{**turn, "mediatype": "text/plain", "encoding": "none"} for turn in turns],
        "attachments": [{"purpose": "metadata", "party": 0, "encoding": "json", "body": known}],
        "analysis": [],
    }
    return json.dumps(document).encode()


@pytest.mark.feature("S2.1", "I1")
def test_a_dropped_chat_enters_the_pipeline_and_becomes_an_interaction(desk: Desk) -> None:
    desk.drop("chats/a.vcon.json", vcon())
    item = desk.item("chats/a.vcon.json")
    assert item.status is IntakeStatus.PROCESSING
    assert desk.workflows.started == {f"{item.id}-1": {"needs_transcription": False, "transcription": "none"}}

    interaction_id = desk.normaliser.run(item.id, 1, None)
    desk.settle(item)

    interaction = desk.interactions.interaction(interaction_id)
    assert interaction is not None
    assert (interaction.agent_id, interaction.team_id, interaction.queue) == ("us_agent", "tm_1", "billing")
    assert interaction.duration_ms == 300_000
    transcript = desk.interactions.transcript(interaction)
    assert transcript is not None
    assert [turn.text for turn in transcript.turns] == ["My bill is wrong.", "Let me look at it."]
    assert desk.item("chats/a.vcon.json").status is IntakeStatus.LOADED


@pytest.mark.feature("S2.1")
def test_hearing_of_an_object_twice_starts_one_run(desk: Desk) -> None:
    desk.drop("chats/a.vcon.json", vcon())
    desk.hear_of("chats/a.vcon.json")
    item = desk.item("chats/a.vcon.json")
    desk.settle(item)
    desk.hear_of("chats/a.vcon.json")
    assert list(desk.workflows.started) == [f"{item.id}-1"]
    assert desk.item("chats/a.vcon.json").status is IntakeStatus.LOADED


@pytest.mark.feature("S2.1")
def test_an_object_that_changed_runs_again_and_replaces_its_interaction(desk: Desk) -> None:
    desk.drop("chats/a.vcon.json", vcon())
    first = desk.item("chats/a.vcon.json")
    desk.normaliser.run(first.id, 1, None)
    desk.settle(first)
    desk.drop("chats/a.vcon.json", vcon(queue="returns"))
    second = desk.item("chats/a.vcon.json")
    interaction_id = desk.normaliser.run(second.id, second.attempt, None)
    assert second.attempt == 2
    interaction = desk.interactions.interaction(interaction_id)
    assert interaction is not None
    assert (interaction.queue, interaction.revision) == ("returns", 2)


@pytest.mark.feature("S2.1", "S4.7")
def test_words_are_told_apart_and_the_same_ones_are_the_same(desk: Desk) -> None:
    def digest() -> str | None:
        item = desk.item("chats/a.vcon.json")
        interaction = desk.interactions.interaction(desk.normaliser.run(item.id, item.attempt, None))
        assert interaction is not None
        transcript = desk.interactions.transcript(interaction)
        assert transcript is not None
        assert interaction.transcript_digest == transcript.digest
        desk.settle(item)
        return interaction.transcript_digest

    desk.drop("chats/a.vcon.json", vcon())
    first = digest()
    desk.drop("chats/a.vcon.json", vcon(queue="returns"))
    assert digest() == first
    words = json.loads(vcon())
    words["dialog"][0]["body"] = "Something else was said"
    desk.drop("chats/a.vcon.json", json.dumps(words).encode())
    assert digest() not in (None, first)


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize(
    ("metadata", "code"),
    [
        ({"agent_id": None}, HoldCode.AGENT_MISSING),
        ({"agent_id": "nobody"}, HoldCode.AGENT_UNKNOWN),
        ({"queue": None}, HoldCode.QUEUE_MISSING),
        ({"started_at": "2030-01-01T00:00:00Z", "ended_at": "2030-01-01T00:05:00Z"}, HoldCode.DATE_IN_FUTURE),
    ],
)
def test_what_lacks_something_is_held_with_its_reason(desk: Desk, metadata: dict[str, Any], code: HoldCode) -> None:
    desk.drop("chats/a.vcon.json", vcon(**metadata))
    item = desk.item("chats/a.vcon.json")
    assert item.status is IntakeStatus.HELD
    assert [reason.code for reason in item.reasons] == [code]
    assert desk.workflows.started == {}
    assert [each.id for each in desk.store.with_status(IntakeStatus.HELD, limit=10)[0]] == [item.id]


@pytest.mark.feature("S2.1")
def test_completing_a_held_item_releases_it(desk: Desk) -> None:
    desk.drop("chats/a.vcon.json", vcon(queue=None, agent_id=None))
    held = desk.item("chats/a.vcon.json")
    still = desk.intake.complete(held, {"queue": "billing"})
    assert [reason.code for reason in still.reasons] == [HoldCode.AGENT_MISSING]
    released = desk.intake.complete(desk.item("chats/a.vcon.json"), {"agent_reference": "AG-1"})
    assert released.status is IntakeStatus.PROCESSING
    assert released.revision == desk.item("chats/a.vcon.json").revision
    with pytest.raises(Conflict):
        desk.intake.complete(desk.item("chats/a.vcon.json"), {"queue": "other"})


@pytest.mark.feature("S2.1")
def test_what_cannot_be_read_is_held_and_says_why(desk: Desk) -> None:
    desk.drop("chats/broken.json", b"{")
    desk.drop("notes/plan.pdf", b"PK")
    assert [r.code for r in desk.item("chats/broken.json").reasons] == [HoldCode.DOCUMENT_UNREADABLE]
    assert [r.code for r in desk.item("notes/plan.pdf").reasons] == [HoldCode.DOCUMENT_UNSUPPORTED]
    assert '"plan.pdf"' in desk.item("notes/plan.pdf").reasons[0].sentence


def wav(seconds: int, channels: int) -> bytes:
    import io
    import wave

    raw = io.BytesIO()
    with wave.open(raw, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\0" * 8000 * seconds * channels)
    return raw.getvalue()


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize(("channels", "way"), [(2, "call_analytics"), (1, "speaker_labels")])
def test_audio_alone_goes_through_transcription(desk: Desk, channels: int, way: str) -> None:
    desk.drop("calls/x_GUID_9_AGENT_AG-1_DT_2026-02-01T10-00-00.wav", wav(3, channels), {"queue": "sales"})
    item = desk.item("calls/x_GUID_9_AGENT_AG-1_DT_2026-02-01T10-00-00.wav")
    started = desk.workflows.started[f"{item.id}-1"]
    assert started["transcription"] == way
    assert started["job"]["name"] == f"{item.id}-1"
    assert item.metadata.duration_ms == 3000


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize(
    ("language", "way", "code"),
    [
        (None, "call_analytics", "en-US"),
        ("en", "call_analytics", "en-US"),
        ("de_CH", "call_analytics", "de-CH"),
        ("nl", "channels", "nl-NL"),
        ("sv-SE", "channels", "sv-SE"),
        ("en-NZ", "channels", "en-NZ"),
        ("ar-SA", "channels", "ar-SA"),
    ],
)
def test_two_channels_are_analysed_only_in_languages_that_are(
    desk: Desk, language: str | None, way: str, code: str
) -> None:
    """Call Analytics has fewer languages than Transcribe, which writes two channels down apart as well."""
    known = {"agent": "AG-1", "queue": "sales", "started_at": "2026-02-01T10:00:00Z", "agent_channel": 1}
    desk.drop("calls/a.metadata.json", json.dumps(known | {"language": language}).encode())
    desk.drop("calls/a.wav", wav(2, 2))
    item = desk.item("calls/a.wav")
    started = desk.workflows.started[f"{item.id}-1"]
    assert (started["transcription"], started["job"]["language_code"]) == (way, code)
    assert started["job"]["settings"] == {"ChannelIdentification": True}
    assert started["recording"]["channels"][0] == {"ChannelId": 1, "ParticipantRole": "AGENT"}


@pytest.mark.feature("S2.1")
def test_more_channels_than_can_be_told_apart_are_held_until_there_is_a_transcript(desk: Desk) -> None:
    known = {"agent": "AG-1", "queue": "sales", "started_at": "2026-02-01T10:00:00Z"}
    desk.drop("calls/a.metadata.json", json.dumps(known).encode())
    desk.drop("calls/a.wav", wav(2, 6))
    held = desk.item("calls/a.wav")
    assert [(each.code, each.field) for each in held.reasons] == [(HoldCode.DOCUMENT_UNSUPPORTED, None)]
    assert "6 channels" in held.reasons[0].sentence
    assert desk.workflows.started == {}
    desk.drop("calls/a.json", vcon())
    released = desk.item("calls/a.wav")
    assert (released.status, released.reasons) == (IntakeStatus.PROCESSING, ())
    assert desk.workflows.started[f"{released.id}-1"]["needs_transcription"] is False
    desk.drop("calls/b.metadata.json", json.dumps(known).encode())
    desk.drop("calls/b.wav", wav(2, 6))
    desk.drop("calls/b.wav", wav(2, 2))
    assert desk.item("calls/b.wav").status is IntakeStatus.PROCESSING


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize("channels", [1, 2])
def test_a_language_that_nothing_transcribes_is_held(desk: Desk, channels: int) -> None:
    known = {"agent": "AG-1", "queue": "sales", "started_at": "2026-02-01T10:00:00Z", "language": "tlh"}
    desk.drop("calls/a.metadata.json", json.dumps(known).encode())
    desk.drop("calls/a.wav", wav(2, channels))
    held = desk.item("calls/a.wav")
    assert [(each.code, each.field) for each in held.reasons] == [(HoldCode.LANGUAGE_UNSUPPORTED, "language")]
    assert desk.intake.complete(held, {"language": "nl"}).status is IntakeStatus.PROCESSING


def test_every_language_of_call_analytics_is_transcribed() -> None:
    assert CALL_ANALYTICS < TRANSCRIBED


@pytest.mark.feature("S2.1")
def test_a_recording_waits_for_its_sidecar_whichever_comes_first(desk: Desk) -> None:
    sidecar = json.dumps({"agent": "AG-1", "queue": "sales", "started_at": "2026-02-01T10:00:00Z"}).encode()
    desk.drop("calls/first.wav", wav(2, 2))
    assert desk.item("calls/first.wav").status is IntakeStatus.HELD
    desk.drop("calls/first.metadata.json", sidecar)
    assert desk.item("calls/first.wav").status is IntakeStatus.PROCESSING

    desk.drop("calls/second.metadata.json", sidecar)
    assert [r.code for r in desk.item("calls/second.wav").reasons] == [HoldCode.CONTENT_MISSING]
    desk.drop("calls/second.wav", wav(2, 2))
    assert desk.item("calls/second.wav").status is IntakeStatus.PROCESSING


@pytest.mark.feature("S2.1")
def test_the_same_contact_under_another_name_is_loaded_once(desk: Desk) -> None:
    desk.drop("chats/a.vcon.json", vcon())
    desk.drop("copies/a.vcon.json", vcon())
    copy = desk.item("copies/a.vcon.json")
    assert (copy.status, copy.already_loaded) == (IntakeStatus.LOADED, True)
    assert copy.interaction_id == desk.item("chats/a.vcon.json").interaction_id
    assert len(desk.workflows.started) == 1


@pytest.mark.feature("S2.1")
def test_another_conversation_with_the_same_contact_reference_is_held_until_it_replaces(desk: Desk) -> None:
    desk.drop("chats/a.vcon.json", vcon())
    desk.drop("other/a.vcon.json", vcon(queue="returns"))
    other = desk.item("other/a.vcon.json")
    assert [reason.code for reason in other.reasons] == [HoldCode.DUPLICATE]
    assert desk.intake.release(other).status is IntakeStatus.HELD
    replaced = desk.intake.release(desk.item("other/a.vcon.json"), replace=True)
    assert replaced.status is IntakeStatus.PROCESSING


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize(
    "writing", ["not", "put_transcript", "put"], ids=["before its run", "while it writes words", "while it writes"]
)
def test_what_took_a_conversations_place_is_not_undone_by_its_late_run(
    desk: Desk, writing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.drop("chats/a.vcon.json", vcon())
    first = desk.item("chats/a.vcon.json")
    desk.drop("other/a.vcon.json", vcon("Give me a moment.", queue="returns"))

    def replaced() -> str:
        desk.intake.release(desk.item("other/a.vcon.json"), replace=True)
        other = desk.item("other/a.vcon.json")
        loaded = Normaliser(desk.store, desk.interactions, desk.people, desk.reader, desk.clock, desk.ids)
        interaction_id = loaded.run(other.id, other.attempt, None)
        desk.settle(other)
        return interaction_id

    if writing != "not":
        waiting = InteractionStore(ObjectStore("test-content"))
        write = getattr(waiting, writing)

        def late(*given: Any, **named: Any) -> Any:
            replaced()
            return write(*given, **named)

        monkeypatch.setattr(waiting, writing, late)
        monkeypatch.setattr(desk.normaliser, "_interactions", waiting)
    else:
        replaced()
    with pytest.raises(Replaced):
        desk.normaliser.run(first.id, first.attempt, None)
    interaction = desk.interactions.interaction(str(first.interaction_id))
    assert interaction is not None
    assert (interaction.queue, interaction.source.intake_id) == ("returns", desk.item("other/a.vcon.json").id)
    transcript = desk.interactions.transcript(interaction)
    assert transcript is not None
    assert transcript.digest == interaction.transcript_digest, "its own words, not those of the late run"
    # What stood back has failed with its reason, and released it asks who is to stay.
    desk.intake.settle(first.id, first.attempt, failure_by(Replaced("")))
    failed = desk.item("chats/a.vcon.json")
    assert failed.failure is not None
    assert "take its place" in failed.failure.sentence
    assert [reason.code for reason in desk.intake.release(failed).reasons] == [HoldCode.DUPLICATE]


@pytest.mark.feature("S2.1")
def test_a_run_that_was_overtaken_does_nothing(desk: Desk) -> None:
    desk.drop("chats/a.vcon.json", vcon())
    item = desk.item("chats/a.vcon.json")
    desk.drop("chats/a.vcon.json", vcon(queue="returns"))
    with pytest.raises(Superseded):
        desk.normaliser.run(item.id, 1, None)
    desk.intake.settle(item.id, 1, Failure(code="X", sentence="x"))
    assert desk.item("chats/a.vcon.json").status is IntakeStatus.PROCESSING


@pytest.mark.feature("S2.1")
def test_a_failed_item_can_be_released_again(desk: Desk) -> None:
    desk.drop("chats/a.vcon.json", vcon())
    item = desk.item("chats/a.vcon.json")
    desk.settle(item, Failure(code="ModelTimedOut", sentence="It took too long."))
    failed = desk.item("chats/a.vcon.json")
    assert (failed.status, failed.failure and failed.failure.code) == (IntakeStatus.FAILED, "ModelTimedOut")
    again = desk.intake.release(failed)
    assert (again.status, again.attempt) == (IntakeStatus.PROCESSING, 2)


@pytest.mark.feature("S2.1")
def test_what_was_lost_is_started_again_and_given_up_in_the_end(desk: Desk) -> None:
    desk.drop("chats/a.vcon.json", vcon())
    item = desk.item("chats/a.vcon.json")
    desk.clock.advance(STALLED_AFTER - timedelta(milliseconds=1))
    desk.workflows.states[f"{item.id}-1"] = "ABORTED"
    assert desk.run_schedules().done == 0
    desk.clock.advance(timedelta(milliseconds=1))
    for attempt in range(1, MOST_ATTEMPTS):
        desk.workflows.states[f"{item.id}-{attempt}"] = "ABORTED"
        assert desk.run_schedules().done == 1
        assert desk.run_schedules().done == 0, "the new run has its time"
        assert desk.item("chats/a.vcon.json").attempt == attempt + 1
        assert f"{item.id}-{attempt + 1}" in desk.workflows.started
        desk.clock.advance(STALLED_AFTER)
    assert desk.run_schedules().done == 1
    given_up = desk.item("chats/a.vcon.json")
    assert (given_up.status, given_up.failure and given_up.failure.code) == (IntakeStatus.FAILED, "GaveUp")
    assert desk.deadlines() == []


@pytest.mark.feature("S2.1")
def test_a_run_that_goes_on_is_looked_at_again_later(desk: Desk) -> None:
    desk.drop("chats/a.vcon.json", vcon())
    item = desk.item("chats/a.vcon.json")
    desk.workflows.states[f"{item.id}-1"] = "RUNNING"
    for _ in range(12):
        desk.clock.advance(STALLED_AFTER)
        assert desk.run_schedules().again == 1
        assert desk.run_schedules().again == 0
    assert desk.item("chats/a.vcon.json") == item
    desk.settle(item)
    assert desk.deadlines() == []


@pytest.mark.feature("S2.1")
def test_a_run_that_never_started_is_started_under_its_name(desk: Desk) -> None:
    desk.drop("chats/a.vcon.json", vcon())
    item = desk.item("chats/a.vcon.json")
    desk.workflows.started.clear()
    desk.clock.advance(STALLED_AFTER)
    assert desk.run_schedules().again == 1
    assert list(desk.workflows.started) == [f"{item.id}-1"]


@pytest.mark.feature("S2.1")
def test_a_deadline_stands_exactly_while_a_run_goes_on(desk: Desk) -> None:
    desk.drop("chats/a.vcon.json", vcon(queue=None))
    assert desk.deadlines() == [], "what is held has none"
    item = desk.intake.complete(desk.item("chats/a.vcon.json"), {"queue": "billing"})
    running = [(ITEM_STALLED, item.id)]
    assert desk.deadlines() == running
    desk.settle(item, Failure(code="X", sentence="x"))
    assert desk.deadlines() == []
    desk.intake.release(desk.item("chats/a.vcon.json"))
    assert desk.deadlines() == running
    desk.drop("chats/a.vcon.json", vcon(agent_id=None))
    assert desk.item("chats/a.vcon.json").status is IntakeStatus.HELD
    assert desk.deadlines() == [], "it changed while it ran, and is held now"


@pytest.mark.feature("S2.1")
def test_what_moves_on_while_it_is_looked_at_is_left_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        desk.drop(f"chats/{name}.vcon.json", vcon(contact_reference=name))
    first = desk.item("chats/a.vcon.json")
    desk.clock.advance(STALLED_AFTER)

    def state(item: IntakeItem) -> str:
        if item.id == first.id:
            # It comes to its end between being read and being looked after.
            desk.settle(first)
        return "ABORTED"

    monkeypatch.setattr(desk.workflows, "pipeline_state", state)
    desk.run_schedules()
    assert desk.item("chats/a.vcon.json").status is IntakeStatus.LOADED
    second = desk.item("chats/b.vcon.json")
    assert second.attempt == 2
    assert desk.deadlines() == [(ITEM_STALLED, second.id)]


@pytest.mark.feature("S2.1")
def test_a_shorter_patience_is_that_of_the_environment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from debrief.interactions import wiring as shared
    from debrief.interactions.intake import wiring

    monkeypatch.setenv("STALLED_AFTER_S", "120")
    made = (shared.environment, shared.interactions, wiring.intake, wiring.imports, wiring.workflows, wiring.reader)
    for each in made:
        each.cache_clear()
    try:
        assert wiring.intake()._patience == wiring.imports()._patience == timedelta(seconds=120)
        monkeypatch.delenv("STALLED_AFTER_S")
        for each in made:
            each.cache_clear()
        assert wiring.intake()._patience == STALLED_AFTER
    finally:
        for each in made:
            each.cache_clear()


@pytest.mark.feature("S2.1")
def test_a_copy_takes_the_place_of_an_item_that_failed(desk: Desk) -> None:
    desk.drop("chats/a.vcon.json", vcon())
    first = desk.item("chats/a.vcon.json")
    desk.settle(first, Failure(code="ModelRefused", sentence="No."))
    desk.drop("copies/a.vcon.json", vcon())
    copy = desk.item("copies/a.vcon.json")
    assert (copy.status, copy.already_loaded) == (IntakeStatus.PROCESSING, False)
    assert copy.interaction_id == first.interaction_id
    assert f"{copy.id}-{copy.attempt}" in desk.workflows.started
    claim = desk.interactions.claim(copy.interaction_id or "")
    assert claim is not None
    assert claim[0] == copy.id
    desk.normaliser.run(copy.id, copy.attempt, None)
    desk.settle(copy)
    # What failed finds its content loaded by now.
    assert desk.intake.release(desk.item("chats/a.vcon.json")).already_loaded


@pytest.mark.feature("S2.1")
def test_an_item_that_is_released_meanwhile_keeps_its_conversation(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at what failed and the write, a person releases it: the copy asks who is to stay."""
    desk.drop("chats/a.vcon.json", vcon())
    first = desk.item("chats/a.vcon.json")
    desk.settle(first, Failure(code="ModelRefused", sentence="No."))
    look = desk.intake._came_to_nothing

    def slowly(interaction_id: str) -> Any:
        seen = look(interaction_id)
        monkeypatch.setattr(desk.intake, "_came_to_nothing", look)
        desk.intake.release(desk.item("chats/a.vcon.json"))
        return seen

    monkeypatch.setattr(desk.intake, "_came_to_nothing", slowly)
    desk.drop("copies/a.vcon.json", vcon())
    claim = desk.interactions.claim(first.interaction_id or "")
    assert claim is not None
    assert claim[0] == first.id
    assert desk.item("chats/a.vcon.json").status is IntakeStatus.PROCESSING
    assert desk.item("copies/a.vcon.json").already_loaded


@pytest.mark.feature("S2.1")
def test_two_objects_of_one_conversation_at_the_same_moment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sidecar = json.dumps({"agent": "AG-1", "queue": "sales", "started_at": "2026-02-01T10:00:00Z"}).encode()
    objects_of, waiting = desk.reader.objects_of, ["calls/a.metadata.json"]

    def overtaken(bucket: str, unit: Any, dropped: Any) -> Any:
        found = objects_of(bucket, unit, dropped)
        if waiting:
            # The sidecar arrives after this one has looked, and is dealt with before this one writes.
            desk.drop(waiting.pop(), sidecar)
        return found

    monkeypatch.setattr(desk.reader, "objects_of", overtaken)
    desk.drop("calls/a.wav", wav(2, 2))
    item = desk.item("calls/a.wav")
    assert item.status is IntakeStatus.PROCESSING
    assert item.sidecar is not None
    assert list(desk.workflows.started) == [f"{item.id}-1"]


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize(
    ("said", "code"),
    [(None, "en-US"), ("en", "en-US"), ("EN_gb", "en-GB"), ("de", "de-DE"), ("en-CA", "en-US"), ("pl", "pl-PL")],
)
def test_a_mono_recording_is_transcribed_in_a_language_that_transcribe_knows(
    desk: Desk, said: str | None, code: str
) -> None:
    known = {"agent": "AG-1", "queue": "sales", "started_at": "2026-02-01T10:00:00Z", "language": said}
    desk.drop("calls/a.metadata.json", json.dumps({k: v for k, v in known.items() if v}).encode())
    desk.drop("calls/a.wav", wav(2, 1))
    item = desk.item("calls/a.wav")
    assert desk.workflows.started[f"{item.id}-1"]["job"]["language_code"] == code
    assert item.metadata.language == said, "what was said of it stays"


@pytest.mark.feature("S2.1")
def test_a_mono_recording_in_a_language_that_is_not_transcribed_is_held(desk: Desk) -> None:
    known = {"agent": "AG-1", "queue": "sales", "started_at": "2026-02-01T10:00:00Z", "language": "tlh"}
    desk.drop("calls/a.metadata.json", json.dumps(known).encode())
    desk.drop("calls/a.wav", wav(2, 1))
    held = desk.item("calls/a.wav")
    assert [(each.code, each.field) for each in held.reasons] == [(HoldCode.LANGUAGE_UNSUPPORTED, "language")]
    assert desk.intake.complete(held, {"language": "en-GB"}).status is IntakeStatus.PROCESSING
    assert desk.workflows.started[f"{held.id}-1"]["job"]["language_code"] == "en-GB"


def test_the_languages_are_those_of_transcribe() -> None:
    from botocore.session import get_session

    codes = get_session().get_service_model("transcribe").shape_for("LanguageCode").enum  # type: ignore[attr-defined]
    assert set(codes) >= TRANSCRIBED
    assert {transcribed_as(code) for code in TRANSCRIBED} == TRANSCRIBED
    assert {transcribed_as(code.partition("-")[0]) for code in TRANSCRIBED} <= TRANSCRIBED


@pytest.mark.feature("S2.1")
def test_every_line_of_an_import_is_accounted_for(desk: Desk) -> None:
    lines = [vcon(contact_reference=f"C-{n}") for n in range(5)]
    lines[1:1] = [b"not json", b"", b"   "]
    lines.append(vcon(contact_reference="C-9", queue=None))
    body = b"\n".join(lines)
    desk.drop("bulk/may.jsonl", body)
    (import_id,) = desk.workflows.imports
    split = desk.imports.split(import_id, 2)
    assert split.lines == 7
    batches = json.loads(desk.bucket.get(split.manifest_key))
    for batch in [*batches, *batches]:
        desk.imports.take(import_id, Batch.model_validate(batch))
    counts = desk.store.counts(import_id)
    assert (counts.processing, counts.held, counts.loaded, counts.failed) == (5, 2, 0, 0)
    held, _ = desk.store.lines(import_id, IntakeStatus.HELD, limit=10)
    assert [(item.line, item.reasons[0].code) for item in held] == [
        (2, HoldCode.DOCUMENT_UNREADABLE),
        (9, HoldCode.QUEUE_MISSING),
    ]
    desk.intake.complete(held[1], {"queue": "late"})
    assert desk.store.counts(import_id).held == 1
    assert desk.imports.finish(import_id).read == 7


@pytest.mark.feature("S2.1")
def test_a_batch_that_could_not_be_taken_leaves_failed_lines_not_lost_ones(desk: Desk) -> None:
    desk.drop("bulk/may.jsonl", b"\n".join(vcon(contact_reference=f"C-{n}") for n in range(4)))
    (import_id,) = desk.workflows.imports
    split = desk.imports.split(import_id, 4)
    (batch,) = json.loads(desk.bucket.get(split.manifest_key))
    desk.imports.fail_batch(import_id, Batch.model_validate(batch), Failure(code="Unavailable", sentence="Busy."))
    assert desk.store.counts(import_id).failed == 4
    assert desk.imports.finish(import_id).read == 4


@pytest.mark.feature("S2.1")
def test_an_import_whose_run_was_lost_is_started_again_and_misses_no_line(desk: Desk) -> None:
    desk.drop("bulk/may.jsonl", b"\n".join(vcon(contact_reference=f"C-{n}") for n in range(4)))
    (import_id,) = desk.workflows.imports
    split = desk.imports.split(import_id, 2)
    first, second = json.loads(desk.bucket.get(split.manifest_key))
    desk.imports.take(import_id, Batch.model_validate(first))
    for item in desk.store.lines(import_id, IntakeStatus.PROCESSING, limit=10)[0]:
        desk.settle(item)
    assert desk.deadlines() == [(IMPORT_STALLED, import_id)]
    assert desk.run_schedules().done == 0
    desk.clock.advance(STALLED_AFTER)
    desk.workflows.states[f"{import_id}-1"] = "RUNNING"
    assert desk.run_schedules().again == 1
    desk.clock.advance(STALLED_AFTER)
    desk.workflows.states[f"{import_id}-1"] = "ABORTED"
    assert desk.run_schedules().done == 1
    assert desk.workflows.imports == [import_id, import_id]
    assert desk.deadlines() == [(IMPORT_STALLED, import_id)]
    for batch in (first, second):
        desk.imports.take(import_id, Batch.model_validate(batch))
    assert desk.imports.finish(import_id).read == 4
    bulk = desk.store.bulk_import(import_id)
    assert bulk is not None
    assert (bulk.attempt, bulk.failure) == (2, None)
    assert [kind for kind, _ in desk.deadlines()] == [ITEM_STALLED, ITEM_STALLED], "the import itself has ended"


@pytest.mark.feature("S2.1")
def test_an_import_that_never_ends_is_given_up_and_an_older_one_is_looked_after_like_the_latest(desk: Desk) -> None:
    for number in range(30):
        desk.drop(f"bulk/{number}.jsonl", vcon())
        desk.clock.advance(timedelta(seconds=1))
    ids = list(desk.workflows.imports)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        desk.workflows.states |= {f"{each}-{attempt}": "ABORTED" for each in ids}
        desk.clock.advance(STALLED_AFTER)
        assert desk.run_schedules().done == 30
    for each in ids:
        bulk = desk.store.bulk_import(each)
        assert bulk is not None
        assert (bulk.attempt, bulk.failure and bulk.failure.code) == (MOST_ATTEMPTS, "GaveUp")
    assert desk.deadlines() == []


@pytest.mark.feature("S2.1")
def test_an_import_with_missing_lines_has_failed_and_can_be_retried(desk: Desk) -> None:
    desk.drop("bulk/may.jsonl", b"\n".join(vcon(contact_reference=f"C-{n}") for n in range(3)))
    (import_id,) = desk.workflows.imports
    desk.imports.split(import_id, 2)
    desk.imports.finish(import_id)
    failed = desk.store.bulk_import(import_id)
    assert failed is not None
    assert failed.failure == Failure(code="LinesMissing", sentence="3 lines could not be read.")
    assert import_actions(import_status(failed, desk.store.counts(import_id))) == ["retry"]
    desk.workflows.states[f"{import_id}-1"] = "RUNNING"
    with pytest.raises(Conflict):
        desk.imports.retry(failed)
    desk.workflows.states[f"{import_id}-1"] = "SUCCEEDED"
    assert desk.deadlines() == []
    assert desk.imports.retry(failed).failure is None
    assert desk.deadlines() == [(IMPORT_STALLED, import_id)]


@pytest.mark.feature("S2.1")
def test_an_import_is_tried_again_only_where_that_works(desk: Desk) -> None:
    """A running one would be refused, and a finished one has nothing left to do."""
    desk.drop("bulk/may.jsonl", vcon())
    (import_id,) = desk.workflows.imports
    running = desk.store.bulk_import(import_id)
    assert running is not None
    assert import_status(running, desk.store.counts(import_id)) is ImportStatus.RUNNING
    assert import_actions(ImportStatus.RUNNING) == import_actions(ImportStatus.FINISHED) == []


def reasons(item: IntakeItem) -> list[tuple[HoldCode, str]]:
    return [(reason.code, reason.sentence) for reason in item.reasons]


TOO_LARGE = (HoldCode.DOCUMENT_UNSUPPORTED, "It is larger than 50 MB.")


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize("key", ["calls/long.vcon.json", "calls/long.json"])
def test_a_document_larger_than_what_is_read_is_held(desk: Desk, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_reader, "LARGEST_DOCUMENT", len(vcon()) - 1)
    desk.drop(key, vcon())
    item = desk.item(key)
    assert item.status is IntakeStatus.HELD
    assert TOO_LARGE in reasons(item)
    monkeypatch.setattr(unit_reader, "LARGEST_DOCUMENT", len(vcon()))
    assert desk.intake.release(item).status is IntakeStatus.PROCESSING


@pytest.mark.feature("S2.1")
def test_what_grew_after_it_was_heard_of_is_not_read_either(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.drop("calls/a.vcon.json", vcon(queue=None))
    item = desk.item("calls/a.vcon.json")
    desk.bucket.put("calls/a.vcon.json", vcon() + b" " * 1000, "application/json")
    monkeypatch.setattr(unit_reader, "LARGEST_DOCUMENT", len(vcon()))
    assert reasons(desk.intake.release(item)) == [TOO_LARGE]


@pytest.mark.feature("S2.1")
def test_a_recognisers_result_larger_than_what_is_read_fails_with_its_reason(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.drop("calls/a.vcon.json", vcon())
    item = desk.item("calls/a.vcon.json")
    desk.bucket.put("transcription/a.json", b"{}" + b" " * 100, "application/json")
    monkeypatch.setattr(unit_reader, "LARGEST_DOCUMENT", 50)
    with pytest.raises(UnreadableDocument, match="larger than 50 MB"):
        desk.normaliser.run(item.id, item.attempt, f"s3://{BUCKET}/transcription/a.json")


@pytest.mark.feature("S2.1")
def test_more_captions_than_a_day_has_are_held(desk: Desk) -> None:
    cue = b"00:00:01.000 --> 00:00:02.000\n<v Agent>Hello\n\n"
    desk.drop("calls/endless.vtt", b"WEBVTT\n\n" + cue * (webvtt.LARGEST // len(cue) + 1))
    assert (HoldCode.DOCUMENT_UNSUPPORTED, "It has more than 5 MB of captions.") in reasons(
        desk.item("calls/endless.vtt")
    )


@pytest.mark.feature("S2.1")
def test_a_transcript_that_no_answer_of_the_api_could_hold_is_held(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_reader, "LARGEST_TRANSCRIPT", 300)
    desk.drop("chats/a.vcon.json", vcon())
    wanted = (HoldCode.DOCUMENT_UNSUPPORTED, "More is said in it than can be shown: over 5 MB.")
    assert wanted in reasons(desk.item("chats/a.vcon.json"))


@pytest.mark.feature("S2.1")
def test_a_line_longer_than_a_batch_may_be_is_looked_through_and_held(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = json.dumps({"text": "x" * MOST_BATCH_BYTES}).encode()
    raw = b"\n".join([vcon(contact_reference="C-1"), long, vcon(contact_reference="C-2")])
    desk.drop("bulk/may.jsonl", raw)
    (import_id,) = desk.workflows.imports
    split = desk.imports.split(import_id, 25)
    manifest = json.loads(desk.bucket.get(split.manifest_key))
    assert [batch["lines"] for batch in manifest] == [1, 1, 1]
    monkeypatch.setattr(unit_reader, "LARGEST_DOCUMENT", MOST_BATCH_BYTES)
    assert sum(desk.imports.take(import_id, Batch.model_validate(batch)) for batch in manifest) == split.lines == 3
    items = [desk.store.item(derived_id("in", import_id, str(line))) for line in (1, 2, 3)]
    assert [item.status for item in items if item] == [
        IntakeStatus.PROCESSING,
        IntakeStatus.HELD,
        IntakeStatus.PROCESSING,
    ]
    held = items[1]
    assert held is not None
    assert held.transcript is not None
    assert held.transcript.size == len(long)
    assert held.transcript.etag == hashlib.sha256(long).hexdigest()
    assert TOO_LARGE in reasons(held)


@given(
    text=st.lists(st.sampled_from([b"a", b"bb", b"", b" ", b"\t", b"longer line"]), max_size=30),
    chunk=st.integers(1, 7),
    size=st.integers(1, 5),
    most=st.integers(1, 20),
)
def test_lines_are_found_whatever_the_chunks_and_batches(text: list[bytes], chunk: int, size: int, most: int) -> None:
    raw = b"\n".join(text)
    chunks = [raw[at : at + chunk] for at in range(0, len(raw), chunk)]
    lines = list(lines_in(chunks))
    wanted = [(number, line) for number, line in enumerate(raw.split(b"\n"), start=1) if line.strip()]
    assert [(line.number, raw[line.start : line.end + 1]) for line in lines] == wanted
    batches = list(batches_of(lines, size, most))
    assert sum(batch.lines for batch in batches) == len(wanted)
    assert all(batch.lines <= size for batch in batches)
    assert all(batch.lines == 1 or batch.end - batch.start < most for batch in batches)
    again = [
        line
        for batch in batches
        for line in lines_in([raw[batch.start : batch.end + 1]], first_number=batch.first_line, offset=batch.start)
    ]
    assert again == lines


@pytest.mark.feature("S2.1")
def test_of_very_many_names_alike_the_one_that_was_heard_of_is_taken(desk: Desk) -> None:
    for number in range(60):
        desk.bucket.put(f"a/call.{number:02d}.vtt", b"WEBVTT", "text/vtt")
    desk.drop("a/call.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\n<v Agent>Hello")
    assert desk.item("a/call.vtt").transcript is not None


@pytest.mark.feature("S2.1")
def test_what_the_upload_of_a_bulk_file_says_holds_for_its_lines(desk: Desk) -> None:
    lines = [
        vcon(contact_reference="C-1", agent_id=None, queue=None),
        vcon(contact_reference="C-2", agent_id=None, queue="repairs"),
    ]
    given = {"agent": "AG-1", "queue": "hotline", "contact_reference": "C-77", "duration": "12"}
    desk.drop("bulk/june.jsonl", b"\n".join(lines), given)
    (import_id,) = desk.workflows.imports
    split = desk.imports.split(import_id, 5)
    for batch in json.loads(desk.bucket.get(split.manifest_key)):
        desk.imports.take(import_id, Batch.model_validate(batch))
    items, _ = desk.store.lines(import_id, IntakeStatus.PROCESSING, limit=10)
    told = [(each.metadata.contact_reference, each.metadata.agent_reference, each.metadata.queue) for each in items]
    assert told == [("C-1", "AG-1", "hotline"), ("C-2", "AG-1", "repairs")]
    for item in items:
        assert item.metadata.duration_ms == 300_000
        assert any("contact reference, duration for all lines" in each for each in item.warnings)


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize("written", ["field service", "FIELD SERVICE", "Field-Service", "field  service "])
def test_a_known_queue_written_otherwise_is_that_queue(desk: Desk, written: str) -> None:
    desk.drop("chats/first.vcon.json", vcon(contact_reference="C-1", queue="Field Service"))
    desk.drop("chats/next.vcon.json", vcon(contact_reference="C-2", queue=written))
    item = desk.item("chats/next.vcon.json")
    assert (item.status, item.metadata.queue) == (IntakeStatus.PROCESSING, "Field Service")
    assert any("same but for case" in each for each in item.warnings)


@pytest.mark.feature("S2.1")
def test_a_short_form_of_a_known_queue_is_asked_about(desk: Desk) -> None:
    desk.drop("chats/first.vcon.json", vcon(contact_reference="C-1", queue="Field Operations"))
    desk.drop("chats/next.vcon.json", vcon(contact_reference="C-2", queue="Field Oper"))
    item = desk.item("chats/next.vcon.json")
    assert [each.code for each in item.reasons] == [HoldCode.QUEUE_UNKNOWN]
    assert item.reasons[0].nearest is not None
    assert item.reasons[0].nearest.value == "Field Operations"
