import base64
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.analysis import Origin
from debrief.interactions.conversations.model import (
    Channel,
    Interaction,
    InteractionSource,
    SourceFormat,
    Speaker,
    Transcript,
    Turn,
)
from debrief.interactions.formats import vcon, vcon_form, vcon_out, webvtt
from debrief.interactions.formats.detect import read_conversation
from debrief.interactions.formats.durations import DurationSources, with_duration
from debrief.interactions.formats.parsed import ParsedConversation, UnreadableDocument
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.verification import reasons_to_hold
from tests.unit.interactions import samples

pytestmark = pytest.mark.feature("N7", "S2.1")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def read(document: dict[str, Any]) -> ParsedConversation:
    return read_conversation(samples.as_bytes(document), time_zone="UTC")


def held(parsed: ParsedConversation) -> list[HoldCode]:
    metadata = with_duration(parsed.metadata, DurationSources(transcript_end_ms=parsed.end_ms))
    return [reason.code for reason in (*reasons_to_hold(metadata, agent=None, now=NOW), *parsed.hold)]


def test_a_chat_is_read_with_its_metadata() -> None:
    parsed = read(samples.vcon())
    assert held(parsed) == []
    assert (parsed.metadata.contact_reference, parsed.metadata.queue) == ("C-1", "orders")
    assert (parsed.metadata.agent_reference, parsed.metadata.customer_reference) == ("agent-7", "customer-9")
    assert parsed.metadata.inquiry == ("order_status", "refund")
    assert [(turn.speaker, turn.start_ms) for turn in parsed.turns] == [
        (Speaker.CUSTOMER, 5000),
        (Speaker.AGENT, 15_000),
    ]
    assert parsed.measures is not None
    assert parsed.measures.agent_first_response_ms == 10_000


def test_an_old_version_is_read_too() -> None:
    old = {
        "vcon": "0.0.1",
        "uuid": "u-1",
        "created_at": "2030-01-01T00:00:00Z",
        "parties": [{"mailto": "x7@example.com", "meta": {"role": "agent"}}, {"tel": "+15550100", "role": "customer"}],
        "dialog": [
            {
                "type": "text",
                "start": "2025-03-03T10:00:00+00:00",
                "parties": [1, 0],
                "mimetype": "text/plain",
                "body": base64.urlsafe_b64encode("Größe?".encode()).decode().rstrip("="),
                "encoding": "base64url",
                "duration": 60,
                "meta": {"direction": "in"},
            }
        ],
        "attachments": [{"type": "tags", "encoding": "json", "body": '["queue:orders", "vip"]'}],
    }
    parsed = read(old)
    assert held(parsed) == []
    assert (parsed.metadata.agent_reference, parsed.metadata.customer_reference) == ("x7@example.com", "+15550100")
    assert parsed.metadata.duration_ms is None
    assert parsed.metadata.ended_at == datetime(2025, 3, 3, 10, 1, tzinfo=UTC)
    assert (parsed.metadata.queue, parsed.metadata.direction) == ("orders", "inbound")
    assert [(turn.speaker, turn.text) for turn in parsed.turns] == [(Speaker.CUSTOMER, "Größe?")]


def test_a_signed_one_is_opened_and_says_so() -> None:
    payload = base64.urlsafe_b64encode(json.dumps(samples.vcon()).encode()).decode()
    parsed = read({"payload": payload, "signatures": []})
    assert len(parsed.turns) == 2
    assert "signature" in parsed.warnings[0]


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize("form", ["{}", "{}\n", '"{}"', "  {}"])
def test_a_signed_one_in_compact_form_is_read_as_the_others_are(form: str) -> None:
    signed = f"{_part({'alg': 'RS256', 'x5c': []})}.{_part(samples.vcon())}.c2lnbmVk"
    parsed = read_conversation(form.format(signed).encode(), time_zone="UTC")
    flat = read({"payload": _part(samples.vcon()), "protected": "e30", "signature": "c2lnbmVk"})
    assert parsed.turns == flat.turns
    assert parsed.warnings == flat.warnings
    wrapped = "\n".join(signed[at : at + 64] for at in range(0, len(signed), 64))
    assert read_conversation(wrapped.encode(), time_zone="UTC").turns == flat.turns


