from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.analysis import Origin, Reading
from debrief.interactions.conversations.measures import Measures
from debrief.interactions.conversations.model import Channel, SourceFormat, Speaker
from debrief.interactions.formats.detect import decode, read_conversation, read_sidecar, recognise
from debrief.interactions.formats.parsed import ParsedConversation, UnreadableDocument
from debrief.interactions.holds import HoldCode
from tests.unit.interactions import samples

pytestmark = pytest.mark.feature("S2.1", "N7")

CHAT = {
    "Version": "CHAT-2022-11-30",
    "Channel": "CHAT",
    "JobStatus": "COMPLETED",
    "LanguageCode": "en-US",
    "CustomerMetadata": {"ContactId": "C-5"},
    "Participants": [
        {"ParticipantId": "p1", "ParticipantRole": "CUSTOMER", "DisplayName": "Sample Customer"},
        {"ParticipantId": "p2", "ParticipantRole": "AGENT", "DisplayName": "Sample Agent"},
    ],
    "ConversationCharacteristics": {
        "ResponseTime": {
            "AgentGreetingTimeMillis": 1500,
            "DetailsByParticipantRole": {"AGENT": {"Average": {"ValueMillis": 2000}, "Maximum": {"ValueMillis": 3000}}},
        },
        "Sentiment": {
            "OverallSentiment": {"DetailsByParticipantRole": {"AGENT": 1.5, "CUSTOMER": 0}},
            "SentimentShift": {"DetailsByParticipantRole": {"CUSTOMER": {"BeginScore": -3.75, "EndScore": 3.75}}},
            "DetailsByTranscriptItemGroup": [
                {"Sentiment": "POSITIVE", "ProgressiveScore": 2.5, "TranscriptItems": [{"Id": "i2"}, {"Id": "i3"}]}
            ],
        },
    },
    "Transcript": [
        {"Type": "EVENT", "AbsoluteTime": "2025-03-03T10:00:00.000Z", "ParticipantRole": "CUSTOMER"},
        {
            "Type": "MESSAGE",
            "Id": "i2",
            "AbsoluteTime": "2025-03-03T10:00:01.500Z",
            "ParticipantId": "p2",
            "Content": "Hello there",
        },
        {
            "Type": "MESSAGE",
            "Id": "i3",
            "AbsoluteTime": "2025-03-03T10:00:04.000Z",
            "ParticipantRole": "CUSTOMER",
            "Content": "Hi",
        },
        {
            "Type": "ATTACHMENT",
            "AbsoluteTime": "2025-03-03T10:00:06.000Z",
            "ParticipantRole": "CUSTOMER",
            "Attachments": [{"AttachmentName": "bill.pdf"}],
        },
        {"Type": "EVENT", "AbsoluteTime": "2025-03-03T10:01:00.000Z"},
    ],
}
VTT = """WEBVTT

NOTE
queue: orders
started_at: 2025-03-03T10:00:00Z

1
00:00:01.250 --> 00:00:03.000
<v Agent x7>Hello &amp; <b>welcome</b></v>

00:00:04.000 --> 00:00:05.500
Customer: Hi,
where is it?

00:00:06.000 --> 00:00:07.000
<v Agent x7>One thing: wait.
<v Customer>Fine.
"""


def read(document: Any, **options: Any) -> ParsedConversation:
    data = document.encode() if isinstance(document, str) else samples.as_bytes(document)
    return read_conversation(data, time_zone="UTC", **options)


def test_call_analytics_keeps_the_vendors_values_as_theirs() -> None:
    parsed = read(samples.call_analytics(), agent_sentiment=True)
    assert parsed.format is SourceFormat.CALL_ANALYTICS
    assert [(turn.speaker, turn.start_ms, turn.end_ms) for turn in parsed.turns] == [
        (Speaker.AGENT, 100, 4000),
        (Speaker.CUSTOMER, 5000, 7000),
    ]
    assert parsed.turns[0].confidence == 0.7
    assert parsed.turns[0].sentiment_label == "POSITIVE"
    analysis = parsed.analysis
    assert analysis is not None
    assert analysis.customer_sentiment_start == Reading[float](
        value=-4, origin=Origin.VENDOR, source="transcribe_call_analytics"
    )
    assert analysis.customer_sentiment_end is not None
    assert analysis.customer_sentiment_end.value == 3
    assert analysis.customer_sentiment_arc is not None
    assert [quarter.score for quarter in analysis.customer_sentiment_arc.value] == [-4, -2, 0, 3]
    assert [reading.value for reading in analysis.indicators] == ["greeting"]
    assert parsed.measures is not None
    assert parsed.measures.origin is Origin.VENDOR
    assert parsed.measures.duration_ms == parsed.metadata.duration_ms == 20_000
    assert (parsed.measures.interruptions_by_customer, parsed.measures.interruptions_by_agent) == (1, 0)
    assert (parsed.measures.silence_ms, parsed.measures.longest_silence_ms) == (4000, 4000)
    assert (parsed.metadata.language, parsed.metadata.channel) == ("en-GB", Channel.VOICE)
    assert "QUARTER" in parsed.vendor_documents[0].body


