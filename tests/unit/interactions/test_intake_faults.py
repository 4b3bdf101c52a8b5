"""What is wrong with one thing that comes in stays with that one, and is told where people look for it (S2.1)."""

import json
from datetime import datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.import_steps import Batch
from debrief.interactions.intake.model import IntakeItem, IntakeStatus
from debrief.kernel.errors import Conflict, DebriefError, Throttled, Unavailable
from debrief.kernel.storage.clients import client
from debrief.kernel.storage.objects import ObjectStore
from tests.unit.interactions.test_intake import BUCKET, Desk, desk, vcon, wav

__all__ = ["desk"]


def begin_import(desk: Desk, lines: list[bytes]) -> tuple[str, list[Batch]]:
    desk.drop("bulk/may.jsonl", b"\n".join(lines))
    import_id = desk.store.imports(limit=1, start=None)[0][0].id
    desk.imports.split(import_id, lines_per_batch=25)
    manifest = json.loads(desk.bucket.get(f"debrief/manifests/{import_id}.json"))
    return import_id, [Batch.model_validate(each) for each in manifest]


def line(number: int, **metadata: Any) -> bytes:
    return vcon(contact_reference=f"C-{number}", **metadata).replace(b"\n", b" ")


SURROGATE = b'"\\ud800"'
BAD_LINES = {
    "surrogate in the queue": line(1).replace(b'"billing"', b'"bill\\ud800ing"'),
    "surrogate in the agent": line(1).replace(b'"AG-1"', SURROGATE),
    "surrogate in the contact": line(1).replace(b'"C-1"', SURROGATE),
    "large CRM links": line(1, crm_links={f"k{n}": "x" * 5_000 for n in range(100)}),
    "large further values": line(1, **{f"other_{n}": "x" * 500 for n in range(2_000)}),
    "long queue": line(1, queue="x" * 500_000),
    "long topics": line(1, topics=[f"t{n}" for n in range(10_000)]),
    "deep": b'{"vcon": "0.0.1", "parties": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    "no JSON": b"nothing",
}


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize("kind", BAD_LINES)
def test_a_bad_line_costs_itself_only(desk: Desk, kind: str) -> None:
    import_id, batches = begin_import(desk, [line(0), BAD_LINES[kind], line(2), line(3)])
    assert desk.imports.take(import_id, batches[0]) == 4
    counts = desk.store.counts(import_id)
    assert counts.failed == 0
    assert (counts.processing, counts.held) in ((3, 1), (4, 0))
    for held in desk.store.lines(import_id, IntakeStatus.HELD, limit=9, start=None)[0]:
        assert held.line == 2
        assert held.reasons


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize(
    ("kind", "field", "named"),
    [
        ("large CRM links", None, "crm_links"),
        ("large further values", None, "further"),
        ("long queue", "queue", "queue"),
        ("long topics", "topics", "topics"),
    ],
)
def test_what_is_too_large_is_held_with_its_name(desk: Desk, kind: str, field: str | None, named: str) -> None:
    desk.drop("chats/a.vcon.json", BAD_LINES[kind])
    held = desk.item("chats/a.vcon.json")
    assert [(each.code, each.field) for each in held.reasons] == [(HoldCode.TOO_LARGE, field)]
    assert named in held.reasons[0].sentence
    if field:
        completed = desk.intake.complete(held, {field: "short"})
        assert completed.status is IntakeStatus.PROCESSING


@pytest.mark.feature("S2.1")
def test_a_vendors_values_are_bounded_and_named(desk: Desk) -> None:
    document = json.loads(vcon())
    survey = {f"question_{n}": "x" * 3_000 for n in range(60)} | {"comment": "y" * 90_000, "endless": 1e400}
    document["analysis"] = [{"type": "survey", "vendor": "star", "body": survey}]
    desk.drop("chats/a.vcon.json", json.dumps(document).encode())
    held = desk.item("chats/a.vcon.json")
    assert [each.code for each in held.reasons] == [HoldCode.TOO_LARGE]
    assert "star.survey.comment" in held.reasons[0].sentence
    document["analysis"][0]["body"] = {"comment": "y" * 9_000, "endless": 1e400}
    desk.drop("chats/b.vcon.json", json.dumps(document).encode())
    item = desk.item("chats/b.vcon.json")
    assert item.status is IntakeStatus.PROCESSING
    desk.normaliser.run(item.id, item.attempt, None)
    loaded = desk.interactions.interaction(item.interaction_id or "")
    assert loaded is not None
    assert loaded.analysis is not None
    assert set(loaded.analysis.vendor_values) == {"star.survey.comment"}


