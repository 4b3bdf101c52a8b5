"""What comes in beside a conversation is kept, or it is said that it isn't; and nothing foreign is taken for ours."""

import json
from typing import Any

import pytest

from debrief.interactions.erasing import is_about, item_record
from debrief.interactions.formats.detect import read_conversation
from debrief.interactions.formats.metadata import FoundIn, Metadata, customer_of, merge, other_side
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.recognisers import whisper
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.import_steps import Batch
from debrief.interactions.intake.model import IntakeItem, IntakeStatus
from debrief.kernel.privacy import Subject
from tests.unit.interactions.test_intake import Desk, desk, vcon

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1")


@pytest.mark.parametrize(
    ("called", "code"),
    [("malay", "ms"), ("serbian", "sr"), ("tagalog", "tl"), ("Afrikaans", "af"), ("norwegian nynorsk", "nn"),
     ("haitian creole", "ht"), ("lao", "lo"), ("welsh", "cy"), ("en", "en"), ("pt-BR", "pt-BR"), ("yue", "yue"),
     ("german", "de")],
)  # fmt: skip
def test_languages_that_are_written_out_have_their_codes(called: str, code: str) -> None:
    told = whisper({"language": called, "segments": [{"start": 0, "end": 2, "text": "…"}]})
    assert told is not None
    assert (told.raw["language"], told.warnings) == (code, ())


@pytest.mark.parametrize("called", ["klingon", "old high german", "elvish"])
def test_a_language_that_nobody_knows_is_told(called: str) -> None:
    told = whisper({"language": called, "segments": [{"start": 0, "end": 2, "text": "…"}]})
    assert told is not None
    assert told.raw["language"] is None
    assert told.warnings == (f"Its language, {called}, isn't known by that name and was left out.",)


def automated(*labels: dict[str, Any], agent: int | None) -> list[str]:
    """Who speaks in what Bedrock Data Automation wrote, with what tells it of each segment."""
    segments = [
        {"type": "TRANSCRIPT", "start_timestamp_millis": at * 2000, "end_timestamp_millis": at * 2000 + 900,
         "text": f"words {at}", **label}
        for at, label in enumerate(labels)
    ]  # fmt: skip
    document = {"metadata": {"duration_millis": 9000}, "audio_segments": segments}
    parsed = read_conversation(json.dumps(document).encode(), time_zone="UTC", agent_channel=agent)
    return [str(turn.speaker) for turn in parsed.turns]


@pytest.mark.parametrize("written", ["ch_{}", "channel {}", "Channel_{}", "{}", "ch{}", "audio channel {}"])
@pytest.mark.parametrize("spoken", [{}, {"speaker": {"speaker_label": "spk_0"}}])
def test_a_given_channel_tells_who_is_who_however_channels_are_called(written: str, spoken: dict[str, Any]) -> None:
    labels = [{"channel": {"channel_label": written.format(place)}, **spoken} for place in (0, 1, 0)]
    assert automated(*labels, agent=1) == ["customer", "agent", "customer"]
    assert automated(*labels, agent=0) == ["agent", "customer", "agent"]


def test_speakers_of_one_channel_stay_speakers() -> None:
    labels = [{"channel": {"channel_label": "ch_0"}, "speaker": {"speaker_label": f"spk_{n}"}} for n in (0, 1)]
    assert automated(*labels, agent=1) == ["unknown", "unknown"]


def test_nothing_that_is_given_as_the_other_side_becomes_the_customer() -> None:
    given = {"customer": "+49301", "other_side": "+49302", "agent": "alma"}
    for place in (FoundIn.SIDECAR, FoundIn.DOCUMENT):
        known = metadata_from(given, place, "UTC")
        assert (other_side(known), known.further) == (None, {"other_side": "+49302"})
        assert customer_of(known, turned=True) == "+49301"
    ours = Metadata(customer_reference="+49301", other_side="+49303", found_in={"customer_reference": FoundIn.DOCUMENT})
    known = merge(metadata_from({"other_side": "+49302"}, FoundIn.SIDECAR, "UTC"), ours)
    assert (customer_of(known, turned=True), customer_of(known, turned=False)) == ("+49303", "+49301")


def dialled(desk: Desk) -> IntakeItem:
    """A held item of which only who dialled is told."""
    document = json.loads(vcon(agent_id=None, queue=None))
    document["parties"] = [{"tel": "+49301", "role": "caller"}, {"tel": "+49302", "role": "callee"}]
    desk.drop("calls/d.vcon.json", json.dumps(document).encode())
    return desk.item("calls/d.vcon.json")


def test_who_may_be_the_customer_is_found_when_they_are_erased(desk: Desk) -> None:
    item = dialled(desk)
    for reference, other in (("+49301", "+49302"), ("+49302", "+49301")):
        customer = Subject(kind="customer", id=reference)
        assert is_about(item, customer, frozenset())
        told = json.dumps(item_record(item, customer).data)
        assert reference in told
        assert other not in told
    assert not is_about(item, Subject(kind="customer", id="+49303"), frozenset())


def of_bulk(desk: Desk, queue: str | None = None, **given: str) -> IntakeItem:
    """The line of a bulk file that was uploaded with this metadata."""
    desk.drop("bulk/x.jsonl", vcon(queue=queue), given)
    (import_id,) = desk.workflows.imports
    (batch,) = json.loads(desk.bucket.get(desk.imports.split(import_id, 2).manifest_key))
    desk.imports.take(import_id, Batch.model_validate(batch))
    found = [
        item
        for status in (IntakeStatus.PROCESSING, IntakeStatus.HELD)
        for item in desk.store.lines(import_id, status, limit=5)[0]
    ]
    (item,) = found
    return item


def test_what_comes_with_a_bulk_file_is_kept_or_told(desk: Desk) -> None:
    item = of_bulk(
        desk, queue="billing", campaign="Spring 26", wave="second", started_at="yesterday", talk="3 moons",
        disposition="d" * 700, crm_deal="D-1", x_system="old",
    )  # fmt: skip
    assert item.status is IntakeStatus.PROCESSING
    assert item.metadata.queue == "billing"
    assert item.metadata.further.items() >= {"campaign": "Spring 26", "wave": "second", "x_system": "old"}.items()
    told = " ".join(item.warnings)
    for word in ("started at", "yesterday", "talk", "3 moons", "disposition", "longer than", "links to the CRM"):
        assert word in told


def test_a_queue_of_a_bulk_file_that_is_too_long_is_held_for_that(desk: Desk) -> None:
    item = of_bulk(desk, queue_name="q" * 700)
    assert item.status is IntakeStatus.HELD
    assert [(reason.code, reason.field) for reason in item.reasons] == [(HoldCode.TOO_LARGE, "queue")]
