"""Shapes that other vendors, programs and lands write: read where they mean one thing, else named, never swallowed."""

import json

import pytest

from debrief.interactions.conversations.model import Channel, Direction, Speaker
from debrief.interactions.formats.detect import decode, read_conversation, recognise
from debrief.interactions.formats.language_names import language_code
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.parsed import ParsedConversation, UnreadableDocument
from debrief.interactions.formats.times import read_duration_ms, read_instant
from debrief.interactions.formats.voices import role_in
from debrief.interactions.intake.metadata_in_names import metadata_from_name

pytestmark = pytest.mark.feature("S2.1")

ZONE = "America/New_York"
TEN = "2026-11-20T10:00:00+00:00"
TEN_THERE = "2026-11-20T15:00:00+00:00"


def conversation(document: str | bytes) -> ParsedConversation:
    raw = document.encode() if isinstance(document, str) else document
    return read_conversation(raw, time_zone=ZONE)


def told(**given: object) -> Metadata:
    return metadata_from(given, FoundIn.SIDECAR, ZONE)


def captions(*said: str) -> str:
    cues = (f"00:{place:02}.000 --> 00:{place:02}.900\n{words}" for place, words in enumerate(said))
    return "\n\n".join(("WEBVTT", *cues))


# Dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ("Fri Nov 20 2026 11:00:00 GMT+0100 (Central European Standard Time)", TEN),
        ("Fri Nov 20 10:00:00 UTC 2026", TEN),
        ("/Date(1795168800000)/", TEN),
        ("/Date(1795168800000+0100)/", TEN),
        ({"$date": "2026-11-20T10:00:00Z"}, TEN),
        ({"$date": {"$numberLong": "1795168800000"}}, TEN),
        ({"seconds": 1795168800, "nanos": 0}, TEN),
        ("1795168800000000", TEN),
        ("1795168800000000000", TEN),
        ("20-Nov-2026 10:00:00", TEN_THERE),
        ("20. November 2026 10:00", TEN_THERE),
        ("20. November 2026, 10:00 Uhr", TEN_THERE),
        ("vendredi 20 novembre 2026 10:00", TEN_THERE),
        ("20 de noviembre de 2026 10:00", TEN_THERE),
        ("November 20, 2026 at 10:00 AM", TEN_THERE),
        ("Friday, November 20, 2026 10:00:00 AM", TEN_THERE),
        ("Nov 20 2026 10:00AM", TEN_THERE),
        ("20 Nov 2026, 11:00 CET", TEN),
        ("2026年11月20日 10時00分", TEN_THERE),
        ("2026年11月20日 下午3点", "2026-11-20T20:00:00+00:00"),
        ("2026년 11월 20일 오전 10시 00분", TEN_THERE),
    ],
)
def test_dates_that_mean_one_instant_are_read(given: object, at: str) -> None:
    assert read_instant(given, ZONE).isoformat() == at


@pytest.mark.parametrize(
    "given",
    ["31 February 2026", "20 Foo 2026", "Nov 20 10:00", "20 Nov 2026 10:00 XYZ", {"date": "", "zone": "x"}, "46346.4"],
)
def test_other_dates_are_not(given: object) -> None:
    with pytest.raises(ValueError, match=r"is no date|has a year"):
        read_instant(given, ZONE)


@pytest.mark.parametrize("time", ["10:00 AM", "10:00:00 am", "10:00"])
def test_a_time_of_day_may_have_its_half(time: str) -> None:
    started = told(date="2026-11-20", time=time).started_at
    assert started is not None
    assert started.isoformat() == TEN_THERE


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("audio_2026-11-20T10%3A00%3A00Z.wav", TEN),
        ("audio_2026-11-20T10%3a00%3a00%2B0000.wav", TEN),
        ("call-2026-11-20T10_00_00+00_00.mp3", TEN),
        ("call-2026-11-20T05_00_00-05_00.mp3", TEN),
        ("2026_11_20_T_10_00_00_UTC.wav", TEN),
        ("2026-Nov-20 10-00-00.wav", TEN_THERE),
        ("November 20, 2026 10-00-00.wav", TEN_THERE),
        ("2026年11月20日 10時00分.wav", TEN_THERE),
    ],
)
def test_dates_in_names(name: str, at: str) -> None:
    found = metadata_from_name(f"calls/{name}", ZONE)
    assert found.started_at is not None
    assert found.started_at.isoformat() == at