@pytest.mark.feature("S2.1")
def test_a_line_that_breaks_its_reader_is_written_down_and_the_others_go_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    examine = desk.reader.examine

    def breaks(item: IntakeItem, now: datetime) -> Any:
        if item.line == 2:
            raise KeyError("what was said")
        return examine(item, now)

    import_id, batches = begin_import(desk, [line(n) for n in range(4)])
    with monkeypatch.context() as patch:
        patch.setattr(desk.reader, "examine", breaks)
        assert desk.imports.take(import_id, batches[0]) == 4
    counts = desk.store.counts(import_id)
    assert (counts.processing, counts.failed) == (3, 1)
    (failed,) = desk.store.lines(import_id, IntakeStatus.FAILED, limit=9, start=None)[0]
    assert failed.failure is not None
    assert (failed.line, failed.failure.code) == (2, "KeyError")
    assert "what was said" not in failed.failure.sentence
    # Once it is mended, going through the import again takes it.
    desk.imports.take(import_id, batches[0])
    assert desk.store.counts(import_id).processing == 4


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize("error", [Throttled("busy", retry_after_s=1), Unavailable("gone"), Conflict("moved")])
def test_what_passes_is_tried_again_after_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: DebriefError
) -> None:
    examine = desk.reader.examine

    def breaks(item: IntakeItem, now: datetime) -> Any:
        if item.line == 1:
            raise error
        return examine(item, now)

    import_id, batches = begin_import(desk, [line(n) for n in range(4)])
    with monkeypatch.context() as patch:
        patch.setattr(desk.reader, "examine", breaks)
        with pytest.raises(type(error)):
            desk.imports.take(import_id, batches[0])
    counts = desk.store.counts(import_id)
    assert (counts.processing, counts.failed) == (3, 0)
    desk.imports.take(import_id, batches[0])
    assert desk.store.counts(import_id).processing == 4


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize("name", ["calls/a.wav", "calls/a.mp3", "calls/a.json", "calls/a.vtt", "calls/a.vcon.json"])
def test_an_object_with_nothing_in_it_is_held(desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    get_object = client("s3").get_object

    def as_s3(**request: Any) -> Any:
        # moto gives an empty object for a range of it; S3 has no such range.
        if "Range" in request and client("s3").head_object(Bucket=BUCKET, Key=request["Key"])["ContentLength"] == 0:
            raise ClientError({"Error": {"Code": "InvalidRange"}}, "GetObject")
        return get_object(**request)

    monkeypatch.setattr(client("s3"), "get_object", as_s3)
    desk.drop(name, b"")
    held = desk.item(name)
    assert held.status is IntakeStatus.HELD
    assert HoldCode.DOCUMENT_EMPTY in [each.code for each in held.reasons]


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize("raw", [b"\x00" * 64, b"RIFF" + b"\xff" * 200, b"ID3" + b"\xff" * 50, b"OggS" + b"\x00" * 60])
@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".ogg", ".flac", ".m4a"])
def test_no_header_breaks_the_intake(desk: Desk, raw: bytes, suffix: str) -> None:
    desk.drop(f"calls/a{suffix}", raw)
    assert desk.item(f"calls/a{suffix}").status is IntakeStatus.HELD


@pytest.mark.feature("S2.1")
def test_a_file_of_metadata_is_measured_before_it_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.bucket.put(
        "calls/a.metadata.json", b'{"queue": "sales", "x": "' + b"y" * 2_000_000 + b'"}', "application/json"
    )
    get = ObjectStore.get

    def read(self: ObjectStore, key: str, **options: Any) -> bytes:
        assert not key.endswith(".metadata.json"), "it is too large to be read"
        return get(self, key, **options)

    monkeypatch.setattr(ObjectStore, "get", read)
    desk.drop("calls/a.wav", wav(2, 2))
    held = desk.item("calls/a.wav")
    assert [each.code for each in held.reasons] == [HoldCode.TOO_LARGE]


@pytest.mark.feature("S2.1")
def test_an_object_that_breaks_its_reader_reaches_the_desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: Any) -> Any:
        raise RuntimeError("what was said")

    def busy(*_: Any) -> Any:
        raise Throttled("busy")

    with monkeypatch.context() as patch:
        patch.setattr(desk.reader, "examine", breaks)
        desk.drop("chats/a.vcon.json", vcon())
    failed = desk.item("chats/a.vcon.json")
    assert failed.status is IntakeStatus.FAILED
    assert failed.failure is not None
    assert (failed.failure.code, "said" in failed.failure.sentence) == ("RuntimeError", False)
    assert failed.transcript is not None
    # What passes stays with the queue, which brings it again.
    with monkeypatch.context() as patch:
        patch.setattr(desk.reader, "examine", busy)
        with pytest.raises(Throttled):
            desk.hear_of("chats/a.vcon.json")
    assert desk.intake.release(failed).status is IntakeStatus.PROCESSING


@pytest.mark.feature("S2.1")
def test_half_a_character_is_mended_and_the_rest_is_loaded(desk: Desk) -> None:
    raw = vcon().replace(b"My bill is wrong.", b"My \\ud800bill \\ud83d\\ude00 is \\udc00wrong.")
    desk.drop("chats/a.vcon.json", raw)
    item = desk.item("chats/a.vcon.json")
    desk.normaliser.run(item.id, item.attempt, None)
    loaded = desk.interactions.interaction(item.interaction_id or "")
    assert loaded is not None
    transcript = desk.interactions.transcript(loaded)
    assert transcript is not None
    assert transcript.turns[0].text == "My \ufffdbill 😀 is \ufffdwrong."