@pytest.mark.parametrize(
    ("document", "act"),
    [
        (f"{_part({'alg': 'RS256'})}.{_part({'sub': 'somebody'})}.c2ln", "drop what was signed as a file of its own"),
        (f"{_part({'alg': 'RS256'})}.bm90IGpzb24.c2ln", "drop what was signed as a file of its own"),
        (f"{_part({'alg': 'RSA-OAEP', 'enc': 'A256GCM'})}.a2V5.aXY.dGV4dA.dGFn", "drop it again in clear"),
    ],
)
def test_another_compact_document_is_held_with_what_it_is(document: str, act: str) -> None:
    with pytest.raises(UnreadableDocument) as error:
        read_conversation(document.encode(), time_zone="UTC")
    assert act in str(error.value)


@pytest.mark.parametrize("document", ["a.b.c", "eyJ.eyJ.c", "eyJhbGci", "hello world"])
def test_what_only_looks_compact_is_no_signed_document(document: str) -> None:
    with pytest.raises(UnreadableDocument, match="neither WebVTT nor well-formed JSON"):
        read_conversation(document.encode(), time_zone="UTC")


def test_without_any_time_it_lacks_its_date() -> None:
    plain = samples.vcon(
        dialog=[samples.text_dialog(1, "Hi"), samples.text_dialog(0, "Hello")],
        attachments=[samples.metadata_attachment(queue="orders", started_at=None, ended_at=None)],
    )
    parsed = read(plain)
    assert held(parsed) == [HoldCode.DATE_MISSING, HoldCode.DURATION_MISSING]
    assert [turn.start_ms for turn in parsed.turns] == [None, None]
    assert parsed.metadata.channel is Channel.CHAT


def test_a_contact_without_a_word_is_loadable() -> None:
    parsed = read(samples.vcon(dialog=[]))
    assert held(parsed) == []
    assert parsed.turns == ()
    assert parsed.warnings == ("Nobody said anything.",)


def test_tabs_and_markup_stay_text() -> None:
    body = "a\tb <b>c</b>  {d}"
    parsed = read(samples.vcon(dialog=[samples.text_dialog(1, body, "2025-03-03T10:00:05Z")]))
    assert parsed.turns[0].text == body
    assert parsed.warnings == ("The agent doesn't say anything in it.",)


@pytest.mark.parametrize("transcribed", [True, False])
def test_a_recording_by_address_is_never_fetched(transcribed: bool) -> None:
    segments = [{"speaker": 0, "text": "Hello", "start": 0.5, "end": 1.25}, {"role": "customer", "message": "Hi"}]
    transcript = {"type": "transcript", "vendor": "sample", "encoding": "json", "body": json.dumps(segments)}
    parsed = read(
        samples.vcon(
            dialog=[
                {
                    "type": "recording",
                    "start": "2025-03-03T10:00:00Z",
                    "duration": 30,
                    "mediatype": "audio/wav",
                    "url": "https://example.com/a.wav",
                }
            ],
            analysis=[transcript] if transcribed else [],
        )
    )
    assert parsed.recordings[0].duration_ms == 30_000
    if transcribed:
        assert held(parsed) == []
        assert [(turn.speaker, turn.start_ms, turn.end_ms) for turn in parsed.turns] == [
            (Speaker.AGENT, 500, 1250),
            (Speaker.CUSTOMER, None, None),
        ]
        assert parsed.made_by == "sample"
    else:
        assert held(parsed) == [HoldCode.RECORDING_NOT_FETCHED]


@pytest.mark.feature("I2")
def test_a_survey_is_the_customers_and_the_rest_the_vendors() -> None:
    body = {"task_success": False, "satisfaction": 4, "nps": 9, "calm": True}
    survey = {"type": "customer_survey", "vendor": "sample", "encoding": "json", "body": body}
    summary = {"type": "summary", "vendor": "other", "mediatype": "text/plain", "encoding": "none", "body": "Short."}
    analysis = read(samples.vcon(analysis=[survey, summary])).analysis
    assert analysis is not None
    assert analysis.predicted_resolution is not None
    assert analysis.predicted_satisfaction is not None
    assert (analysis.predicted_resolution.value, analysis.predicted_resolution.origin) == (0, Origin.CUSTOMER_SURVEY)
    assert analysis.predicted_satisfaction.value == 4
    assert analysis.xnps is not None
    assert analysis.xnps.value == 9
    assert analysis.vendor_values["sample.customer_survey.calm"].value is True
    assert analysis.summary is not None
    assert (analysis.summary.value, analysis.summary.origin) == ("Short.", Origin.VENDOR)


