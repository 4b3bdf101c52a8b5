"""The words of a conversation leave in open forms, as its transcript is read and by the same right (N7)."""

import json
from typing import Any
from uuid import RFC_4122, UUID

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from api.interactions_api import wiring
from api.interactions_api.handler import lambda_handler
from debrief.interactions.conversations.analysis import Analysis, Origin, Reading
from debrief.interactions.conversations.model import (
    Channel,
    Interaction,
    InteractionSource,
    SourceFormat,
    Speaker,
    Transcript,
    TranscriptReference,
    Turn,
)
from debrief.interactions.conversations.store import InteractionStore
from debrief.interactions.downloads import service
from debrief.interactions.downloads.service import vcon_id
from debrief.interactions.formats import vcon_form, vcon_out, webvtt
from debrief.interactions.formats.detect import read_conversation
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import Blind
from tests.doubles import FixedClock, SequentialIds
from tests.shared import shared
from tests.sizes import soaked
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event
from tests.unit.interactions.people import put_people
from tests.unit.interactions.test_masked_transcripts import NOW

pytestmark = pytest.mark.feature("N7")
VCON = "00000000-0000-8000-8000-000000000001"
CARD = "It's 4111 1111 1111 1111, <b>thanks</b> & bye."
MASKED = "It's card•••••••••••••••, <b>thanks</b> & bye."
PEOPLE = (
    ("ada", "admin", None), ("sam", "supervisor", "us_ada"), ("kim", "agent", "us_sam"),
    ("eve", "evaluator", "us_ada"), ("lou", "supervisor", "us_ada"), ("pat", "agent", "us_lou"),
)  # fmt: skip
TURNS = (
    Turn(index=0, speaker=Speaker.AGENT, text="Your card number?", start_ms=0, end_ms=900, voice="spk_0",
         sentiment_label="POSITIVE"),
    Turn(index=1, speaker=Speaker.CUSTOMER, text=CARD, start_ms=1_000, end_ms=2_000, voice="Ann"),
    Turn(index=2, speaker=Speaker.CUSTOMER, text="And mine.", start_ms=2_000, end_ms=2_500, voice="Bob"),
    Turn(index=3, speaker=Speaker.COLLEAGUE, text="I take over.", start_ms=3_000, end_ms=3_500, voice="Agent 2"),
    Turn(index=4, speaker=Speaker.UNKNOWN, text="Noise.", start_ms=4_000, end_ms=4_500),
)  # fmt: skip


def made(channel: Channel = Channel.VOICE, **changes: Any) -> Interaction:
    return Interaction(
        **{
            "id": "int_1",
            "contact_reference": "C-1",
            "agent_id": "us_kim",
            "customer_reference": "+44 20 7946 0000",
            "started_at": NOW,
            "duration_ms": 60_000,
            "channel": channel,
            "queue": "orders",
            "disposition": "angry",
            "inquiry": ("refund",),
            "topics": ("late parcel",),
            "crm_links": {"deal": "D-1"},
            "transcript": TranscriptReference(key="t.json", source_format=SourceFormat.VCON, turns=5, words=15),
            "analysis": Analysis(summary=Reading(value="A bad call", origin=Origin.MODEL)),
            "source": InteractionSource(intake_id="in_1", format=SourceFormat.VCON),
            "created_at": NOW,
            **changes,
        }
    )


def said(turns: tuple[Turn, ...] = TURNS) -> Transcript:
    return Transcript(interaction_id="int_1", turns=turns, source_format=SourceFormat.VCON)


def put(interaction: Interaction, transcript: Transcript | None) -> None:
    clock, ids = FixedClock(NOW), SequentialIds()
    store = InteractionStore(ObjectStore("test-content"))
    if transcript is not None:
        store.put_transcript("t.json", transcript)
    with Transaction(clock, ids) as tx:
        store.put(tx, interaction)
    put_people(NOW, ids, *PEOPLE)
    for part in (wiring.service, wiring.downloads):
        part.forget()


def read(form: str, who: str = "sam") -> Answer:
    path = f"/interactions/int_1/{form}".removesuffix("/")
    return answer_of(lambda_handler(api_event("GET", path, f"us_{who}"), LAMBDA_CONTEXT))


def text_of(form: str, who: str = "sam") -> str:
    answer = lambda_handler(api_event("GET", f"/interactions/int_1/{form}", f"us_{who}"), LAMBDA_CONTEXT)
    assert answer["statusCode"] == 200, answer["body"]
    assert not answer["isBase64Encoded"]
    return str(answer["body"])


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("with_times", [True, False])
def test_every_channel_leaves_as_a_vcon_that_is_read_back(aws: None, channel: Channel, with_times: bool) -> None:
    turns = TURNS if with_times else tuple(each.model_copy(update={"start_ms": None, "end_ms": None}) for each in TURNS)
    put(made(channel, analysis=None), said(turns))
    answer = read("vcon")
    assert answer.headers["content-type"] == "application/vcon"
    assert answer.headers["content-disposition"] == 'attachment; filename="int_1.vcon"'
    back = read_conversation(text_of("vcon").encode(), time_zone="UTC")
    assert back.hold == ()
    assert [(turn.speaker, turn.text) for turn in back.turns][:4] == [
        (turn.speaker, turn.text.replace(CARD, MASKED)) for turn in TURNS
    ][:4]
    assert (back.metadata.agent_reference, back.metadata.started_at) == ("us_kim", NOW)
    assert (back.metadata.contact_reference, back.metadata.channel) == ("C-1", channel)


