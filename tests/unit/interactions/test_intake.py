"""Intake: everything that is dropped is loaded, held or failed; nothing twice, nothing lost."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.store import InteractionStore
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.file_names import unit_of
from debrief.interactions.intake.import_steps import Batch, ImportSteps, batches_of
from debrief.interactions.intake.languages import TRANSCRIBED, transcribed_as
from debrief.interactions.intake.model import BulkImport, Failure, IntakeItem, IntakeStatus
from debrief.interactions.intake.normalise_step import Normaliser, Superseded
from debrief.interactions.intake.receiving_service import MOST_ATTEMPTS, ReceivingService
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.intake.unit_reader import UnitReader
from debrief.kernel.clock import FixedClock
from debrief.kernel.errors import Conflict
from debrief.kernel.ids import SequentialIds, derived_id
from debrief.kernel.storage.objects import ObjectStore, lines_in
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import User
from debrief.people.store import PeopleRow, PeopleStore, user_row

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
        self.intake = ReceivingService(self.store, self.interactions, self.reader, self.workflows, self.clock, self.ids)
        self.imports = ImportSteps(self.store, self.intake, self.workflows, ObjectStore, self.clock, self.ids)
        self.normaliser = Normaliser(
            self.store, self.interactions, self.people, self.reader, ObjectStore, self.clock, self.ids
        )
        self.bucket = ObjectStore(BUCKET)

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


def vcon(**metadata: Any) -> bytes:
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
            "body": "Let me look at it.",
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
    desk.drop("notes/plan.docx", b"PK")
    assert [r.code for r in desk.item("chats/broken.json").reasons] == [HoldCode.DOCUMENT_UNREADABLE]
    assert [r.code for r in desk.item("notes/plan.docx").reasons] == [HoldCode.DOCUMENT_UNSUPPORTED]
    assert '"plan.docx"' in desk.item("notes/plan.docx").reasons[0].sentence


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
def test_the_sweep_starts_what_was_lost_and_gives_up_in_the_end(desk: Desk) -> None:
    desk.drop("chats/a.vcon.json", vcon())
    item = desk.item("chats/a.vcon.json")
    assert desk.intake.sweep() == 0
    desk.workflows.states[f"{item.id}-1"] = "RUNNING"
    desk.clock.advance(timedelta(hours=1))
    assert desk.intake.sweep() == 0
    for attempt in range(1, MOST_ATTEMPTS):
        desk.workflows.states[f"{item.id}-{attempt}"] = "ABORTED"
        assert desk.intake.sweep() == 1
        assert desk.item("chats/a.vcon.json").attempt == attempt + 1
        desk.clock.advance(timedelta(hours=1))
    assert desk.intake.sweep() == 1
    assert desk.item("chats/a.vcon.json").status is IntakeStatus.FAILED


@pytest.mark.feature("S2.1")
def test_those_behind_many_that_still_run_have_their_turn(desk: Desk) -> None:
    items = []
    for number in range(7):
        desk.drop(f"chats/{number}.vcon.json", vcon(contact_reference=f"C-{number}"))
        items.append(desk.item(f"chats/{number}.vcon.json"))
        desk.clock.advance(timedelta(seconds=1))
    for item in items[:6]:
        desk.workflows.states[f"{item.id}-1"] = "RUNNING"
    desk.workflows.states[f"{items[6].id}-1"] = "ABORTED"
    desk.clock.advance(timedelta(hours=1))
    assert [desk.intake.sweep(most=3) for _ in range(3)] == [0, 0, 1]
    assert desk.item("chats/6.vcon.json").attempt == 2
    assert desk.store.sweep_place() is None, "it got to the end"
    desk.workflows.states[f"{items[0].id}-1"] = "ABORTED"
    assert desk.intake.sweep(most=3) == 1, "and begins with those that wait longest again"


@pytest.mark.feature("S2.1")
def test_a_sweep_that_runs_out_of_time_is_gone_on_with(desk: Desk) -> None:
    for number in range(3):
        desk.drop(f"chats/{number}.vcon.json", vcon(contact_reference=f"C-{number}"))
        desk.workflows.states[f"{desk.item(f'chats/{number}.vcon.json').id}-1"] = "ABORTED"
        desk.clock.advance(timedelta(seconds=1))
    desk.clock.advance(timedelta(hours=1))
    looks = iter([True, True, True, False])
    assert desk.intake.sweep(time_left=lambda: next(looks, False)) == 2
    assert desk.intake.sweep(time_left=lambda: False) == 0
    assert desk.intake.sweep() == 1
    assert {desk.item(f"chats/{number}.vcon.json").attempt for number in range(3)} == {2}


@pytest.mark.feature("S2.1")
def test_the_sweep_passes_over_what_moves_on_meanwhile(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        desk.drop(f"chats/{name}.vcon.json", vcon(contact_reference=name))
        desk.clock.advance(timedelta(seconds=1))
    first = desk.item("chats/a.vcon.json")
    desk.clock.advance(timedelta(hours=1))

    def state(item: IntakeItem) -> str:
        if item.id == first.id:
            # It comes to its end between being read and being looked after.
            desk.settle(first)
        return "ABORTED"

    monkeypatch.setattr(desk.workflows, "pipeline_state", state)
    assert desk.intake.sweep() == 1
    assert desk.item("chats/a.vcon.json").status is IntakeStatus.LOADED
    assert desk.item("chats/b.vcon.json").attempt == 2


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
    assert desk.imports.sweep() == 0
    desk.clock.advance(timedelta(hours=1))
    desk.workflows.states[f"{import_id}-1"] = "RUNNING"
    assert desk.imports.sweep() == 0
    desk.workflows.states[f"{import_id}-1"] = "ABORTED"
    assert desk.imports.sweep() == 1
    assert desk.workflows.imports == [import_id, import_id]
    for batch in (first, second):
        desk.imports.take(import_id, Batch.model_validate(batch))
    assert desk.imports.finish(import_id).read == 4
    bulk = desk.store.bulk_import(import_id)
    assert bulk is not None
    assert (bulk.attempt, bulk.failure) == (2, None)


@pytest.mark.feature("S2.1")
def test_an_import_with_missing_lines_has_failed_and_can_be_retried(desk: Desk) -> None:
    desk.drop("bulk/may.jsonl", b"\n".join(vcon(contact_reference=f"C-{n}") for n in range(3)))
    (import_id,) = desk.workflows.imports
    desk.imports.split(import_id, 2)
    desk.imports.finish(import_id)
    failed = desk.store.bulk_import(import_id)
    assert failed is not None
    assert failed.failure == Failure(code="LinesMissing", sentence="3 lines could not be read.")
    desk.workflows.states[f"{import_id}-1"] = "RUNNING"
    with pytest.raises(Conflict):
        desk.imports.retry(failed)
    desk.workflows.states[f"{import_id}-1"] = "SUCCEEDED"
    assert desk.imports.retry(failed).failure is None


@given(
    text=st.lists(st.sampled_from([b"a", b"bb", b"", b" ", b"\t", b"longer line"]), max_size=30),
    chunk=st.integers(1, 7),
    size=st.integers(1, 5),
)
def test_lines_are_found_whatever_the_chunks_and_batches(text: list[bytes], chunk: int, size: int) -> None:
    raw = b"\n".join(text)
    chunks = [raw[at : at + chunk] for at in range(0, len(raw), chunk)]
    lines = list(lines_in(chunks))
    wanted = [(number, line) for number, line in enumerate(raw.split(b"\n"), start=1) if line.strip()]
    assert [(line.number, raw[line.start : line.end + 1]) for line in lines] == wanted
    batches = list(batches_of(lines, size))
    assert sum(batch.lines for batch in batches) == len(wanted)
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