def interaction(channel: Channel) -> Interaction:
    return Interaction(
        id="int_1",
        contact_reference="C-9",
        agent_id="us_1",
        customer_reference="cu-1",
        started_at=datetime(2025, 3, 3, 10, tzinfo=UTC),
        duration_ms=90_000,
        channel=channel,
        queue="orders",
        inquiry=("refund",),
        crm_links={"deal": "D-1"},
        source=InteractionSource(intake_id="in_1", format=SourceFormat.VCON),
        created_at=datetime(2025, 3, 4, tzinfo=UTC),
    )


said = st.lists(
    st.tuples(
        st.sampled_from([Speaker.AGENT, Speaker.CUSTOMER, Speaker.SYSTEM]),
        st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30)
        .map(lambda words: " ".join(words.split()))
        .filter(bool),
        st.integers(0, 5000),
        st.integers(1, 5000),
    ),
    min_size=1,
    max_size=6,
)


def as_transcript(parts: list[tuple[Speaker, str, int, int]]) -> Transcript:
    turns, at = [], 0
    for index, (speaker, words, pause, length) in enumerate(parts):
        at += pause
        turns.append(Turn(index=index, speaker=speaker, text=words, start_ms=at, end_ms=at + length))
        at += length
    return Transcript(interaction_id="int_1", turns=tuple(turns), source_format=SourceFormat.VCON)


@given(said, st.sampled_from([Channel.VOICE, Channel.CHAT]))
def test_what_is_written_as_vcon_is_read_back(parts: list[tuple[Speaker, str, int, int]], channel: Channel) -> None:
    transcript, original = as_transcript(parts), interaction(channel)
    parsed = read(vcon_out.write(original, transcript, vcon_uuid="00000000-0000-4000-8000-000000000002"))
    assert held(parsed) == []
    assert [(turn.speaker, turn.text, turn.start_ms) for turn in parsed.turns] == [
        (turn.speaker, turn.text, turn.start_ms) for turn in transcript.turns
    ]
    found = parsed.metadata
    assert (found.agent_reference, found.customer_reference) == ("us_1", "cu-1")
    assert (found.contact_reference, found.started_at, found.duration_ms) == ("C-9", original.started_at, 90_000)
    assert (found.channel, found.queue, found.inquiry, found.crm_links) == (
        channel,
        "orders",
        ("refund",),
        {"deal": "D-1"},
    )


heard = st.lists(
    st.tuples(
        st.sampled_from(list(Speaker)),
        st.sampled_from([None, "Voice A", "Voice B", "spk_2"]),
        st.sampled_from(["Hello", "[card number]", "Grüße — 你好", "a\u2028b"]),
        st.none() | st.integers(0, 60_000),
    ),
    max_size=6,
)


@given(heard, st.sampled_from(Channel))
def test_whatever_leaves_as_a_vcon_holds_together(
    parts: list[tuple[Speaker, str | None, str, int | None]], channel: Channel
) -> None:
    """Each place in a list is one of it, and voices that are several stay so; also where nobody speaks."""
    turns = tuple(
        Turn(index=index, speaker=speaker, voice=voice, text=words, start_ms=at, end_ms=None)
        for index, (speaker, voice, words, at) in enumerate(parts)
    )
    transcript = Transcript(interaction_id="int_1", turns=turns, source_format=SourceFormat.VCON)
    document: Any = json.loads(
        json.dumps(vcon_out.write(interaction(channel), transcript, vcon_uuid="00000000-0000-4000-8000-000000000002"))
    )
    vcon_form.check(document)
    parties, dialog = len(document["parties"]), document["dialog"]
    people = {(turn.speaker, None if turn.speaker is Speaker.AGENT else turn.voice) for turn in turns}
    assert parties == 2 + len(people) - len({turn.speaker for turn in turns} & {Speaker.AGENT, Speaker.CUSTOMER})
    for part in dialog:
        assert all(place < parties for place in part["parties"])
        assert part.get("originator", 0) in part["parties"]
    for part in [*document["attachments"], *document["analysis"]]:
        assert part.get("dialog", 0) < len(dialog)
    back = read(document)
    assert back.hold == ()
    assert sorted(turn.text.split() for turn in back.turns) == sorted(turn.text.split() for turn in turns)
    if all(turn.speaker is not Speaker.UNKNOWN for turn in turns):
        # Who isn't known may be told anew by whoever reads it.
        assert sorted((turn.speaker, turn.text.split()) for turn in back.turns) == sorted(
            (turn.speaker, turn.text.split()) for turn in turns
        )
    assert back.metadata.channel is channel


