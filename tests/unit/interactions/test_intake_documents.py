"""Documents of other systems, captions and vCons as they come: read with right speakers and times, or held."""

import base64
import hashlib
import io
import json
import wave
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.analysis import FindingKind, Origin
from debrief.interactions.conversations.model import Channel, SourceFormat, Speaker
from debrief.interactions.conversations.roles import RolesFrom
from debrief.interactions.erasing import conversation_record, without_content
from debrief.interactions.formats import vcon_out, webvtt
from debrief.interactions.formats.detect import read_conversation, read_sidecar
from debrief.interactions.formats.metadata import FoundIn, merge
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.parsed import ParsedConversation, UnreadableDocument
from debrief.interactions.formats.times import read_instant
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.file_names import INSIDE, Part, unit_of
from debrief.interactions.intake.model import IntakeStatus
from debrief.interactions.intake.transcription import transcription_of
from debrief.kernel.ids import derived_id
from debrief.kernel.privacy import Subject
from debrief.people.model import User
from tests.shared import shared
from tests.unit.interactions import samples
from tests.unit.interactions.test_formats import _changed, _places
from tests.unit.interactions.test_intake import BUCKET, Desk, add_agent, desk
from tests.unit.interactions.test_vcon import interaction

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1", "N7")

KNOWN = {"agent": "AG-1", "queue": "billing", "dt": "2026-02-01T10:00:00Z"}
ASKED, ANSWERED = "I'm calling about my invoice", "Thank you for calling, how may I help?"


def read(document: Any, **options: Any) -> ParsedConversation:
    data = document.encode() if isinstance(document, str) else samples.as_bytes(document)
    return read_conversation(data, time_zone="UTC", **options)


def said(parsed: ParsedConversation) -> list[tuple[str, str]]:
    return [(str(turn.speaker), turn.text) for turn in parsed.turns]


def timed(parsed: ParsedConversation) -> list[tuple[str, int | None, int | None]]:
    return [(str(turn.speaker), turn.start_ms, turn.end_ms) for turn in parsed.turns]


def sound(seconds: float = 3.0) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\1\0" * int(8000 * seconds))
    return buffer.getvalue()


