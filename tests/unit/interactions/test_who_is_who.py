"""Who is who, and whose words are missing: what is given before what is guessed, and nothing left out in silence."""

from typing import Any

import pytest

from debrief.interactions.conversations.model import Direction
from debrief.interactions.conversations.roles import RolesFrom
from debrief.interactions.formats.detect import read_conversation
from debrief.interactions.formats.parsed import NOBODY_SPEAKS, ParsedConversation
from debrief.interactions.formats.voices import Segment, cast, known_as, names_of
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.model import IntakeStatus
from debrief.interactions.intake.transcription import transcription_of
from debrief.people.model import User
from tests.unit.interactions import samples
from tests.unit.interactions.test_intake import Desk, add_agent, desk
from tests.unit.interactions.test_intake_documents import KNOWN, call, sound, text_of

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1")

HELPS, ASKS = "How can I help you?", "I'm calling about my invoice"
AGAINST = "the wording is the other way round"


def read(document: Any, **options: Any) -> ParsedConversation:
    data = document.encode() if isinstance(document, str) else samples.as_bytes(document)
    return read_conversation(data, time_zone="UTC", **options)


def who(parsed: ParsedConversation) -> list[str]:
    return [str(turn.speaker) for turn in parsed.turns]


def told(parsed: ParsedConversation) -> tuple[RolesFrom, bool]:
    return parsed.roles.basis, parsed.roles.guessed


def captions(*said: tuple[str, str]) -> str:
    blocks = [f"00:0{at}.000 --> 00:0{at + 1}.000\n<v {voice}>{words}" for at, (voice, words) in enumerate(said)]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


# Whoever is given as the customer -------------------------------------------------------------------------------------

LEE = User(id="us_lee", name="Lee", email="lee@acme.example", agent_references=("lee@acme.example",), team_id="tm_1")


@pytest.mark.parametrize("role", ["customer", "system"])
def test_a_party_given_as_another_is_not_the_agent_though_a_user(desk: Desk, role: str) -> None:
    add_agent(desk, LEE)
    parties = [{"role": "agent"}, {"role": role, "name": "Lee", "mailto": "lee@acme.example"}]
    document = samples.vcon(parties=parties, attachments=[])
    desk.drop("calls/lee.vcon", samples.as_bytes(document), {"queue": "billing"})
    item = desk.item("calls/lee.vcon")
    assert (item.status, item.agent_id) == (IntakeStatus.HELD, None)
    open_parties = [{}, {"name": "Lee", "mailto": "lee@acme.example"}]
    desk.drop("calls/open.vcon", samples.as_bytes({**document, "parties": open_parties}), {"queue": "billing"})
    assert desk.item("calls/open.vcon").agent_id == "us_lee"


def test_a_voice_given_as_the_customer_is_not_the_agent_though_a_user(desk: Desk) -> None:
    add_agent(desk, LEE)
    segments = [
        {"start": 0, "end": 1, "text": "Hello", "role": "agent"},
        {"start": 1, "end": 2, "text": "Hi", "role": "customer", "speaker": "lee@acme.example"},
    ]
    known = {"queue": "billing", "dt": KNOWN["dt"]}
    desk.drop("calls/lee.json", samples.as_bytes({"segments": segments}), known)
    assert desk.item("calls/lee.json").agent_id is None
    for each in segments:
        del each["role"]
    desk.drop("calls/open.json", samples.as_bytes({"segments": segments}), known)
    assert desk.item("calls/open.json").agent_id == "us_lee"


# The agent's channel --------------------------------------------------------------------------------------------------


def deepgram(*said: str) -> dict[str, Any]:
    channels = [
        {"alternatives": [{"transcript": words, "words": [{"word": words, "start": at, "end": at + 1}]}]}
        for at, words in enumerate(said)
    ]
    return {"metadata": {"duration": 9}, "results": {"channels": channels}}


def twilio() -> dict[str, Any]:
    said = [(1, HELPS), (2, ASKS)]
    return {
        "sentences": [
            {"media_channel": channel, "transcript": words, "start_time": str(channel)} for channel, words in said
        ]
    }


@pytest.mark.parametrize("document", [deepgram(HELPS, ASKS), twilio(), call(deepgram(HELPS, ASKS)), call(twilio())])
@pytest.mark.parametrize(("of_account", "basis"), [(False, RolesFrom.METADATA), (True, RolesFrom.ACCOUNT)])
def test_a_given_channel_stands_before_wording(document: dict[str, Any], of_account: bool, basis: RolesFrom) -> None:
    if "parties" in document:
        document = {**document, "parties": [{"name": "Cara Line"}, {"name": "Ana Post"}]}
        document["dialog"] = [{**document["dialog"][0], "parties": None}]
    parsed = read(document, agent_channel=1, of_account=of_account)
    assert who(parsed) == ["customer", "agent"]
    assert (*told(parsed), parsed.agent_channel) == (basis, False, 1)
    assert any("The agent is on the second channel" in each for each in parsed.warnings)
    assert who(read(document)) == ["agent", "customer"]


