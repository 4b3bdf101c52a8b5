"""What was said goes, with every object; what is counted stays (N8, I1, S2.1)."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from debrief.insights.projection.shares import conversation_share
from debrief.interactions import privacy_service
from debrief.interactions.analysis.analyse_step import ConversationAnalyser
from debrief.interactions.analysis.indicator_store import IndicatorStore
from debrief.interactions.conversations.analysis import Analysis, Finding, FindingKind, Origin, Reading
from debrief.interactions.conversations.model import Interaction, ScreenRecording, Speaker
from debrief.interactions.conversations.postponed_store import PARTS, PostponedStore
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.store import InteractionStore
from debrief.interactions.deadlines import OBJECTS_REMOVED
from debrief.interactions.intake.failures import failure_by
from debrief.interactions.intake.import_steps import Batch
from debrief.interactions.intake.model import IntakeStatus, StoredObject
from debrief.interactions.intake.normalise_step import Replaced, Superseded
from debrief.interactions.privacy_service import InteractionsPersonalData
from debrief.interactions.removal_service import ObjectRemoval
from debrief.kernel.ai.model_client import E, ModelAnswer
from debrief.kernel.ai.prompts import Prompt
from debrief.kernel.errors import Conflict, DebriefError, Stale, Unavailable
from debrief.kernel.schedules.places import SHARDS
from debrief.kernel.schedules.removal import LONGEST_INVOCATION
from debrief.kernel.schedules.runner import Report, Runner
from debrief.kernel.schedules.store import DueStore
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import User
from tests.unit.interactions.test_analysis import DRAFT, ScriptedModel
from tests.unit.interactions.test_audio import wav
from tests.unit.interactions.test_intake import Desk, add_agent, desk, vcon  # noqa: F401
from tests.unit.privacy.walking import contact, customer, erase, export, person

CONTENT = ObjectStore("test-content")
LAST_LOOK = timedelta(hours=4) + LONGEST_INVOCATION
SECRETS = ("My bill is wrong", "Let me look at it", "CU-7", "deal-9", "Wants money back", "4111", "The secret topic")

Made = Callable[..., Interaction]


@pytest.fixture
def port(desk: Desk) -> InteractionsPersonalData:  # noqa: F811
    return InteractionsPersonalData(desk.interactions, desk.store, desk.people, "test-content", desk.clock, desk.ids)


@pytest.fixture
def made(desk: Desk) -> Made:  # noqa: F811
    """Hands in a chat and takes it through the pipeline, with everything that can be known of it."""

    def make(name: str, *, screens: bool = True, **metadata: Any) -> Interaction:
        known = {"customer_reference": "CU-7", "crm_links": {"deal": "deal-9"}, "contact_reference": f"C-{name}"}
        desk.drop(f"calls/{name}.vcon.json", vcon(**{**known, **metadata}))
        item = desk.item(f"calls/{name}.vcon.json")
        assert item.status is IntakeStatus.PROCESSING, item.reasons
        id = desk.normaliser.run(item.id, item.attempt, None)
        desk.settle(item)
        recorded = desk.interactions.interaction(id)
        assert recorded is not None
        analysis = Analysis(
            summary=Reading(value="Wants money back", origin=Origin.MODEL),
            customer_sentiment=Reading(value=-2.5, origin=Origin.MODEL),
            agent_sentiment=Reading(value=1.0, origin=Origin.MODEL),
            xnps=Reading(value=3, origin=Origin.MODEL),
            vendor_values={"v.card": Reading(value="4111", origin=Origin.VENDOR)},
            findings=(
                Reading(value=Finding(kind=FindingKind.INTERRUPTION, speaker=Speaker.AGENT), origin=Origin.VENDOR),
                Reading(
                    value=Finding(kind=FindingKind.ISSUE, speaker=Speaker.CUSTOMER, text="My bill is wrong."),
                    origin=Origin.VENDOR,
                ),
            ),
        )
        screen = f"calls/{name}.screen.mp4"
        desk.bucket.put(screen, b"pictures", "video/mp4")
        shown = (ScreenRecording(bucket="test-recordings", key=screen, media_type="video/mp4"),)
        changes = {
            "analysis": analysis,
            "topics": ("The secret topic",),
            "screen_recordings": shown if screens else (),
        }
        with Transaction(desk.clock, desk.ids) as tx:
            desk.interactions.put(tx, recorded.model_copy(update=changes))
        found = desk.interactions.interaction(id)
        assert found is not None
        return found

    return make


def sweep(desk: Desk) -> Report:  # noqa: F811
    removal = ObjectRemoval(ObjectStore, desk.clock)

    def tell(trouble: object) -> None:
        raise AssertionError(trouble)

    runner = Runner([DueStore("test-interactions")], {OBJECTS_REMOVED: removal.sweep}, desk.clock, desk.ids, tell)
    return runner.run(lambda: timedelta(minutes=2))


def all_rows() -> str:
    """Everything in the table, whichever key it lies under; only a test may look so."""
    from debrief.kernel.storage.clients import client

    return json.dumps(client("dynamodb").scan(TableName="test-interactions")["Items"])


def due(desk: Desk) -> list[str]:  # noqa: F811
    far = desk.clock.now() + timedelta(days=400)
    return [each.key for shard in range(SHARDS) for each in DueStore("test-interactions").due(shard, far)]


@pytest.mark.feature("N8", "I1")
@pytest.mark.parametrize(
    "subject", [person("us_agent"), customer("CU-7"), contact("C-1")], ids=["person", "customer", "contact"]
)
def test_of_an_erased_conversation_what_is_counted_stays_and_nothing_else(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
    made: Made,
    subject: Any,
) -> None:
    before = made("1")
    assert erase(port, subject)[0] == 1
    after = desk.interactions.interaction(before.id)
    assert after is not None
    assert conversation_share(after, "UTC") == conversation_share(before, "UTC")
    assert (after.agent_id, after.started_at, after.queue) == (before.agent_id, before.started_at, before.queue)
    sweep(desk)
    assert desk.bucket.list("", 100) == []
    assert CONTENT.list("", 100) == []
    assert port.forget(subject).changed == (0 if subject.kind == "person" else 1)
    kept = all_rows()
    assert [secret for secret in (*SECRETS, "C-1", "AG-1") if secret in kept] == []
    assert export(port, subject).records == []
    desk.clock.advance(LAST_LOOK)
    sweep(desk)
    assert due(desk) == []
    assert "calls/" not in all_rows()


@pytest.mark.feature("N8")
def test_a_customer_is_found_in_all_their_conversations_page_by_page(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
    made: Made,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(privacy_service, "_PAGE", 2)
    add_agent(desk, User(id="us_two", name="Agent Two", email="two@sample.example", agent_references=("AG-2",)))
    theirs = [made(f"{n}", agent_id=f"AG-{1 + n % 2}") for n in range(5)]
    others = made("other", customer_reference="CU-8")
    found = export(port, customer("CU-7"))
    assert found.pages >= 3
    assert sorted(each.id for each in found.records) == sorted(each.id for each in theirs)
    one = found.of("conversation")[0]
    assert [turn["text"] for turn in one["said"]] == ["My bill is wrong."]
    assert one["customer_reference"] == "CU-7"
    assert one["analysis"]["summary"]["value"] == "Wants money back"
    assert [each["value"]["kind"] for each in one["analysis"]["findings"]] == ["issue"]
    for hidden in ("us_agent", "us_two", "Let me look at it", "agent_sentiment", "handle_ms", "CU-8"):
        assert hidden not in found.text
    changed, steps = erase(port, customer("CU-7"))
    assert (changed, steps >= 3) == (5, True)
    assert desk.interactions.interaction(others.id) == others
    assert export(port, customer("CU-7")).records == []
    assert query_all(InteractionRow, "CUSTOMER#CU-7") == []
    assert len(export(port, customer("CU-8")).records) == 1


@pytest.mark.feature("N8", "S2.1")
def test_a_customer_is_one_however_their_number_is_written(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
    made: Made,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(privacy_service, "_PAGE", 1)
    spellings = ("tel:+1-201-555-0123", "+12015550123", "sip:+1 201 555 0123@trunk.example")
    theirs = [made(f"{n}", customer_reference=each) for n, each in enumerate(spellings)]
    assert {each.customer_reference for each in theirs} == {"+12015550123"}
    # One that was loaded before references were known by one spelling.
    old = made("old", customer_reference="CU-9")
    with Transaction(desk.clock, desk.ids) as tx:
        before = old.model_copy(update={"customer_reference": "tel:+1-201-555-0123"})
        desk.interactions.put(tx, before, earlier=old)
    assert {each.id for each in export(port, customer("+1 201 555 0123")).records} == {each.id for each in theirs}
    found = export(port, customer("tel:+1-201-555-0123"))
    assert {each.id for each in found.records} == {each.id for each in (*theirs, old)}
    assert erase(port, customer("tel:+1-201-555-0123"))[0] == 4
    assert export(port, customer("tel:+1-201-555-0123")).records == []


@pytest.mark.feature("N8", "S2.1")
def test_what_waits_at_the_intake_is_the_customers_however_their_number_is_written(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
) -> None:
    desk.drop("calls/h.vcon.json", vcon(contact_reference="C-h", customer_reference="tel:+12015550123", queue=None))
    found = export(port, customer("+12015550123"))
    assert [each["customer_reference"] for each in found.of("intake_item")] == ["tel:+12015550123"]
    assert erase(port, customer("+1 201 555 0123"))[0] == 1


@pytest.mark.feature("N8")
def test_an_agent_gets_their_own_words_and_nothing_about_the_customer(
    port: InteractionsPersonalData, made: Made
) -> None:
    made("1")
    found = export(port, person("us_agent"))
    (one,) = found.of("conversation")
    assert [turn["text"] for turn in one["said"]] == ["Let me look at it."]
    assert one["analysis"]["agent_sentiment"] == {"value": 1.0, "origin": "model"}
    assert [each["value"]["kind"] for each in one["analysis"]["findings"]] == ["interruption"]
    assert len(one["analysis"]) == 2
    assert one["screen_recordings"] == [{"media_type": "video/mp4", "start_ms": 0}]
    for hidden in ("calls/", "My bill is wrong", "CU-7", "deal-9", "Wants money back", "C-1"):
        assert hidden not in found.text


@pytest.mark.feature("N8", "S2.1")
def test_what_waits_at_the_intake_is_found_and_erased(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
) -> None:
    desk.drop("calls/h.vcon.json", vcon(contact_reference="C-h", customer_reference="CU-7", queue=None))
    desk.drop("calls/o.vcon.json", vcon(contact_reference="C-o", customer_reference="CU-8", queue=None))
    found = export(port, customer("CU-7"))
    (one,) = found.of("intake_item")
    assert (one["status"], one["contact_reference"]) == ("held", "C-h")
    assert "AG-1" not in found.text
    assert len(export(port, person("us_agent")).of("intake_item")) == 2
    assert erase(port, contact("C-h"))[0] == 1
    sweep(desk)
    assert desk.bucket.list("calls/", 10) == ["calls/o.vcon.json"]
    (failed,), _ = desk.store.with_status(IntakeStatus.FAILED, limit=10)
    assert failed.failure is not None
    assert (failed.failure.code, failed.unit_key, failed.completion) == ("Erased", "", {})
    assert "CU-7" not in all_rows()
    # A person who tries all the same brings nothing back.
    with pytest.raises(Conflict, match="erased"):
        desk.intake.release(failed)
    with pytest.raises(Conflict, match="erased"):
        desk.intake.complete(failed, {"queue": "billing"})


@pytest.mark.feature("N8", "S2.1")
def test_lines_of_an_import_stay_accounted_for_and_are_not_taken_again(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
) -> None:
    lines = [vcon(contact_reference=f"C-{n}", customer_reference="CU-7") for n in range(2)]
    lines.append(vcon(contact_reference="C-h", customer_reference="CU-7", queue=None))
    desk.drop("bulk/may.jsonl", b"\n".join(lines))
    (import_id,) = desk.workflows.imports
    split = desk.imports.split(import_id, 2)
    batches = [Batch.model_validate(each) for each in json.loads(desk.bucket.get(split.manifest_key))]
    for batch in batches:
        desk.imports.take(import_id, batch)
    with pytest.raises(Conflict, match="being taken in"):
        port.erase(customer("CU-7"), json.dumps({"stage": "processing", "start": None}))
    processing, _ = desk.store.with_status(IntakeStatus.PROCESSING, limit=10)
    for item in processing:
        desk.normaliser.run(item.id, item.attempt, None)
        desk.settle(item)
    assert erase(port, customer("CU-7"))[0] == 3
    for batch in batches:
        desk.imports.take(import_id, batch)
    counts = desk.store.counts(import_id)
    assert (counts.loaded, counts.failed, counts.held, counts.processing) == (2, 1, 0, 0)
    sweep(desk)
    # The file holds many people's conversations: it is nobody's own.
    assert "bulk/may.jsonl" in desk.bucket.list("", 10)
    assert export(port, customer("CU-7")).records == []


@pytest.mark.feature("N8")
def test_copies_and_what_was_replaced_go_too(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
    made: Made,
) -> None:
    first = made("1", screens=False)
    desk.drop("copies/again.vcon.json", desk.bucket.get("calls/1.vcon.json"))
    assert desk.item("copies/again.vcon.json").already_loaded
    changed = vcon(contact_reference="C-1", customer_reference="CU-8", disposition="x")
    desk.drop("calls/new.vcon.json", changed)
    held = desk.item("calls/new.vcon.json")
    assert held.status is IntakeStatus.HELD
    released = desk.intake.release(held, replace=True)
    desk.normaliser.run(released.id, released.attempt, None)
    desk.settle(released)
    assert export(port, customer("CU-7")).of("conversation") == [], "it has another customer now"
    assert erase(port, customer("CU-8"))[0] == 1
    port.forget(customer("CU-8"))
    sweep(desk)
    assert desk.bucket.list("", 10) == ["calls/1.screen.mp4"]
    assert first.id in all_rows()
    assert "CU-7" not in all_rows()


@pytest.mark.feature("N8")
def test_a_run_that_was_under_way_brings_nothing_back(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
    made: Made,
) -> None:
    found = made("1")
    item = desk.item("calls/1.vcon.json")
    assert erase(port, person("us_agent"))[0] == 1
    with pytest.raises(Superseded):
        desk.normaliser.run(item.id, item.attempt, None)
    with pytest.raises(DebriefError), Transaction(desk.clock, desk.ids) as tx:
        desk.interactions.put(tx, found)
    # A step that had read its input before writes the transcript late.
    sweep(desk)
    CONTENT.put(f"transcripts/{found.id}/{item.id}-9.json", b"{}", "application/json")
    desk.clock.advance(LAST_LOOK)
    sweep(desk)
    assert CONTENT.list("", 10) == []


@pytest.mark.feature("N8", "S2.1")
def test_what_was_loaded_anew_after_an_erasure_keeps_its_words(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
    made: Made,
) -> None:
    erased = made("1")
    assert erase(port, customer("CU-7"))[0] == 1
    sweep(desk)
    desk.drop("again/1.vcon.json", vcon(contact_reference="C-1"))
    item = desk.intake.release(desk.item("again/1.vcon.json"), replace=True)
    desk.normaliser.run(item.id, item.attempt, None)
    desk.settle(item)
    desk.clock.advance(LAST_LOOK)
    sweep(desk)
    anew = desk.interactions.interaction(erased.id)
    assert anew is not None
    assert desk.interactions.transcript(anew) is not None


@pytest.mark.feature("N8")
@pytest.mark.parametrize("lost_to", ["a write that failed", "another's claim"])
def test_words_that_no_conversation_ever_had_are_erased_with_what_came_in(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
    lost_to: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk.drop("calls/1.vcon.json", vcon(customer_reference="CU-7"))
    item = desk.item("calls/1.vcon.json")

    def refused(*_: Any, **__: Any) -> None:
        raise Unavailable("The table doesn't answer") if lost_to == "a write that failed" else Replaced("")

    with monkeypatch.context() as patched:
        patched.setattr(InteractionStore, "put", refused)
        with pytest.raises(DebriefError):
            desk.normaliser.run(item.id, item.attempt, None)
    assert len(CONTENT.list("transcripts/", 10)) == 1
    desk.intake.settle(item.id, item.attempt, failure_by(Unavailable("")))
    assert erase(port, customer("CU-7"))[0] == 1
    sweep(desk)
    assert CONTENT.list("", 10) == []


@pytest.mark.feature("S2.1", "N2")
def test_the_same_words_run_through_again_stay_where_they_are(
    desk: Desk,  # noqa: F811
    made: Made,
) -> None:
    """What was written from them before, such as a summary, finds them there."""
    before = made("1")
    desk.drop("again/1.vcon.json", vcon(contact_reference="C-1", customer_reference="CU-7", queue="returns"))
    item = desk.intake.release(desk.item("again/1.vcon.json"), replace=True)
    desk.normaliser.run(item.id, item.attempt, None)
    desk.settle(item)
    after = desk.interactions.interaction(before.id)
    assert before.transcript is not None
    assert after is not None
    assert after.transcript is not None
    assert (after.queue, after.transcript.key) == ("returns", before.transcript.key)
    desk.clock.advance(LAST_LOOK)
    sweep(desk)
    assert desk.interactions.transcript(after) is not None


@pytest.mark.feature("N8", "S2.1")
def test_the_words_of_what_was_replaced_are_removed(
    desk: Desk,  # noqa: F811
    made: Made,
) -> None:
    before = made("1")
    desk.drop("again/1.vcon.json", vcon("Give me a moment.", contact_reference="C-1"))
    item = desk.intake.release(desk.item("again/1.vcon.json"), replace=True)
    for _ in ("once", "and once more, as a step is tried again"):
        desk.normaliser.run(item.id, item.attempt, None)
    desk.settle(item)
    after = desk.interactions.interaction(before.id)
    assert before.transcript is not None
    assert after is not None
    assert after.transcript is not None
    assert set(CONTENT.list("transcripts/", 10)) == {before.transcript.key, after.transcript.key}
    sweep(desk)
    desk.clock.advance(LAST_LOOK)
    sweep(desk)
    assert CONTENT.list("transcripts/", 10) == [after.transcript.key]


@pytest.mark.feature("N8", "I2")
def test_what_an_erased_conversation_lacked_is_not_made_up_for(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
    made: Made,
) -> None:
    found = made("1")
    postponed = PostponedStore(desk.interactions)
    for part in PARTS:
        lacking = desk.interactions.interaction(found.id)
        assert lacking is not None
        with Transaction(desk.clock, desk.ids) as tx:
            postponed.keep(tx, lacking, part, spent=True, now=desk.clock.now())
    assert erase(port, person("us_agent"))[0] == 1
    after = desk.interactions.interaction(found.id)
    assert after is not None
    assert (after.missing, after.erased_at) == ((), desk.clock.now())
    assert [part for part in PARTS if postponed.waits(part)] == []


@pytest.mark.feature("N8", "I2")
def test_an_analysis_that_was_under_way_changes_nothing_that_is_counted(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
    made: Made,
) -> None:
    found = made("1")
    found = found.model_copy(update={"indicators": ("Apology",)})
    with Transaction(desk.clock, desk.ids) as tx:
        desk.interactions.put(tx, found)

    class Erasing(ScriptedModel):
        """Somebody erases the conversation while the model answers."""

        def ask(self, prompt: Prompt, tool: str, shape: type[E]) -> ModelAnswer[E]:
            erase(port, person("us_agent"))
            return super().ask(prompt, tool, shape)

    analyser = ConversationAnalyser(
        desk.interactions, IndicatorStore(), desk.people, Erasing(DRAFT), desk.clock, desk.ids
    )
    with pytest.raises(Stale):
        analyser.run(found.id)
    emptied = desk.interactions.interaction(found.id)
    analyser.run(found.id)
    after = desk.interactions.interaction(found.id)
    assert after is not None
    assert after == emptied
    assert conversation_share(after, "UTC") == conversation_share(found, "UTC")


@pytest.mark.feature("N8", "S2.1")
def test_objects_of_an_erased_conversation_that_come_again_are_removed(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
    made: Made,
) -> None:
    found = made("1")
    name = "calls/1.vcon.json"
    dropped = desk.bucket.get(name)
    erase(port, person("us_agent"))
    sweep(desk)
    emptied, left = desk.interactions.interaction(found.id), desk.item(name)
    started = dict(desk.workflows.started)
    desk.drop(name, dropped)
    desk.drop("calls/1.wav", b"voices")
    assert (desk.interactions.interaction(found.id), desk.item(name)) == (emptied, left)
    assert desk.workflows.started == started
    sweep(desk)
    assert desk.bucket.list("", 10) == []
    desk.clock.advance(LAST_LOOK)
    sweep(desk)
    assert due(desk) == []


@pytest.mark.feature("N8", "N19")
def test_a_second_erasure_keeps_what_the_first_has_still_to_remove(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
    made: Made,
) -> None:
    made("1")
    dropped = desk.bucket.get("calls/1.vcon.json")
    erase(port, person("us_agent"))
    # The very same content under another name is the same conversation.
    desk.drop("copies/again.vcon.json", dropped)
    assert desk.item("copies/again.vcon.json").already_loaded
    assert erase(port, person("us_agent"))[0] == 1
    sweep(desk)
    assert (desk.bucket.list("", 10), CONTENT.list("", 10)) == ([], [])


@pytest.mark.feature("N8", "S2.1")
def test_what_a_recogniser_wrote_of_a_recording_goes_too(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
    made: Made,
) -> None:
    made("1")
    before = desk.item("calls/1.vcon.json")
    spoken = StoredObject(key="calls/1.wav", etag="e", size=1)
    with Transaction(desk.clock, desk.ids) as tx:
        desk.store.put(tx, before.model_copy(update={"recording": spoken}), before)
    for key in (f"{before.id}/{before.id}-1.json", f"{before.id}/{before.id}-2.json", f"{before.id}0/other.json"):
        CONTENT.put(f"transcription/{key}", b"{}", "application/json")
    assert erase(port, customer("CU-7"))[0] == 1
    sweep(desk)
    assert CONTENT.list("", 10) == [f"transcription/{before.id}0/other.json"]
    # A job that was under way writes late.
    CONTENT.put(f"transcription/{before.id}/{before.id}-3.json", b"{}", "application/json")
    desk.clock.advance(LAST_LOOK)
    sweep(desk)
    assert CONTENT.list("", 10) == [f"transcription/{before.id}0/other.json"]


@pytest.mark.feature("N8", "S2.1")
def test_however_often_a_conversation_came_in_all_of_it_goes(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
    made: Made,
) -> None:
    made("1")
    one = desk.item("calls/1.vcon.json")
    for number in range(120):
        copy = {"id": f"in_copy{number:03d}", "revision": 0, "status": IntakeStatus.FAILED, "attempt": 0}
        with Transaction(desk.clock, desk.ids) as tx:
            desk.store.put(tx, one.model_copy(update=copy), None)
    assert erase(port, customer("CU-7"))[0] == 1
    assert [each.id for each in desk.store.items_of(one.interaction_id or "") if each.erased_at is None] == []
    port.forget(customer("CU-7"))
    assert "CU-7" not in all_rows()
    sweep(desk)
    assert desk.bucket.list("", 10) == []


@pytest.mark.feature("N8", "S2.1")
def test_what_the_document_calls_the_agent_beside_is_theirs_and_not_the_customers(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
) -> None:
    desk.drop("calls/h.vcon.json", vcon(contact_reference="C-h", customer_reference="CU-7", queue=None))
    held = desk.item("calls/h.vcon.json")
    called = {"agent_reference": "EXT-7", "agent_also": ("Somebody else", "ag-1 ")}
    named = held.model_copy(update={"agent_id": None, "metadata": held.metadata.model_copy(update=called)})
    with Transaction(desk.clock, desk.ids) as tx:
        desk.store.put(tx, named, held)
    found = export(port, customer("CU-7"))
    assert len(found.of("intake_item")) == 1
    for hidden in ("agent_also", "ag-1", "Somebody else", "EXT-7"):
        assert hidden not in found.text
    (own,) = export(port, person("us_agent")).of("intake_item")
    assert own["agent_also"] == ["Somebody else", "ag-1 "]
    assert erase(port, person("us_agent"))[0] == 1
    assert "EXT-7" not in all_rows()


@pytest.mark.feature("N8", "S2.1")
@pytest.mark.parametrize("last", ["other sound", "none"])
def test_every_recording_that_was_ever_taken_out_of_a_document_goes(
    desk: Desk,  # noqa: F811
    port: InteractionsPersonalData,
    last: str,
) -> None:
    def document(content: bytes | None) -> bytes:
        made = json.loads(vcon(customer_reference="CU-7", queue=None))
        if content is not None:
            body = base64.urlsafe_b64encode(content).decode().rstrip("=")
            made["dialog"].append(
                {
                    "type": "recording",
                    "start": "2026-02-01T10:00:00Z",
                    "duration": 1,
                    "parties": [0, 1],
                    "mediatype": "audio/wav",
                    "encoding": "base64url",
                    "body": body,
                }
            )
        return json.dumps(made).encode()

    desk.bucket.put("debrief/inside/in_another/a.wav", b"RIFF", "audio/wav")
    desk.drop("calls/1.vcon.json", document(wav(8000)))
    desk.drop("calls/1.vcon.json", document(wav(16_000) if last == "other sound" else None))
    item = desk.item("calls/1.vcon.json")
    assert len(desk.bucket.list(f"debrief/inside/{item.id}/", 10)) == (2 if last == "other sound" else 1)
    assert erase(port, customer("CU-7"))[0] == 1
    sweep(desk)
    assert desk.bucket.list("", 10) == ["debrief/inside/in_another/a.wav"]