def text_of(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def call(*transcripts: Any, recording: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A recorded call as conservers keep it; a transcript is a body, or a whole analysis."""
    dialog = {
        "type": "recording",
        "start": "2026-02-01T10:00:00Z",
        "duration": 60,
        "parties": [0, 1],
        "mediatype": "audio/wav",
        "url": "https://sample.example/a.wav",
    }
    return {
        "uuid": "0190a4b2-0000-7000-8000-000000000077",
        "parties": [
            {"role": "customer", "name": "Cara Line", "tel": "+15550107"},
            {"role": "agent", "name": "Ana Post", "mailto": "one@sample.example"},
        ],
        "dialog": [{**dialog, **(recording or {})}],
        "analysis": [
            one
            if isinstance(one, dict) and "type" in one
            else {"type": "transcript", "dialog": 0, "vendor": "maker", "encoding": "json", "body": one}
            for one in transcripts
        ],
        **changes,
    }


# Transcripts of other systems ----------------------------------------------------------------------------------------

GENESYS = {
    "conversationId": "g-7",
    "mediaType": "call",
    "conversationStartTime": 1_769_940_000_000,
    "duration": {"milliseconds": 9000},
    "transcripts": [
        {
            "language": "en-GB",
            "phrases": [
                {
                    "text": "i need help",
                    "decoratedText": "I need help.",
                    "participantPurpose": "external",
                    "startTimeMs": 1_769_940_001_500,
                    "duration": {"milliseconds": 1500},
                },
                {"text": "Of course.", "participantPurpose": "internal", "startTimeMs": 1_769_940_004_000},
            ],
        }
    ],
    "participants": [
        {"participantPurpose": "customer", "ani": "+15550107", "initialDirection": "inbound"},
        {"participantPurpose": "agent", "userId": "AG-1", "queueId": "q-1"},
    ],
}
DEEPGRAM = {
    "metadata": {"request_id": "r", "duration": 8.0},
    "results": {
        "channels": [
            {
                "detected_language": "en",
                "alternatives": [
                    {
                        "transcript": f"{ASKED} {ANSWERED}",
                        "words": [
                            {"word": "im", "punctuated_word": ASKED, "start": 0.5, "end": 2.0, "speaker": 0},
                            {"word": "th", "punctuated_word": ANSWERED, "start": 3.0, "end": 5.25, "speaker": 1},
                        ],
                    }
                ],
            }
        ]
    },
}
WHISPER = {
    "text": "all",
    "language": "en",
    "segments": [
        {"id": 0, "start": 0.5, "end": 2.0, "text": ASKED, "speaker": "SPEAKER_00"},
        {"id": 1, "start": 3.0, "end": 5.25, "text": ANSWERED, "speaker": "SPEAKER_01"},
    ],
}
WHISPER_CPP = {
    "systeminfo": "x",
    "result": {"language": "en"},
    "transcription": [
        {"offsets": {"from": 500, "to": 2000}, "text": f" {ASKED}", "speaker": "0"},
        {"offsets": {"from": 3000, "to": 5250}, "text": f" {ANSWERED}", "speaker": "1"},
    ],
}
TWILIO = {
    "sentences": [
        {"media_channel": 2, "start_time": "3.0", "end_time": "5.25", "transcript": ANSWERED, "confidence": "0.9"},
        {"media_channel": 1, "start_time": "0.5", "end_time": "2.0", "transcript": ASKED},
    ]
}
BEDROCK = {
    "metadata": {"semantic_modality": "AUDIO", "duration_millis": 8000},
    "audio": {"summary": "An invoice is asked about."},
    "audio_segments": [
        {
            "type": "TRANSCRIPT",
            "start_timestamp_millis": start,
            "end_timestamp_millis": end,
            "text": text,
            "speaker": {"speaker_label": label},
        }
        for start, end, text, label in ((500, 2000, ASKED, "spk_0"), (3000, 5250, ANSWERED, "spk_1"))
    ],
}
WTF = {
    "transcript": {"text": "all", "language": "en", "duration": 8.0},
    "segments": [
        {"id": 0, "start": 0.5, "end": 2.0, "text": ASKED, "speaker": 0},
        {"id": 1, "start": 3.0, "end": 5.25, "text": ANSWERED, "speaker": 1},
    ],
    "speakers": {"0": {"label": "Speaker 0"}, "1": {"label": "Speaker 1"}},
}
ZOOM = {
    "type": "zoom_transcript",
    "recording_start": "2026-02-01T10:00:00Z",
    "timeline": [
        {"text": ASKED, "ts": "00:00:00.500", "end_ts": "00:00:02.000", "users": [{"username": "Cara Line"}]},
        {"text": ANSWERED, "ts": "00:00:03.000", "end_ts": "00:00:05.250", "users": [{"username": "Ana Post"}]},
    ],
}
WEBEX = {
    "items": [
        {"personName": "Cara Line", "text": ASKED, "offsetMillisecond": 500, "durationMillisecond": 1500},
        {"personName": "Ana Post", "text": ANSWERED, "offsetMillisecond": 3000, "durationMillisecond": 2250},
    ]
}
TEAMS = {
    "entries": [
        {"speakerDisplayName": "Cara Line", "text": ASKED, "startOffset": "00:00:00.5", "endOffset": "00:00:02"},
        {"speakerDisplayName": "Ana Post", "text": ANSWERED, "startOffset": "00:00:03", "endOffset": "00:00:05.25"},
    ]
}
ONE_CALL = [("customer", 500, 2000), ("agent", 3000, 5250)]


@pytest.mark.parametrize(
    "document, form",
    [
        (DEEPGRAM, SourceFormat.DEEPGRAM),
        (WHISPER, SourceFormat.WHISPER),
        (WHISPER_CPP, SourceFormat.WHISPER),
        (TWILIO, SourceFormat.TWILIO),
        (BEDROCK, SourceFormat.BEDROCK_DATA_AUTOMATION),
        (WTF, SourceFormat.WTF),
        (ZOOM, SourceFormat.ZOOM),
        (WEBEX, SourceFormat.WEBEX),
        (TEAMS, SourceFormat.TEAMS),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_another_system_wrote_is_read(document: dict[str, Any], form: SourceFormat) -> None:
    parsed = read(document)
    assert parsed.format is form
    assert (timed(parsed), [turn.text for turn in parsed.turns]) == (ONE_CALL, [ASKED, ANSWERED])
    assert (parsed.roles.basis, parsed.roles.guessed) == (RolesFrom.WORDING, True)
    with pytest.raises(UnreadableDocument) as refused:
        read_sidecar(samples.as_bytes(document), time_zone="UTC")
    assert "named as metadata" in refused.value.detail


def test_genesys_tells_roles_times_and_who_was_there() -> None:
    parsed = read(GENESYS)
    assert timed(parsed) == [("customer", 1500, 3000), ("agent", 4000, 4000)]
    known = parsed.metadata
    assert (known.agent_reference, known.queue, known.customer_reference) == ("AG-1", "q-1", "+15550107")
    assert (known.contact_reference, known.channel, known.language) == ("g-7", "voice", "en-GB")
    assert known.started_at == datetime(2026, 2, 1, 10, tzinfo=UTC)
    assert parsed.roles.basis is RolesFrom.DOCUMENT


def test_genesys_keeps_agents_apart_after_a_transfer() -> None:
    agents = [
        {"participantPurpose": "agent", "userId": "AG-1", "startTimeMs": 0, "endTimeMs": 5000},
        {"participantPurpose": "agent", "userId": "AG-2", "startTimeMs": 5000, "endTimeMs": 9000},
    ]
    phrases = [
        {"text": "First", "participantPurpose": "internal", "startTimeMs": 1000},
        {"text": "Second", "participantPurpose": "internal", "startTimeMs": 6000},
    ]
    parsed = read({"conversationId": "g", "transcripts": [{"phrases": phrases}], "participants": agents})
    assert [(turn.speaker, turn.voice) for turn in parsed.turns] == [("agent", "AG-1"), ("colleague", "AG-2")]
    assert "More than one agent" in parsed.warnings[0]


CONNECT = {
    "AWSAccountId": "000000000000",
    "ContactId": "c-7",
    "Version": "2019-08-26",
    "Participants": [{"ParticipantId": "p"}],
    "Transcript": [
        {
            "AbsoluteTime": f"2026-02-01T10:00:{second:02d}.000Z",
            "ContentType": kind,
            "DisplayName": name,
            "ParticipantRole": role,
            "Type": "EVENT" if content is None else "MESSAGE",
            **({} if content is None else {"Content": content}),
        }
        for second, kind, name, role, content in (
            (0, "application/vnd.amazonaws.connect.event.participant.joined", "Cara", "CUSTOMER", None),
            (3, "text/plain", "BOT", "SYSTEM", "Please wait."),
            (5, "text/plain", "Cara", "CUSTOMER", "Where is it?"),
            (20, "text/plain", "AG-1", "AGENT", "On its way."),
            (30, "text/plain", "AG-2", "AGENT", "It left today."),
        )
    ],
}


def test_a_chat_of_connect_itself_is_one_and_its_second_agent_a_colleague() -> None:
    parsed = read(CONNECT)
    assert (parsed.format, parsed.metadata.channel) == (SourceFormat.CONNECT_CHAT, Channel.CHAT)
    assert [who for who, _ in said(parsed)] == ["system", "customer", "agent", "colleague"]
    assert (parsed.metadata.agent_reference, parsed.metadata.contact_reference) == ("AG-1", "c-7")
    assert parsed.metadata.crm_links == {}


CONNECT_TURN: dict[str, object] = {
    "AbsoluteTime": "2026-02-01T10:00:20.000Z",
    "DisplayName": "AG-1",
    "ParticipantRole": "AGENT",
    "Type": "MESSAGE",
}


def test_an_interactive_message_is_what_it_shows() -> None:
    shown = {
        "templateType": "ListPicker",
        "data": {"content": {"title": "Which order?", "elements": [{"title": "The lamp"}, {"title": "The desk"}]}},
    }
    kind = "application/vnd.amazonaws.connect.message.interactive"
    asked: dict[str, object] = {**CONNECT_TURN, "ContentType": kind, "Content": json.dumps(shown)}
    odd = {**asked, "Content": "{not JSON"}
    parsed = read({**CONNECT, "Transcript": [asked, odd]})
    assert said(parsed) == [("agent", "Which order?\nThe lamp\nThe desk"), ("agent", "{not JSON")]


@pytest.mark.parametrize("order", [("wav", "vtt"), ("vtt", "wav")])
def test_what_was_said_at_the_upload_of_either_file_counts(desk: Desk, order: tuple[str, str]) -> None:
    captions = b"WEBVTT\n\n00:00.100 --> 00:00.500\n<v Agent>How can I help?\n"
    bodies = {"wav": sound(), "vtt": captions}
    given = {"wav": {"queue": "billing"}, "vtt": {**KNOWN, "queue": "sales", "language": "en-GB"}}
    for suffix in order:
        desk.drop(f"calls/e.{suffix}", bodies[suffix], given[suffix])
    item = desk.item("calls/e.vtt")
    assert item.status is IntakeStatus.PROCESSING, item.reasons
    assert (item.agent_id, item.metadata.queue, item.metadata.language) == ("us_agent", "billing", "en-GB")


@pytest.mark.parametrize(
    "document, named",
    [
        ({"recognizedPhrases": [{"channel": 0}]}, "Azure AI Speech"),
        ({"audio_url": "x", "utterances": [{"text": "Hi", "start": 1}]}, "AssemblyAI"),
        ({"monologues": [{"elements": [{"value": "Hi"}]}], "duration": 3}, "Rev AI"),
        ({"callId": "7", "agent": "AG-1", "turns": [{"text": "Hi", "speaker": "x"}]}, "looks like a transcript in"),
        ({"call_id": "7", "data": {"conversation": [{"message": "Hi", "from": "x"}]}}, "looks like a transcript in"),
    ],
)
@pytest.mark.parametrize("name", ["calls/t.json", "calls/t.metadata.json"])
def test_a_transcript_that_is_not_read_is_never_metadata(
    desk: Desk, document: dict[str, Any], named: str, name: str
) -> None:
    desk.drop("calls/t.wav", sound(), KNOWN)
    desk.drop(name, samples.as_bytes(document))
    item = desk.item("calls/t.wav")
    assert item.status is IntakeStatus.HELD
    assert named in item.reasons[0].sentence
    assert item.reasons[0].field is None


@pytest.mark.parametrize(
    "document",
    [
        {"Channel": "VOICE", "Segments": [{"Transcript": {"Content": "Hi", "ParticipantRole": "AGENT"}}]},
        {"agent": "AG-1", "queue": "billing", "transcript": "Agent: Hello\nCustomer: Hi"},
        {"ConversationAnalytics": {}, "SpeechSegments": [{"DisplayText": "Hi"}], "queue": "billing"},
        {"evaluationId": "e", "questions": [], "agent": "AG-1"},
    ],
)
def test_what_holds_a_conversation_is_no_metadata_whatever_else_it_says(document: dict[str, Any]) -> None:
    with pytest.raises(UnreadableDocument):
        read(document)
    with pytest.raises(UnreadableDocument):
        read_sidecar(samples.as_bytes(document), time_zone="UTC")


def test_notes_in_a_sidecar_make_no_transcript_of_it() -> None:
    given_notes = {"agent": "AG-1", "queue": "q", "notes": [{"text": "Called back", "author": "x", "time": "10:00"}]}
    assert read_sidecar(samples.as_bytes(given_notes), time_zone="UTC").queue == "q"


# Captions ------------------------------------------------------------------------------------------------------------


def test_captions_keep_every_word_that_was_written() -> None:
    parsed = read(
        "WEBVTT\nLanguage: de-DE\n\n"
        "1\n00:00:01,250 --> 00:00:03,000 align:start\n<v Agent>Go to Settings --> Billing\n\nand then on\n\n"
        "2\n00:04.000 --> 00:06.000\nCustomer: Thanks\n3\n00:00:07.000 --> 00:00:08.000\n<v Agent>Bye\n"
    )
    assert said(parsed) == [
        ("agent", "Go to Settings --> Billing and then on"),
        ("customer", "Thanks"),
        ("agent", "Bye"),
    ]
    assert timed(parsed)[0] == ("agent", 1250, 3000)
    assert parsed.metadata.language == "de-DE"
    assert parsed.warnings == ()


def test_captions_without_readable_times_are_counted() -> None:
    parsed = read(
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Agent>One\n\nid\n1.5s --> 3s\n<v Customer>Lost\n\n"
        "00:0x:03.000 --> 00:00:04.000\nLost too\n\n"
        "00:00:04.000 --> 00:00:05.000\n<v Customer>Two\n"
    )
    assert said(parsed) == [("agent", "One"), ("customer", "Two")]
    assert parsed.warnings[0].startswith("2 of 4 captions")
    with pytest.raises(UnreadableDocument):
        read("WEBVTT\n\n1.5s --> 3s\nWords\n")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["agent", "customer"]),
            st.text(st.sampled_from("ab -->:.5\n"), min_size=1, max_size=20).filter(
                # Two arrows mark that somebody else speaks, and are no words: `caption_marks`.
                lambda words: any(line.strip() for line in words.split("\n")) and ">>" not in words
            ),
            st.sampled_from([".", ","]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_no_caption_loses_words_whatever_stands_in_it(parts: list[tuple[str, str, str]]) -> None:
    blocks, expected = [], []
    for place, (who, words, point) in enumerate(parts):
        lines = [line for line in words.split("\n") if line.strip() and "-->" not in line] or ["a"]
        written = "\n".join(lines)
        blocks.append(f"00:00:{place:02d}{point}000 --> 00:00:{place:02d}{point}500\n<v {who}>{written}")
        expected.append((who, " ".join(line for line in lines).strip()))
    found = read("WEBVTT\n\n" + "\n\n".join(blocks) + "\n")
    assert [who for who, _ in said(found)] == [who for who, _ in expected]
    assert [" ".join(text.split()) for _, text in said(found)] == [" ".join(text.split()) for _, text in expected]


NAMED = {
    "tags": "<v Ana Post>{0}</v>\n\n00:00:04.000 --> 00:00:05.000\n<v Cara Line>{1}</v>",
    "prefixes": "Ana Post: {0}\n\n00:00:04.000 --> 00:00:05.000\nCara Line: {1}",
}


@pytest.mark.parametrize("style", [*NAMED, "identifiers", "names above", "json"])
def test_named_voices_are_told_by_the_agents_name(desk: Desk, style: str) -> None:
    lines = ("Nice weather.", "Yes, it is.")
    head = "WEBVTT\n\n{}00:00:01.000 --> 00:00:02.000\n"
    if style in NAMED:
        captions = head.format("") + NAMED[style].format(*lines)
    elif style == "json":
        spoken = [
            json.dumps({"speakerName": n, "spokenText": t})
            for n, t in zip(("Ana Post", "Cara Line"), lines, strict=True)
        ]
        captions = head.format("") + f"{spoken[0]}\n\n00:00:04.000 --> 00:00:05.000\n{spoken[1]}"
    else:
        first, second = (
            ('1 "Ana Post" (12)', '2 "Cara Line" (34)') if style == "identifiers" else ("Ana Post", "Cara Line")
        )
        captions = head.format(f"{first}\n") + f"{lines[0]}\n\n{second}\n00:00:04.000 --> 00:00:05.000\n{lines[1]}"
    add_agent(desk, User(id="us_ana", name="Ana Post", email="ana@sample.example", agent_references=("ana",)))
    desk.drop("calls/m.vtt", captions.encode(), {**KNOWN, "agent": "ana"})
    item = desk.item("calls/m.vtt")
    parsed = desk.reader.conversation(item)
    assert parsed is not None
    assert said(parsed) == [("agent", lines[0]), ("customer", lines[1])]
    assert (parsed.roles.basis, parsed.turns[1].voice) == (RolesFrom.NAME, "Cara Line")
    assert item.warnings == ()


def test_names_come_before_guesses_and_strangers_stay_apart() -> None:
    talk = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A B>{0}\n\n00:03.000 --> 00:04.000\n<v C D>{1}\n"
    unknown = read(talk.format("Nice weather.", "Yes, it is."))
    assert [(turn.speaker, turn.voice) for turn in unknown.turns] == [("unknown", "A B"), ("unknown", "C D")]
    assert unknown.warnings == ("Which speaker is the agent can't be told from what they say.",)
    three = read(talk.format(ASKED, ANSWERED) + "\n00:05.000 --> 00:06.000\n<v E F>Nice weather.\n")
    assert [str(turn.speaker) for turn in three.turns] == ["customer", "agent", "unknown"]
    alone = read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v spk_0>" + ANSWERED + "\n")
    assert [str(turn.speaker) for turn in alone.turns] == ["unknown"]


@pytest.mark.parametrize("called", ["Post, Ana", "Ana Post (Sample)", "ana post | Support", "ANA POST"])
def test_a_name_may_be_written_in_many_ways(desk: Desk, called: str) -> None:
    add_agent(desk, User(id="us_ana", name="Ana Post", email="ana@sample.example", agent_references=("ana",)))
    talk = f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v {called}>Yes.\n\n00:03.000 --> 00:04.000\n<v Cara Line>No.\n"
    desk.drop("calls/m.vtt", talk.encode(), {**KNOWN, "agent": "ana"})
    parsed = desk.reader.conversation(desk.item("calls/m.vtt"))
    assert parsed is not None
    assert [who for who, _ in said(parsed)] == ["agent", "customer"]


def test_who_is_named_as_service_is_not_the_customer() -> None:
    parsed = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Customer Service>Hello\n\n00:03.000 --> 00:04.000\n<v Customer>Hi\n"
    )
    assert said(parsed) == [("agent", "Hello"), ("customer", "Hi")]


# vCons ---------------------------------------------------------------------------------------------------------------

SEGMENTS = [
    {"start": 0.5, "end": 2.0, "text": ASKED, "speaker": 0},
    {"start": 3.0, "end": 5.25, "text": ANSWERED, "speaker": 1},
]
OWN = [
    {"parties": 0, "start": "2026-02-01T10:00:00.5Z", "duration": 1.5, "text": "Nice weather."},
    {"parties": [1], "start": "2026-02-01T10:00:03Z", "duration": 2.25, "text": "Yes, it is."},
]
CAPTIONS = (
    f"WEBVTT\n\n00:00.500 --> 00:02.000\n<v Speaker 0>{ASKED}\n\n00:03.000 --> 00:05.250\n<v Speaker 1>{ANSWERED}\n"
)


@pytest.mark.parametrize(
    "transcript",
    [
        {"segments": SEGMENTS},
        SEGMENTS,
        json.dumps(SEGMENTS),
        OWN,
        DEEPGRAM,
        DEEPGRAM["results"]["channels"][0]["alternatives"][0],  # type: ignore[index]
        WHISPER,
        {"type": "wtf_transcription", "vendor": "maker", "encoding": "json", "body": json.dumps(WTF)},
        {"type": "transcript", "dialog": [0], "vendor": "maker", "encoding": "none", "body": CAPTIONS},
        {"type": "transcript", "vendor": "maker", "encoding": "base64url", "body": text_of(CAPTIONS.encode())},
    ],
)
def test_a_transcript_in_a_vcon_is_read_in_whatever_shape(transcript: Any) -> None:
    parsed = read(call(transcript))
    assert parsed.hold == ()
    assert timed(parsed) == ONE_CALL
    assert parsed.made_by == "maker"


def test_plain_text_in_a_vcon_has_speakers_and_no_times() -> None:
    body = {
        "type": "transcript",
        "vendor": "maker",
        "encoding": "none",
        "body": "Ana Post: Hello\nthere\nCara Line: Hi",
    }
    parsed = read(call(body))
    assert said(parsed) == [("agent", "Hello there"), ("customer", "Hi")]
    assert {turn.start_ms for turn in parsed.turns} == {None}


def test_a_transcript_kept_as_an_attachment_is_read_too() -> None:
    attached = {"purpose": "wtf_transcription", "party": 0, "dialog": 0, "encoding": "json", "body": WTF}
    assert timed(read(call(attachments=[attached]))) == ONE_CALL


def test_channels_of_a_recording_are_its_parties_in_their_order() -> None:
    two = {
        "results": {
            "channels": [
                {"alternatives": [{"transcript": "Nice weather.", "words": [{"word": "Nice.", "start": 0, "end": 1}]}]},
                {"alternatives": [{"transcript": "Yes.", "words": [{"word": "Yes.", "start": 2, "end": 3}]}]},
            ]
        }
    }
    assert said(read(call(two))) == [("customer", "Nice."), ("agent", "Yes.")]


def test_times_in_milliseconds_are_told_by_the_length_of_the_recording() -> None:
    utterances = [
        {"speaker": "A", "text": ASKED, "start": 500, "end": 2000},
        {"speaker": "B", "text": ANSWERED, "start": 3000, "end": 5250},
    ]
    assert timed(read(call({"utterances": utterances}))) == ONE_CALL


def test_transcripts_of_several_recordings_stand_where_these_began() -> None:
    later = {
        "type": "recording",
        "start": "2026-02-01T10:10:00Z",
        "duration": 30,
        "parties": [1, 0],
        "url": "https://x",
    }
    document = call(
        {"type": "transcript", "dialog": 1, "vendor": "maker", "encoding": "json", "body": SEGMENTS}, SEGMENTS
    )
    document["dialog"].append(later)
    assert [turn.start_ms for turn in read(document).turns] == [500, 3000, 600_500, 603_000]


def test_a_transcript_that_is_not_read_is_named_and_heard_instead(desk: Desk) -> None:
    odd = call({"type": "transcript", "vendor": "oddity", "encoding": "json", "body": {"blob": "x"}})
    parsed = read(odd)
    assert [reason.code for reason in parsed.hold] == [HoldCode.TRANSCRIPT_UNREAD]
    assert "oddity" in parsed.hold[0].sentence
    desk.drop("calls/o.vcon", samples.as_bytes(odd), KNOWN)
    assert desk.item("calls/o.vcon").status is IntakeStatus.HELD
    desk.drop("calls/o.wav", sound(), KNOWN)
    item = desk.item("calls/o.wav")
    assert item.status is IntakeStatus.PROCESSING
    assert transcription_of(item)["needs_transcription"] is True


@pytest.mark.parametrize("order", [("wav", "vcon"), ("vcon", "wav")])
def test_the_recording_beside_a_vcon_without_words_is_transcribed(desk: Desk, order: tuple[str, str]) -> None:
    survey = {"type": "customer_survey", "vendor": "asker", "encoding": "json", "body": {"satisfaction": 4}}
    bodies = {"wav": sound(), "vcon": samples.as_bytes(call(survey))}
    for suffix in order:
        desk.drop(f"calls/b.{suffix}", bodies[suffix], {"queue": "billing", "agent": "AG-1"})
    item = desk.item("calls/b.vcon")
    assert item.status is IntakeStatus.PROCESSING, item.reasons
    assert item.recording is not None
    assert (item.recording.key, item.metadata.started_at) == ("calls/b.wav", datetime(2026, 2, 1, 10, tzinfo=UTC))
    assert transcription_of(item)["needs_transcription"] is True
    desk.bucket.put("recognised.json", samples.as_bytes(samples.transcribe(items=[samples.word("Hi", 0.5)])), "x/x")
    desk.normaliser.run(item.id, item.attempt, f"s3://{BUCKET}/recognised.json")
    made = desk.interactions.interaction(item.interaction_id or "")
    assert made is not None
    assert made.analysis is not None
    assert made.analysis.predicted_satisfaction is not None
    assert made.recording is not None


def inside(content: bytes, **changes: Any) -> dict[str, Any]:
    recording = {"mediatype": "audio/x-wav", "encoding": "base64url", "body": text_of(content), "url": None}
    document = call(recording={**recording, **changes})
    document["dialog"][0] = {name: value for name, value in document["dialog"][0].items() if value is not None}
    return document


@pytest.mark.parametrize("kind", ["audio/x-wav", "application/octet-stream", ""])
def test_a_recording_inside_a_vcon_becomes_the_recording(desk: Desk, kind: str) -> None:
    content = sound(2.5)
    digest = "sha512-" + text_of(hashlib.sha512(content).digest())
    desk.drop("calls/i.vcon", samples.as_bytes(inside(content, mediatype=kind, content_hash=digest)), KNOWN)
    item = desk.item("calls/i.vcon")
    assert item.status is IntakeStatus.PROCESSING, item.reasons
    assert item.recording is not None
    assert item.recording.key.startswith(f"{INSIDE}{item.id}/")
    assert desk.bucket.get(item.recording.key) == content
    assert (item.recording.duration_ms, item.recording.media_type) == (2500, "audio/wav")
    assert transcription_of(item)["recording"]["key"] == item.recording.key
    assert unit_of(item.recording.key).part is Part.IGNORED
    started = dict(desk.workflows.started)
    desk.hear_of("calls/i.vcon")
    assert (desk.item("calls/i.vcon").revision, desk.workflows.started) == (item.revision, started)


def test_a_recording_inside_stays_with_the_words_beside_it(desk: Desk) -> None:
    document = inside(sound())
    document["analysis"] = call(OWN)["analysis"]
    desk.drop("calls/w.vcon", samples.as_bytes(document), KNOWN)
    item = desk.item("calls/w.vcon")
    assert transcription_of(item)["needs_transcription"] is False
    made = desk.interactions.interaction(desk.normaliser.run(item.id, item.attempt, None))
    assert made is not None
    assert made.recording is not None
    assert (made.recording.bucket, made.recording.key.startswith(INSIDE)) == (BUCKET, True)


@pytest.mark.parametrize(
    "document, named",
    [
        (inside(sound(), body="!!!"), "isn't base64url"),
        (inside(sound(), content_hash="sha512-AAAA"), "hash"),
        (inside(b"not a sound", mediatype="audio/basic"), "audio/basic"),
    ],
)
def test_a_recording_inside_that_cannot_be_taken_is_held(desk: Desk, document: dict[str, Any], named: str) -> None:
    desk.drop("calls/x.vcon", samples.as_bytes(document), KNOWN)
    item = desk.item("calls/x.vcon")
    assert item.status is IntakeStatus.HELD
    assert named in item.reasons[0].sentence
    desk.drop("calls/x.wav", sound(), KNOWN)
    assert desk.item("calls/x.wav").status is IntakeStatus.PROCESSING


def test_a_line_of_a_bulk_file_may_hold_its_recording(desk: Desk) -> None:
    document = inside(sound())
    document["attachments"] = [samples.metadata_attachment(agent="AG-1", queue="billing")]
    body = samples.as_bytes(document)
    desk.bucket.put("bulk/r.jsonl", body + b"\n", "application/x-ndjson")
    desk.hear_of("bulk/r.jsonl")
    bulk = desk.store.bulk_import(desk.workflows.imports[0])
    assert bulk is not None
    desk.intake.receive_line(bulk, 1, (0, len(body) - 1), hashlib.sha256(body).hexdigest())
    item = desk.store.item(derived_id("in", bulk.id, "1"))
    assert item is not None
    assert (item.status, item.wordless) == (IntakeStatus.PROCESSING, True), item.reasons
    assert item.recording is not None


@pytest.mark.parametrize(
    "changes, named",
    [
        ({"dialog": {"type": "text"}}, "its dialog is no list"),
        ({"dialog": ["Hello"]}, "dialog 0 is no object"),
        ({"parties": "two"}, "its parties is no list"),
        ({"dialog": [{**samples.text_dialog(0, "x", "2025-03-03T10:00:05Z"), "body": None}]}, "dialog 0 has no body"),
        ({"dialog": [samples.text_dialog(2, "x", "2025-03-03T10:00:05Z")]}, "originator of dialog 0"),
        (
            {"dialog": [{**samples.text_dialog(0, "x", "2025-03-03T10:00:05Z"), "parties": [0, 7]}]},
            "parties of dialog 0",
        ),
        ({"dialog": [{**samples.text_dialog(0, "x", "2025-03-03T10:00:05Z"), "parties": [-1]}]}, "parties of dialog 0"),
        ({"dialog": [{"type": "hologram", "body": "x"}]}, "no known type"),
        ({"critical": ["telepathy"]}, 'extension "telepathy"'),
    ],
)
def test_a_damaged_vcon_is_held_with_what_is_wrong(desk: Desk, changes: dict[str, Any], named: str) -> None:
    desk.drop("chats/d.vcon", samples.as_bytes(samples.vcon(**changes)), KNOWN)
    item = desk.item("chats/d.vcon")
    assert item.status is IntakeStatus.HELD
    assert named in item.reasons[0].sentence
    assert "drop it again" in item.reasons[0].sentence


def test_a_party_that_is_not_there_is_no_speaker_of_a_transcript_either() -> None:
    held = read(call([{**OWN[0], "parties": 5}, OWN[1]])).hold
    assert "names party 5" in held[0].sentence


@pytest.mark.parametrize("sealed", [{"signatures": []}, {"protected": "e30", "signature": "AA"}])
def test_both_forms_of_a_signature_are_opened(sealed: dict[str, Any]) -> None:
    parsed = read({"payload": text_of(json.dumps(samples.vcon()).encode()), **sealed})
    assert len(parsed.turns) == 2
    assert "signature" in parsed.warnings[0]


def test_a_vcon_need_not_tell_its_version() -> None:
    document = samples.vcon()
    del document["vcon"]
    assert said(read(document)) == said(read(samples.vcon()))
    del document["dialog"]
    assert read(document).metadata.queue == "orders"


def test_contact_centre_parameters_are_read() -> None:
    history = [
        {"party": 1, "time": f"2025-03-03T10:{minute}:00Z", "event": event}
        for minute, event in (("01", "hold"), ("03", "unhold"), ("04", "hold"))
    ]
    part = {
        **samples.text_dialog(0, "Hello", "2025-03-03T10:00:00Z"),
        "duration": 300,
        "campaign": "spring",
        "interaction_type": "outbound",
        "party_history": history,
    }
    known = read(samples.vcon(dialog=[part], attachments=[])).metadata
    assert (known.queue, known.direction, known.hold_ms) == ("spring", "outbound", 180_000)
    skilled = read(samples.vcon(dialog=[{**part, "skill": "billing", "interaction_type": "whatsapp"}], attachments=[]))
    assert (skilled.metadata.queue, skilled.metadata.channel) == ("billing", Channel.CHAT)


def test_an_agent_of_a_transfer_is_told_from_the_other(desk: Desk) -> None:
    people = [{"role": "agent", "name": "First"}, {"role": "customer"}, {"role": "agent", "name": "Agent One"}]
    parts = [
        {**samples.text_dialog(place, text, f"2025-03-03T10:00:0{second}Z"), "parties": [place]}
        for second, (place, text) in enumerate([(0, "Hello"), (1, "Hi"), (2, "I am the second")])
    ]
    document = samples.vcon(parties=people, dialog=parts)
    parsed = read(document)
    assert said(parsed) == [("agent", "Hello"), ("customer", "Hi"), ("colleague", "I am the second")]
    # The user AG-1 is called "Agent One": in their own conversation the first agent is the colleague.
    desk.drop("chats/t.vcon", samples.as_bytes(document), {"agent": "AG-1"})
    own = desk.reader.conversation(desk.item("chats/t.vcon"))
    assert own is not None
    assert [who for who, _ in said(own)] == ["colleague", "customer", "agent"]


def test_who_is_transferred_to_is_another_agent() -> None:
    people = [{"role": "agent", "name": "First"}, {"role": "customer"}, {"name": "Second"}]
    said_first = {**samples.text_dialog(0, "Hello", "2025-03-03T10:00:00Z")}
    transfer = {"type": "transfer", "start": "2025-03-03T10:01:00Z", "transferor": 0, "transferee": 1}
    said_second = {**samples.text_dialog(2, "I am the second", "2025-03-03T10:02:00Z"), "parties": [2, 1]}
    for name in ("transfer_target", "transfer-target"):
        parsed = read(samples.vcon(parties=people, dialog=[said_first, {**transfer, name: 2}, said_second]))
        assert [who for who, _ in said(parsed)] == ["agent", "colleague"]


def test_parties_without_roles_are_told_by_the_address_of_a_user(desk: Desk) -> None:
    document = samples.vcon(
        parties=[{"name": "Cara Line", "mailto": "cara@sample.example"}, {"name": "A.", "mailto": "AG-1"}],
        attachments=[samples.metadata_attachment(queue="billing")],
    )
    desk.drop("chats/n.vcon", samples.as_bytes(document))
    item = desk.item("chats/n.vcon")
    assert (item.status, item.agent_id) == (IntakeStatus.PROCESSING, "us_agent"), item.reasons
    parsed = desk.reader.conversation(item)
    assert parsed is not None
    assert [who for who, _ in said(parsed)] == ["agent", "customer"]


MAIL = (
    "--b1\r\nContent-Type: multipart/alternative; boundary=b2\r\n\r\n"
    "--b2\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "Gr=C3=BC=C3=9Fe, Cara\r\n--b2\r\nContent-Type: text/html\r\n\r\n<p>Other</p>\r\n--b2--\r\n"
    "--b1\r\nContent-Type: image/png; name=bill.png\r\nContent-Disposition: attachment; filename=bill.png\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b1--\r\n"
)


@pytest.mark.parametrize(
    "kind, body, words",
    [
        ('multipart/mixed;\n\tboundary="b1"', MAIL, "Grüße, Cara\n[attachment: bill.png]"),
        (
            "message/rfc822",
            'From: a@sample.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary="b1"\r\n\r\n' + MAIL,
            "Grüße, Cara\n[attachment: bill.png]",
        ),
        (
            "message/rfc822",
            "Subject: x\r\nContent-Type: text/html\r\n\r\n<p>Hi<br>you</p><script>x</script>",
            "Hi\nyou",
        ),
    ],
)
def test_mails_are_opened(kind: str, body: str, words: str) -> None:
    part = {**samples.text_dialog(0, body, "2025-03-03T10:00:05Z"), "mediatype": kind}
    parsed = read(samples.vcon(dialog=[part], attachments=[]))
    assert (parsed.metadata.channel, said(parsed)) == (Channel.EMAIL, [("agent", words)])


def test_a_message_with_the_id_of_a_mail_is_one() -> None:
    part = samples.text_dialog(0, "Hello", "2025-03-03T10:00:05Z")
    for message_id, channel in (("<1.2@sample.example>", Channel.EMAIL), ("wamid.7", Channel.CHAT)):
        found = read(samples.vcon(dialog=[{**part, "message_id": message_id}], attachments=[]))
        assert found.metadata.channel is channel


# Dates, channels and companions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value", ["Sun, 01 Feb 2026 10:00:00 -0000", "Sun, 01 Feb 2026 12:00:00 +0200", "1 Feb 2026 10:00:00 GMT"]
)
def test_dates_of_mails_are_read(value: str) -> None:
    assert read_instant(value, "America/New_York") == datetime(2026, 2, 1, 10, tzinfo=UTC)
    part = samples.text_dialog(0, "Hello", value)
    assert read(samples.vcon(dialog=[part], attachments=[])).metadata.started_at == datetime(2026, 2, 1, 10, tzinfo=UTC)


def test_a_start_that_cannot_be_read_is_named(desk: Desk) -> None:
    part = samples.text_dialog(0, "Hello", "the day before")
    desk.drop(
        "chats/s.vcon", samples.as_bytes(samples.vcon(dialog=[part], attachments=[])), {"agent": "AG-1", "queue": "b"}
    )
    item = desk.item("chats/s.vcon")
    assert [reason.field for reason in item.reasons] == ["started_at", "duration_ms"]
    assert "the day before" in item.reasons[0].sentence


@pytest.mark.parametrize("value", ["Feb 1, 2026 10:00 AM", "February 1, 2026 10:00", "Sun Feb  1 10:00:00 2026"])
def test_months_in_words_are_read(value: str) -> None:
    assert read_instant(value, "UTC") == datetime(2026, 2, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("word, channel", [("WhatsApp", "chat"), ("web_messaging", "chat"), ("Phone-Call", "voice")])
def test_channels_are_read_in_many_words(word: str, channel: str) -> None:
    assert metadata_from({"channel": word}, FoundIn.SIDECAR, "UTC").channel == channel


def test_a_channel_that_is_not_known_is_asked_about(desk: Desk) -> None:
    captions = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Agent>Hello\n\n00:03.000 --> 00:04.000\n<v Customer>Hi\n"
    desk.drop("calls/f.metadata.json", b'{"channel": "carrier pigeon"}')
    desk.drop("calls/f.vtt", captions.encode(), KNOWN)
    item = desk.item("calls/f.vtt")
    assert [(reason.code, reason.field) for reason in item.reasons] == [(HoldCode.CHANNEL_UNKNOWN, "channel")]
    assert "carrier pigeon" in item.reasons[0].sentence
    done = desk.intake.complete(item, {"channel": "chat"})
    assert (done.status, done.metadata.channel) == (IntakeStatus.PROCESSING, "chat")


def test_a_stronger_place_that_cannot_be_read_is_not_replaced_in_silence() -> None:
    strong = metadata_from({"date": "01/02/2026", "queue": "x" * 5000}, FoundIn.SIDECAR, "UTC")
    weak = metadata_from({"date": "2026-02-01", "queue": "billing"}, FoundIn.FILE_NAME, "UTC")
    merged = merge(strong, weak)
    assert ("started_at" in merged.unread, "queue" in merged.too_large) == (True, True)
    person = metadata_from({"date": "2026-02-02", "queue": "calls"}, FoundIn.PERSON, "UTC")
    again = merge(person, strong, weak)
    assert (again.unread, again.too_large) == ({}, {})


def test_companions_by_the_names_of_zoom_are_one_conversation(desk: Desk) -> None:
    captions = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Agent>{}\n\n00:03.000 --> 00:04.000\n<v Customer>Hi\n"
    base = "GMT20260201-100000_Recording"
    desk.drop(f"z/{base}.cc.vtt", captions.format("Live").encode(), KNOWN)
    desk.drop(f"z/{base}.transcript.vtt", captions.format("Finished").encode(), KNOWN)
    desk.drop(f"z/{base}.m4a", sound(), KNOWN)
    assert len({desk.item(f"z/{base}{end}").id for end in (".cc.vtt", ".transcript.vtt", ".m4a")}) == 1
    item = desk.item(f"z/{base}.m4a")
    assert item.transcript is not None
    assert item.transcript.key.endswith(".transcript.vtt")


@pytest.mark.parametrize(
    ("recording", "transcript"),
    [
        ("z/a.wav", "z/a_transcript.vtt"),
        ("z/a.m4a", "z/a-transcript.vtt"),
        ("z/GMT20260201-100000_Recording_1920x1080.mp4", "z/GMT20260201-100000_Recording.transcript.vtt"),
    ],
)
@pytest.mark.parametrize("recorded_first", [True, False])
def test_companions_by_other_names_are_one_conversation(
    desk: Desk, recording: str, transcript: str, recorded_first: bool
) -> None:
    captions = b"WEBVTT\n\n00:00.100 --> 00:00.500\n<v Agent>How can I help?\n"
    files = [(recording, sound()), (transcript, captions)]
    for key, body in files if recorded_first else files[::-1]:
        desk.drop(key, body, KNOWN)
    item = desk.item(recording)
    assert desk.item(transcript).id == item.id
    assert item.recording is not None
    assert item.transcript is not None
    assert (item.recording.key, item.transcript.key) == (recording, transcript)


# What vendors found, and what leaves us ------------------------------------------------------------------------------


@pytest.mark.feature("I2")
def test_findings_of_a_vendor_stay_the_vendors() -> None:
    document = samples.call_analytics()
    document["Transcript"][1]["IssuesDetected"] = [{"CharacterOffsets": {"Begin": 0, "End": 7}}]
    document["Transcript"][0]["OutcomesDetected"] = [{"Text": "this is the help desk"}]
    document["ConversationCharacteristics"]["NonTalkTime"]["Instances"] = [
        {"BeginOffsetMillis": 4000, "DurationMillis": 1000}
    ]
    analysis = read(document).analysis
    assert analysis is not None
    kept = [(one.value.kind, one.value.speaker, one.value.turn, one.value.text) for one in analysis.findings]
    assert kept == [
        (FindingKind.OUTCOME, Speaker.AGENT, 0, "this is the help desk"),
        (FindingKind.ISSUE, Speaker.CUSTOMER, 1, "My bill"),
        (FindingKind.INTERRUPTION, Speaker.CUSTOMER, None, None),
        (FindingKind.SILENCE, None, None, None),
    ]
    assert {one.origin for one in analysis.findings} == {Origin.VENDOR}
    assert analysis.findings[-1].value.end_ms == 5000
    assert analysis.vendor_values["transcribe_call_analytics.measures.language_code"].value == "en-GB"
    assert analysis.vendor_values["transcribe_call_analytics.measures.interruptions_by_customer"].value == 1


@pytest.mark.feature("N8")
def test_findings_go_with_the_words_they_quote() -> None:
    document = samples.call_analytics()
    document["Transcript"][0]["OutcomesDetected"] = [{"Text": "the agent's words"}]
    document["Transcript"][1]["IssuesDetected"] = [{"Text": "the customer's words"}]
    made = interaction(Channel.VOICE).model_copy(update={"analysis": read(document).analysis})
    told = json.dumps(conversation_record(made, None, Subject(kind="customer", id="cu-1")).data)
    assert ("the customer's words" in told, "the agent's words" in told) == (True, False)
    left = without_content(made, datetime(2026, 3, 1, tzinfo=UTC)).analysis
    assert left is not None
    assert (left.findings, left.vendor_values) == ((), {})


@pytest.mark.parametrize("channel", [Channel.VOICE, Channel.CHAT])
@pytest.mark.parametrize("with_times", [True, False])
def test_what_leaves_us_as_vcon_keeps_to_the_draft(channel: Channel, with_times: bool) -> None:
    import jsonschema_rs

    schema = json.loads(shared("data", "vcon_drafts", "vcon_json_schema.json").read_text(encoding="utf-8"))
    parsed = read(CONNECT)
    turns = parsed.turns if with_times else tuple(turn.model_copy(update={"start_ms": None}) for turn in parsed.turns)
    transcript = parsed.model_copy(update={"turns": turns}).transcript("int_1")
    written = vcon_out.write(interaction(channel), transcript, vcon_uuid="00000000-0000-4000-8000-000000000002")
    jsonschema_rs.validator_for(schema, validate_formats=True).validate(written)


@pytest.mark.parametrize("channel", [Channel.VOICE, Channel.CHAT])
def test_a_colleague_comes_back_as_one(channel: Channel) -> None:
    transcript = read(CONNECT).transcript("int_1")
    back = read(vcon_out.write(interaction(channel), transcript, vcon_uuid="00000000-0000-4000-8000-000000000002"))
    assert [turn.speaker for turn in back.turns] == [turn.speaker for turn in transcript.turns]
    assert back.hold == ()
    again = webvtt.read(webvtt.write(transcript), "UTC")
    assert [turn.speaker for turn in again.turns] == [turn.speaker for turn in transcript.turns]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
DOCUMENTS = [
    GENESYS, DEEPGRAM, WHISPER, WHISPER_CPP, TWILIO, BEDROCK, WTF, ZOOM, WEBEX, TEAMS, CONNECT, call(OWN), call(WTF),
    call(DEEPGRAM),
]  # fmt: skip


@given(st.sampled_from(DOCUMENTS), st.data(), json_values)
def test_no_change_to_a_document_of_another_system_breaks_its_reader(
    document: dict[str, Any], data: st.DataObject, value: Any
) -> None:
    place = data.draw(st.sampled_from(_places(document)))
    try:
        parsed = read(_changed(document, place, value))
    except UnreadableDocument:
        return
    assert ParsedConversation.model_validate_json(parsed.model_dump_json()) == parsed