@pytest.mark.parametrize(
    "document", [deepgram("The red one", "Blue boxes"), call(deepgram("The red one", "Blue boxes"))]
)
def test_of_two_channels_that_nothing_tells_apart_the_first_is_the_agents_by_habit(document: dict[str, Any]) -> None:
    """A guess, that can be swapped for a whole source; two voices that are no channels stay unknown."""
    if "parties" in document:
        document = {**document, "parties": [{"name": "Cara Line"}, {"name": "Ana Post"}]}
        document["dialog"] = [{**document["dialog"][0], "parties": None}]
    parsed = read(document)
    assert (who(parsed), told(parsed)) == (["agent", "customer"], (RolesFrom.FIRST_CHANNEL, True))
    assert any("the first one was taken" in each for each in parsed.warnings)
    for labels in (("0", "1"), ("channel 1", "channel 2"), ("channel 0", "channel 1", "channel 2")):
        voices = cast([Segment(text=f"Words {label}", voice=label) for label in labels])
        assert voices.roles.basis is RolesFrom.UNKNOWN


def test_roles_of_the_document_stand_before_a_given_channel() -> None:
    parsed = read(call(deepgram(ASKS, HELPS)), agent_channel=0)
    assert (who(parsed), told(parsed)) == (["customer", "agent"], (RolesFrom.DOCUMENT, False))


def test_the_direction_tells_who_callers_of_other_systems_are() -> None:
    items = [{"ts": "00:00:01", "text": "Hello", "users": [{"username": "Caller"}]}]
    items.append({"ts": "00:00:02", "text": "Hi", "users": [{"username": "Callee"}]})
    parsed = read({"timeline": items}, direction=Direction.OUTBOUND)
    assert (who(parsed), told(parsed)) == (["agent", "customer"], (RolesFrom.DIALLING, False))


# Names that begin with the word of a role ----------------------------------------------------------------------------


def test_a_name_that_begins_with_the_word_of_a_role_gives_none() -> None:
    parsed = read(captions(("Contact Energy", "Thanks for calling."), ("Bob Hill", ASKS)))
    assert (who(parsed), told(parsed)) == (["agent", "customer"], (RolesFrom.WORDING, True))


@pytest.mark.parametrize("name", ["Client Eastman", "User Friendly", "Contact Energy", "Caller Jane"])
def test_such_a_name_is_a_guess_where_nothing_else_tells(name: str) -> None:
    parsed = read(captions((name, "Hello."), ("Bob Hill", "Hello.")))
    assert (who(parsed), told(parsed)) == (["customer", "agent"], (RolesFrom.NAME, True))
    assert any("first word" in each for each in parsed.warnings)


def test_such_a_name_is_a_guess_beside_a_given_role() -> None:
    parsed = cast([Segment(text="Hi", voice=voice) for voice in ("Customer", "Rep Jane", "Rep Kim", "IVR menu")])
    assert [str(turn.speaker) for turn in parsed.turns] == ["customer", "agent", "agent", "system"]
    assert parsed.roles.guessed


@pytest.mark.parametrize("voices", [("Agent Jane", "Bob"), ("Operator 2", "Client"), ("agent", "Customer 1")])
def test_plain_words_of_roles_give_them(voices: tuple[str, str]) -> None:
    parsed = read(captions((voices[0], "Hello."), (voices[1], "Hello.")))
    assert (who(parsed), told(parsed)) == (["agent", "customer"], (RolesFrom.DOCUMENT, False))
    assert not any(AGAINST in each for each in parsed.warnings)


def test_given_roles_that_wording_contradicts_stay_with_a_remark() -> None:
    parsed = read(captions(("Agent", ASKS), ("Customer", HELPS)))
    assert (who(parsed), told(parsed)) == (["agent", "customer"], (RolesFrom.DOCUMENT, False))
    assert any(AGAINST in each for each in parsed.warnings)


# Several recordings inside --------------------------------------------------------------------------------------------


def several(*transcribed: int, second: str = "2026-02-01T10:05:00Z") -> dict[str, Any]:
    whole = call()
    one = {**whole["dialog"][0], "url": None, "encoding": "base64url", "body": text_of(sound())}
    analysis = [
        {"type": "transcript", "dialog": place, "encoding": "json", "body": [{"text": "Hello", "party": 1, "start": 0}]}
        for place in transcribed
    ]
    return {**whole, "dialog": [one, {**one, "start": second}], "analysis": analysis}