def test_several_voices_stay_several_and_the_agent_is_one(aws: None) -> None:
    put(made(), said())
    answer = read("webvtt")
    assert answer.headers["content-type"] == "text/vtt; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="int_1.vtt"'
    text = text_of("webvtt")
    assert "<v Agent>Your card" in text
    assert "<v Colleague>I take over." in text
    assert "<v Customer Ann>It's card•••••••••••••••, &lt;b&gt;thanks&lt;/b&gt; &amp; bye." in text
    back = webvtt.read(text, "UTC").turns
    assert [(turn.speaker, turn.text, turn.start_ms, turn.end_ms) for turn in back] == [
        (turn.speaker, turn.text.replace(CARD, MASKED), turn.start_ms, turn.end_ms) for turn in TURNS
    ]
    assert len({turn.voice for turn in back if turn.speaker is Speaker.CUSTOMER}) == 2


@pytest.mark.feature("N8", "P2")
def test_nothing_leaves_that_the_transcript_hides_or_that_was_concluded(aws: None) -> None:
    put(made(), said())
    with Transaction(FixedClock(NOW), SequentialIds()) as tx:
        spot = Blind(interaction_id="int_1", agent_id="us_kim", interaction_started_at=NOW, by="cal_1")
        BlindStore().blind(tx, "us_eve", spot)
    shown = read("transcript", "eve").body
    # Who may read personal data, who judges the conversation blindly and whose it is get the very same.
    for form in ("vcon", "webvtt"):
        assert len({text_of(form, who) for who in ("ada", "sam", "kim", "eve")}) == 1
        text = text_of(form, "eve")
        hidden = ("4111", "7946", "POSITIVE", "A bad call", "angry", "refund", "late parcel", "D-1", "debrief_analysis")
        assert [each for each in hidden if each in text] == []
    written = json.dumps(json.loads(text_of("vcon")), ensure_ascii=False)
    assert all(turn["text"] in written for turn in shown["turns"])


@pytest.mark.feature("P2")
def test_another_line_is_told_of_nothing(aws: None) -> None:
    put(made(), said())
    for form in ("vcon", "webvtt", "transcript"):
        assert [read(form, who).status for who in ("lou", "pat")] == [404, 404]


def test_what_has_no_place_in_a_form_is_said(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    put(made(), said((*TURNS, TURNS[0].model_copy(update={"index": 5, "start_ms": None, "end_ms": None}))))
    assert (read("vcon").status, read("webvtt").status) == (200, 409)
    assert "vCon" in read("webvtt").body["detail"]
    assert "download_words" in read("").body["actions"]
    monkeypatch.setattr(service, "LARGEST_FILE", 100)
    assert read("vcon").status == 413


@pytest.mark.parametrize("form", ["vcon", "webvtt"])
def test_notes_are_nobodys_words(aws: None, form: str) -> None:
    by_hand = InteractionSource(intake_id="", format=SourceFormat.NOTES, added_by="us_sam")
    put(made(Channel.OFFLINE, source=by_hand), said())
    assert read(form).status == 409
    assert "download_words" not in read("").body["actions"]


@pytest.mark.parametrize("form", ["vcon", "webvtt"])
def test_without_a_transcript_there_is_nothing_to_hand_out(aws: None, form: str) -> None:
    put(made(transcript=None), None)
    assert read(form).status == 404
    assert "download_words" not in read("").body["actions"]


def test_a_vcon_that_is_wrong_stays_here_and_the_log_tells_ids_alone(
    aws: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    put(made(), said())
    right = vcon_out.write

    def wrong(*args: Any, **named: Any) -> dict[str, object]:
        return {**right(*args, **named), "secret words": "It's 4111"}

    monkeypatch.setattr(vcon_out, "write", wrong)
    assert read("vcon").status == 500
    told = str([vars(record) for record in caplog.records])
    assert "'interaction_id': 'int_1'" in told
    assert not any(each in told for each in ("secret", "4111", "card"))


def test_what_says_the_same_is_the_same_vcon() -> None:
    def id_of(interaction: Interaction, turns: tuple[Turn, ...]) -> str:
        return vcon_id(vcon_out.write(interaction, said(turns), vcon_uuid=""), interaction.created_at)

    first = id_of(made(), TURNS)
    assert first == id_of(made(revision=7), TURNS)
    assert len({first, id_of(made(), TURNS[:2]), id_of(made(queue="returns"), TURNS)}) == 3
    parsed = UUID(first)
    assert (parsed.version, parsed.variant) == (8, RFC_4122)
    assert parsed.int >> 80 == int(NOW.timestamp() * 1000)


json_values: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 9), st.floats(), st.text(max_size=8), st.just([]), st.just({})
)


@settings(max_examples=soaked(30))
@given(st.sampled_from(Channel), st.data(), json_values)
def test_what_the_form_admits_the_draft_admits(channel: Channel, data: st.DataObject, value: Any) -> None:
    """Any one place of a document of ours is another value, is gone, or has something beside it."""
    schema = json.loads(shared("data", "vcon_drafts", "vcon_json_schema.json").read_text(encoding="utf-8"))
    document: Any = json.loads(json.dumps(vcon_out.write(made(channel), said(), vcon_uuid=VCON)))
    vcon_form.check(document)
    at = document
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if not isinstance(at[key], dict | list) or data.draw(st.booleans()):
            break
        at = at[key]
    kind = data.draw(st.sampled_from(["change", "drop", "add"]))
    if kind == "change":
        at[key] = value
    elif kind == "drop":
        del at[key]
    elif isinstance(at, dict):
        at["more"] = value
    else:
        at.append(value)
    try:
        vcon_form.check(document)
    except ValidationError:
        return
    assert jsonschema_rs.validator_for(schema, validate_formats=True).is_valid(document)