# Lengths ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given", ["5m12", "5 min 12", "5'12\"", "5 Minuten 12 Sekunden", "312 seg", "5 minutos, 12 segundos"]
)
def test_lengths_in_words(given: str) -> None:
    assert read_duration_ms(given) == 312_000


def test_a_length_is_in_the_unit_that_stands_beside_it() -> None:
    assert told(duration=312_000, durationUnit="ms").duration_ms == 312_000
    assert told(duration_units="minutes", duration="5.2").duration_ms == 312_000
    assert told(duration="PT5M12S", durationUnit="ms").duration_ms == 312_000
    assert told(callDurationInMinutes="5.2").duration_ms == 312_000
    unknown = told(duration=312, durationUnit="ticks")
    assert (unknown.duration_ms, unknown.unread["duration_ms"]) == (
        None,
        '"312" is in a unit that isn\'t known: "ticks"',
    )


# Who and what ----------------------------------------------------------------------------------------------------


def test_an_object_gives_its_name_and_never_becomes_one() -> None:
    found = told(agent={"fullName": "Dana", "emailAddress": "dana@x.example"}, queue={"queueName": "Billing"})
    assert (found.agent_reference, found.queue) == ("dana@x.example", "Billing")
    assert told(queue=["Billing"]).queue == "Billing"
    several = told(queue=["Billing", "Sales"], agent={"skills": [1]})
    assert (several.queue, several.agent_reference) == (None, None)
    assert several.unread["queue"] == '"["Billing", "Sales"]" is not one name'
    assert set(several.unread) == {"queue", "agent_reference"}


@pytest.mark.parametrize(("given", "way"), [("Inbound call", Direction.INBOUND), ("OUTGOING_CALL", Direction.OUTBOUND)])
def test_directions_in_longer_words(given: str, way: Direction) -> None:
    assert told(direction=given).direction is way


@pytest.mark.parametrize("given", ["SMS/Text", "WhatsApp Business"])
def test_channels_of_several_words(given: str) -> None:
    assert told(channel=given).channel is Channel.CHAT
    assert "channel" in told(channel="email or chat").unread
    assert "channel" in told(channel="Support line").unread


@pytest.mark.parametrize(("given", "code"), [("eng", "en"), ("deu-AT", "de-AT"), ("cmn", "zh"), ("yue", "yue")])
def test_languages_by_three_letters(given: str, code: str) -> None:
    assert language_code(given) == code


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("Support Representative", Speaker.AGENT), ("Sales Rep", Speaker.AGENT), ("customer-agent", Speaker.AGENT),
        ("Customer Service Representative", Speaker.AGENT), ("Atención al cliente", Speaker.AGENT),
        ("Klantenservice", Speaker.AGENT), ("カスタマーサポート", Speaker.AGENT), ("고객센터", Speaker.AGENT),
        ("AI Agent", Speaker.SYSTEM), ("Voice Bot", Speaker.SYSTEM), ("Visitor", Speaker.CUSTOMER),
        ("Sales", Speaker.UNKNOWN), ("Phone", Speaker.UNKNOWN), ("Sales Lane", Speaker.UNKNOWN),
    ],
)  # fmt: skip
def test_roles_of_several_words(label: str, speaker: Speaker) -> None:
    assert role_in(label) is speaker


# Captions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        captions("[Agent] Hello", "[Customer] Hi"),
        captions("(Agent) Hello", "(Customer): Hi"),
        captions("&gt;&gt; AGENT: Hello", "&gt;&gt; CUSTOMER: Hi"),
    ],
)
def test_names_in_brackets_and_behind_arrows_speak(document: str) -> None:
    assert [(turn.speaker, turn.text) for turn in conversation(document).turns] == [
        (Speaker.AGENT, "Hello"),
        (Speaker.CUSTOMER, "Hi"),
    ]