def test_a_recorded_part_without_words_holds_the_conversation() -> None:
    (reason,) = read(several(0)).hold
    assert (reason.code, "dialog 1" in reason.sentence) == (HoldCode.DOCUMENT_UNSUPPORTED, True)


@pytest.mark.parametrize("document", [several(0, 1), several(0, second="2026-02-01T10:00:00Z")])
def test_recordings_that_are_left_out_are_told(document: dict[str, Any]) -> None:
    parsed = read(document)
    assert parsed.hold == ()
    assert any("It holds 2 recordings" in each for each in parsed.warnings)


# Documents without words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("calls/e.vtt", b"WEBVTT\n"),
        ("calls/e.json", samples.as_bytes(samples.call_analytics(Transcript=[]))),
        ("calls/e.json", samples.as_bytes(deepgram(""))),
    ],
)
def test_a_document_without_words_beside_a_recording_lets_it_be_transcribed(desk: Desk, name: str, body: bytes) -> None:
    desk.drop(name, body, KNOWN)
    desk.drop("calls/e.wav", sound(), KNOWN)
    item = desk.item("calls/e.wav")
    assert (item.status, item.wordless) == (IntakeStatus.PROCESSING, True), item.reasons
    assert transcription_of(item)["needs_transcription"] is True
    assert NOBODY_SPEAKS not in item.warnings


def test_a_transcript_without_words_and_without_a_recording_is_held(desk: Desk) -> None:
    desk.drop("calls/n.json", samples.as_bytes(deepgram("")), KNOWN)
    assert [each.code for each in desk.item("calls/n.json").reasons] == [HoldCode.DOCUMENT_EMPTY]


# One voice alone ------------------------------------------------------------------------------------------------------


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize("channel", ["ch_0", "ch_1"])
@pytest.mark.parametrize("agent_channel", [None, 0, 1])
def test_a_call_of_which_one_channel_is_silent_is_read(channel: str, agent_channel: int | None) -> None:
    """A voicemail, or a call in which nobody answered."""
    words: list[dict[str, Any]] = [
        {
            "type": "pronunciation",
            "start_time": f"{at}.0",
            "end_time": f"{at}.5",
            "alternatives": [{"content": word, "confidence": "0.9"}],
        }
        for at, word in enumerate(("please", "call", "back"))
    ]
    spoken: dict[str, Any] = {"channel_label": channel, "items": words}
    silent: dict[str, Any] = {"channel_label": "ch_1" if channel == "ch_0" else "ch_0", "items": []}
    channels = sorted((spoken, silent), key=lambda each: str(each["channel_label"]))
    document = samples.transcribe(channel_labels={"channels": channels, "number_of_channels": 2}, items=words)
    parsed = read(document, agent_channel=agent_channel)
    is_agent = int(channel[-1]) == (agent_channel or 0)
    assert who(parsed) == ["agent" if is_agent else "customer"]


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize(("agent_channel", "speaker"), [(0, "agent"), (1, "customer")])
def test_a_channel_that_alone_speaks_has_the_role_that_is_given(agent_channel: int, speaker: str) -> None:
    assert who(read(deepgram("Please call back.", ""), agent_channel=agent_channel)) == [speaker]


# Who dialled ----------------------------------------------------------------------------------------------------------


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize("name", ["Jane Doe", "Speaker 1"])
@pytest.mark.parametrize(
    ("direction", "speakers"), [("inbound", ["customer", "agent"]), ("outbound", ["agent", "customer"])]
)
def test_a_caller_beside_a_name_is_whom_the_direction_says(name: str, direction: str, speakers: list[str]) -> None:
    parsed = read(captions(("Caller", "Hello?"), (name, "Good morning.")), direction=Direction(direction))
    assert who(parsed) == speakers
    assert told(parsed) == (RolesFrom.DIALLING, False)
    assert told(read(captions(("Caller", "Hello?"), (name, "Good morning."))))[1], "without a direction it is a guess"


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize(
    ("voice", "reference"),
    [
        ("tel:+49 (30) 123-456", "+4930123456"),
        ("Jane Doe <jane@acme.example>", "jane@acme.example"),
        ("Jane Doe <jane@acme.example>", "Jane Doe"),
        ("sip:jane@acme.example;transport=tls", "JANE@acme.example"),
        ("Doe, Jane", "Jane  Doe"),
        ("Jane Doe (Support)", "jane doe"),
    ],
)
def test_a_voice_is_known_by_whatever_finds_the_agent(voice: str, reference: str) -> None:
    assert known_as(reference) in names_of(voice)