@pytest.mark.feature("I2")
def test_an_agents_sentiment_is_left_out_unless_it_is_turned_on() -> None:
    off, on = read(samples.call_analytics()), read(samples.call_analytics(), agent_sentiment=True)
    assert off.analysis is not None
    assert on.analysis is not None
    assert off.analysis.agent_sentiment is None
    assert on.analysis.agent_sentiment is not None
    assert [turn.sentiment_label for turn in off.turns] == [None, "NEGATIVE"]
    assert [turn.sentiment_label for turn in on.turns] == ["POSITIVE", "NEGATIVE"]


def test_contact_lens_voice_maps_participants_to_roles() -> None:
    document = samples.call_analytics(
        Version="VOICE-2022-11-30",
        CustomerMetadata={"ContactId": "C-4"},
        Participants=[
            {"ParticipantId": "a", "ParticipantRole": "AGENT"},
            {"ParticipantId": "b", "ParticipantRole": "CUSTOMER"},
        ],
        Transcript=[{"ParticipantId": "b", "Content": "Hi"}, {"ParticipantId": "a", "Content": "Hello"}],
    )
    del document["JobName"]
    parsed = read(document)
    assert parsed.format is SourceFormat.CONTACT_LENS_VOICE
    assert [turn.speaker for turn in parsed.turns] == [Speaker.CUSTOMER, Speaker.AGENT]
    assert parsed.metadata.contact_reference == "C-4"


def test_contact_lens_chat_has_times_from_the_events_around_it() -> None:
    parsed = read(CHAT)
    assert parsed.format is SourceFormat.CONTACT_LENS_CHAT
    assert parsed.metadata.started_at == datetime(2025, 3, 3, 10, tzinfo=UTC)
    assert parsed.metadata.ended_at == datetime(2025, 3, 3, 10, 1, tzinfo=UTC)
    assert parsed.metadata.agent_reference == "Sample Agent"
    assert parsed.metadata.customer_reference is None
    assert [(turn.speaker, turn.text, turn.start_ms) for turn in parsed.turns] == [
        (Speaker.AGENT, "Hello there", 1500),
        (Speaker.CUSTOMER, "Hi", 4000),
        (Speaker.CUSTOMER, "[attachment: bill.pdf]", 6000),
    ]
    assert parsed.turns[1].sentiment_score == 2.5
    assert parsed.analysis is not None
    assert parsed.analysis.customer_sentiment_end is not None
    assert parsed.analysis.customer_sentiment_end.value == 3.75
    assert parsed.measures == Measures(
        origin=Origin.VENDOR,
        source="contact_lens",
        duration_ms=60_000,
        agent_first_response_ms=1500,
        agent_response_mean_ms=2000,
        agent_response_max_ms=3000,
    )


def test_transcribe_by_channel() -> None:
    channels = [
        {
            "channel_label": "ch_0",
            "items": [samples.word("Hello", 0.0), samples.full_stop(), samples.word("Wait", 9.0)],
        },
        {"channel_label": "ch_1", "items": [samples.word("Hi", 2.0), samples.word("there", 2.5), samples.full_stop()]},
    ]
    document = samples.transcribe(channel_labels={"channels": channels, "number_of_channels": 2}, items=[])
    parsed = read(document)
    assert [(turn.speaker, turn.text, turn.start_ms) for turn in parsed.turns] == [
        (Speaker.AGENT, "Hello.", 0),
        (Speaker.CUSTOMER, "Hi there.", 2000),
        (Speaker.AGENT, "Wait", 9000),
    ]
    assert [turn.index for turn in parsed.turns] == [0, 1, 2]
    swapped = read(document, agent_channel=1)
    assert [turn.speaker for turn in swapped.turns] == [Speaker.CUSTOMER, Speaker.AGENT, Speaker.CUSTOMER]


@pytest.mark.parametrize("older", [True, False])
def test_transcribe_by_speaker_label_tells_the_agent_by_wording(older: bool) -> None:
    said = [("spk_1", "thank you for calling how can I help"), ("spk_0", "my bill is wrong")]
    items, labelled, at = [], [], 0.0
    for label, sentence in said:
        for content in sentence.split():
            items.append(samples.word(content, at, None if older else label))
            labelled.append({"start_time": str(at), "speaker_label": label})
            at += 0.5
    labels = {"speaker_labels": {"segments": [{"items": labelled}]}} if older else {}
    parsed = read(samples.transcribe(items=items, **labels))
    assert [(turn.speaker, turn.text) for turn in parsed.turns] == [
        (Speaker.AGENT, said[0][1]),
        (Speaker.CUSTOMER, said[1][1]),
    ]
    assert parsed.warnings == ("Agent and customer were told apart by their wording.",)