def test_sounds_in_brackets_are_nobody() -> None:
    assert [turn.text for turn in conversation(captions("Agent: Hello", "[laughs] Sure", "(inaudible) yes")).turns] == [
        "Hello",
        "[laughs] Sure",
        "(inaudible) yes",
    ]


def test_which_of_several_agents_is_no_reference() -> None:
    assert conversation(captions("Agent 1: Hello", "Customer 1: Hi")).metadata.agent_reference is None
    assert conversation(captions("Agent 4711: Hello", "Customer: Hi")).metadata.agent_reference == "4711"


SUBRIP = "1\n00:00:01,000 --> 00:00:03,000\nAgent: Hello\n\n2\n00:00:04,000 --> 00:00:06,000\nCustomer: Hi\n"


@pytest.mark.parametrize(
    "document", [SUBRIP, SUBRIP.replace("\n", "\r\n"), captions("Agent: Hello")[8:], "webvtt\n\n" + SUBRIP]
)
def test_captions_without_their_first_line_are_read(document: str) -> None:
    first = conversation(document).turns[0]
    assert (first.speaker, first.text) == (Speaker.AGENT, "Hello")


def test_subrip_inside_a_vcon_is_no_text() -> None:
    vcon = {
        "vcon": "0.3.0",
        "uuid": "018e4f5e-7d4f-8a5a-9c3b-2d1e0f9a8b7c",
        "created_at": "2026-11-20T10:00:00Z",
        "parties": [{"name": "Agent", "role": "agent"}, {"name": "Customer", "role": "customer"}],
        "dialog": [{"type": "text", "start": TEN, "parties": 0, "body": "R3LDvMOf", "encoding": "base64"}],
        "analysis": [
            {
                "type": "transcript",
                "vendor": "x",
                "mediatype": "application/x-subrip",
                "body": SUBRIP,
                "encoding": "none",
            }
        ],
    }
    assert "Grüß" in {turn.text for turn in conversation(json.dumps(vcon)).turns}
    del vcon["dialog"]
    read = conversation(json.dumps({**vcon, "dialog": []}))
    assert [(turn.speaker, turn.start_ms) for turn in read.turns] == [(Speaker.AGENT, 1000), (Speaker.CUSTOMER, 4000)]


def test_a_caption_that_ends_before_it_begins_is_told() -> None:
    read = conversation("WEBVTT\n\n00:05.000 --> 00:02.000\nAgent: Hello\n\n00:06.000 --> 00:07.000\nCustomer: Hi\n")
    assert "1 of 2 captions end before they begin; they were given no length." in read.warnings


def test_utf_16_is_read_where_it_says_so() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        marked = ("\ufeff" + captions("Agent: Grüß Gott")).encode(encoding)
        assert conversation(marked).turns[0].text == "Grüß Gott"
    with pytest.raises(UnreadableDocument, match="save it as UTF-8 and drop it again"):
        decode(captions("Agent: Grüß Gott").encode("cp1252"))


# Transcripts that aren't read --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vendor", "document"),
    [
        ("Speechmatics", {"format": "2.7", "results": [{"alternatives": [{"content": "Hi", "speaker": "S1"}]}]}),
        ("Amazon Connect", {"Segments": [{"Transcript": {"ParticipantRole": "AGENT", "Content": "Hi"}}]}),
        ("Zendesk", {"ticket": {"id": 7, "comments": [{"author_id": 1, "body": "Hi", "created_at": TEN}]}}),
        ("Intercom", {"type": "conversation", "conversation_parts": {"conversation_parts": [{"body": "Hi"}]}}),
        ("RingCentral", {"utterances": [{"speakerId": "0", "start": 0.2, "text": "Hi"}]}),
        ("Dialpad", {"call_id": "5", "lines": [{"content": "Hi", "name": "Dana", "time": TEN}]}),
    ],
)
def test_other_systems_are_named_and_never_metadata(vendor: str, document: dict[str, object]) -> None:
    with pytest.raises(UnreadableDocument, match=f"It looks like a transcript of {vendor} in a form"):
        recognise({**document, "agent": "aster", "queue": "lab"})