@given(said)
def test_what_is_written_as_webvtt_is_read_back(parts: list[tuple[Speaker, str, int, int]]) -> None:
    transcript = as_transcript(parts)
    turns = webvtt.read(webvtt.write(transcript), "UTC").turns
    assert [(turn.speaker, turn.text, turn.start_ms, turn.end_ms) for turn in turns] == [
        (turn.speaker, turn.text, turn.start_ms, turn.end_ms) for turn in transcript.turns
    ]


def test_only_a_role_that_is_given_is_believed() -> None:
    nobody = samples.vcon(parties=[{"name": "A"}, {"name": "B"}])
    assert {turn.speaker for turn in read(nobody).turns} == {Speaker.UNKNOWN}
    one = samples.vcon(parties=[{"name": "A"}, {"role": "customer"}])
    assert [turn.speaker for turn in read(one).turns] == [Speaker.CUSTOMER, Speaker.AGENT]
    assert read(one).metadata.agent_reference == "A"


def test_the_body_is_kept_when_its_encoding_is_wrong() -> None:
    assert vcon.body_of({"body": "not json", "encoding": "json"}) == "not json"
    assert vcon.body_of({"body": "a", "encoding": "base64url", "mediatype": "text/plain"}) == "a"


def test_real_chats_are_loadable_but_for_those_without_a_date(shared_data: Path) -> None:
    counts: Counter[tuple[HoldCode, ...]] = Counter()
    surveyed = silent = several = 0
    for line in (shared_data / "star.vcon.jsonl").read_bytes().splitlines():
        parsed = read_conversation(line, time_zone="UTC")
        counts[tuple(held(parsed))] += 1
        surveyed += parsed.analysis is not None and parsed.analysis.predicted_resolution is not None
        silent += all(turn.speaker is not Speaker.AGENT for turn in parsed.turns)
        several += len(parsed.metadata.inquiry) > 1
    assert counts == {(): 493, (HoldCode.DATE_MISSING, HoldCode.DURATION_MISSING): 3}
    assert (surveyed, silent, several) == (204, 22, 125)


@pytest.mark.parametrize(
    "name, form, turns, started",
    [
        ("transcribe_call_analytics_GUID_102.json", SourceFormat.CALL_ANALYTICS, 37, None),
        ("contact_lens_voice.json", SourceFormat.CONTACT_LENS_VOICE, 10, None),
        ("contact_lens_chat_original.json", SourceFormat.CONTACT_LENS_CHAT, 31, "2022-10-27T03:31:50.735+00:00"),
    ],
)
def test_real_vendor_files_are_read(
    shared_data: Path, name: str, form: SourceFormat, turns: int, started: str | None
) -> None:
    parsed = read_conversation((shared_data / "vendor_json" / name).read_bytes(), time_zone="UTC")
    assert (parsed.format, len(parsed.turns)) == (form, turns)
    assert parsed.metadata.started_at == (datetime.fromisoformat(started) if started else None)
    assert parsed.analysis is not None
    assert parsed.analysis.customer_sentiment_end is not None
    assert parsed.analysis.customer_sentiment_end.origin is Origin.VENDOR
    assert {turn.speaker for turn in parsed.turns} >= {Speaker.AGENT, Speaker.CUSTOMER}