def test_speakers_that_cannot_be_told_apart_stay_unknown() -> None:
    items = [samples.word("yes", 0.0, "spk_0"), samples.word("no", 1.0, "spk_1")]
    for document in (samples.transcribe(items=items), samples.transcribe(items=[samples.word("yes", 0.0)])):
        parsed = read(document)
        assert {turn.speaker for turn in parsed.turns} == {Speaker.UNKNOWN}
        assert len(parsed.warnings) == 1


def test_webvtt_with_voices_prefixes_and_notes() -> None:
    parsed = read(VTT)
    assert [(turn.speaker, turn.text, turn.start_ms, turn.end_ms) for turn in parsed.turns] == [
        (Speaker.AGENT, "Hello & welcome", 1250, 3000),
        (Speaker.CUSTOMER, "Hi, where is it?", 4000, 5500),
        (Speaker.AGENT, "One thing: wait.", 6000, 7000),
        (Speaker.CUSTOMER, "Fine.", 6000, 7000),
    ]
    assert (parsed.metadata.agent_reference, parsed.metadata.queue) == ("x7", "orders")
    assert parsed.metadata.started_at == datetime(2025, 3, 3, 10, tzinfo=UTC)
    assert read(VTT.replace("\n", "\r\n")).turns == parsed.turns


@pytest.mark.parametrize(
    "data, code",
    [
        (b"", HoldCode.DOCUMENT_EMPTY),
        (b" \n", HoldCode.DOCUMENT_EMPTY),
        (b"\xff\xfe\x00", HoldCode.DOCUMENT_UNREADABLE),
        (b"{", HoldCode.DOCUMENT_UNREADABLE),
        (b"hello", HoldCode.DOCUMENT_UNREADABLE),
        (b"[" * 100_000, HoldCode.DOCUMENT_UNREADABLE),
        (b"[]", HoldCode.DOCUMENT_UNSUPPORTED),
        (b"{}", HoldCode.DOCUMENT_UNSUPPORTED),
        (b'{"agent": "x7"}', HoldCode.DOCUMENT_UNSUPPORTED),
        (b'{"ConversationAnalytics": {}, "SpeechSegments": []}', HoldCode.DOCUMENT_UNSUPPORTED),
        (b'{"vcon": "0.4.0", "uuid": "u", "parties": []}', HoldCode.DOCUMENT_EMPTY),
        (b'{"ciphertext": "x", "recipients": []}', HoldCode.DOCUMENT_UNSUPPORTED),
        (b'{"payload": "!", "signatures": []}', HoldCode.DOCUMENT_UNREADABLE),
        (samples.as_bytes(samples.call_analytics(Transcript=None)), HoldCode.DOCUMENT_UNREADABLE),
        (samples.as_bytes(samples.call_analytics(JobStatus="FAILED")), HoldCode.TRANSCRIPTION_FAILED),
    ],
)
def test_what_cannot_be_read_is_held_with_its_reason(data: bytes, code: HoldCode) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_conversation(data, time_zone="UTC")
    reason = refused.value.hold()
    assert reason.code is code
    assert reason.sentence.endswith(".")


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize(
    "data",
    [
        b"WEBVTT\n",
        b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Agent></v>\n",
        samples.as_bytes(samples.call_analytics(Transcript=[])),
        samples.as_bytes(samples.transcribe(items=[])),
    ],
)
def test_silence_is_a_conversation_in_which_nobody_speaks(data: bytes) -> None:
    parsed = read_conversation(data, time_zone="UTC")
    assert (parsed.turns, parsed.warnings) == ((), ("Nobody said anything.",))


def test_a_sidecar_is_told_from_a_transcript_by_its_content() -> None:
    data = samples.as_bytes({"agentId": "x7", "queue": "orders"})
    assert recognise(decode(data)) is SourceFormat.SIDECAR
    assert read_sidecar(data, time_zone="UTC").queue == "orders"
    with pytest.raises(UnreadableDocument):
        read_sidecar(b"WEBVTT\n", time_zone="UTC")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
DOCUMENTS = [samples.vcon(), samples.call_analytics(), CHAT, samples.transcribe(items=[samples.word("a", 0.0)])]


def _places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    return [path, *(place for name, value in inner for place in _places(value, (*path, name)))]


def _changed(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = dict(document) if isinstance(document, dict) else list(document)
    copy[path[0]] = _changed(document[path[0]], path[1:], value)
    return copy


@given(st.sampled_from(DOCUMENTS), st.data(), json_values)
def test_no_change_to_a_document_breaks_its_reader(document: Any, data: st.DataObject, value: Any) -> None:
    place = data.draw(st.sampled_from(_places(document)))
    try:
        parsed = read(_changed(document, place, value))
    except UnreadableDocument:
        return
    assert [turn.index for turn in parsed.turns] == list(range(len(parsed.turns)))
    assert ParsedConversation.model_validate_json(parsed.model_dump_json()) == parsed
