"""Whoever introduces themselves by the agent's name is the agent, where nothing but wording or habit tells it."""

import pytest

from debrief.interactions.conversations.model import Speaker
from debrief.interactions.conversations.roles import RolesFrom
from debrief.interactions.formats.introductions import BY_INTRODUCTION, introduces
from tests.unit.interactions import samples
from tests.unit.interactions.test_intake import Desk, desk, wav
from tests.unit.interactions.test_intake_documents import KNOWN
from tests.unit.interactions.test_known_agents import ALMA, QUEUE, calls, known, speakers, taken
from tests.unit.interactions.test_who_is_who import captions

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1")


@pytest.mark.parametrize(
    "text",
    [
        "Good morning, my name is Alma, I'm calling about your order.",
        "Hi there, this is Alma Elm from the workshop.",
        "this is alma from the workshop",
        "Alma speaking.",
        "Guten Tag, hier ist Frau Elm.",
        "Elm am Apparat.",
        "Bonjour, je m'appelle Alma.",
        "Soy Alma, le llamo del taller.",
        "Hello, I’m Alma.",
    ],
)
def test_somebody_says_who_they_are(text: str) -> None:
    assert introduces(text, "Alma Elm")
    assert introduces(text, "Elm, Alma")


@pytest.mark.parametrize(
    "text",
    [
        "Is this Alma?",
        "This is Alma?",
        "I spoke to Alma yesterday.",
        "This is Alma Berg.",
        "I'm Almas neighbour.",
        "I am Alma's brother.",
        "Is Alma here?",
        "Am I speaking with Alma?",
        "My name is Carl.",
        "",
    ],
)
def test_somebody_else_does_not(text: str) -> None:
    assert not introduces(text, "Alma Elm")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("担当の林でございます。", "林 花子"),
        ("我是王芳，很高兴。", "王芳"),
        ("저는 김민지입니다.", "김민지"),
        ("Меня зовут Анна.", "Анна Ильм"),
    ],
)
def test_names_are_heard_in_scripts_without_blanks_and_others(text: str, name: str) -> None:
    assert introduces(text, name) == (len(name.split()[0]) > 1)


SAYS = ("Hello, my name is Alma, I'm calling about the order that you placed.", "Thank you for calling back.", "Right.")


def test_an_outbound_call_is_not_turned_round_by_wording(desk: Desk) -> None:
    known(desk, ALMA)
    spoken = captions(("Speaker 1", SAYS[0]), ("Speaker 2", SAYS[1]), ("Speaker 1", SAYS[2])).encode()
    given = QUEUE | {"dt": KNOWN["dt"], "agent": "alma.elm@acme.example", "direction": "outbound"}
    item = taken(desk, spoken, given, "calls/a.vtt")
    read = desk.reader.conversation(item)
    assert read is not None
    assert [turn.speaker for turn in read.turns] == [Speaker.AGENT, Speaker.CUSTOMER, Speaker.AGENT]
    assert (read.roles.basis, read.roles.guessed) == (RolesFrom.NAME, True)
    assert BY_INTRODUCTION in item.warnings
    assert not any("by their wording" in each for each in item.warnings)


def test_who_both_introduce_themselves_so_stay_as_they_were(desk: Desk) -> None:
    known(desk, ALMA)
    spoken = captions(("Speaker 1", "Hello, this is Alma."), ("Speaker 2", "I'm Alma too. How can I help?")).encode()
    item = taken(desk, spoken, QUEUE | {"dt": KNOWN["dt"], "agent": "+4930111"}, "calls/a.vtt")
    assert speakers(desk, item) == ["customer", "agent"]
    assert BY_INTRODUCTION not in item.warnings


def test_the_customer_follows_who_introduces_themselves(desk: Desk) -> None:
    known(desk, ALMA)
    dialog = [
        {"type": "text", "start": f"2026-02-01T10:00:0{at}Z", "parties": at % 2, "body": body}
        for at, body in enumerate(SAYS)
    ]
    parties = ({"tel": "+4930333", "role": "caller"}, {"tel": "+4930222", "role": "callee"})
    item = taken(desk, calls(*parties, dialog=dialog), QUEUE | {"agent": "alma.elm@acme.example"})
    assert speakers(desk, item) == ["agent", "customer", "agent"]
    assert item.metadata.customer_reference == "+4930222"


@pytest.mark.parametrize("begins", ["agent", "customer"])
def test_what_we_had_recognised_ourselves_is_told_by_it_too(desk: Desk, begins: str) -> None:
    known(desk, ALMA)
    desk.drop("calls/a.wav", wav(20, 2), QUEUE | {"dt": KNOWN["dt"], "agent": "+4930111"})
    item = desk.item("calls/a.wav")
    first, second = ("AGENT", "CUSTOMER") if begins == "agent" else ("CUSTOMER", "AGENT")
    document = samples.call_analytics()
    document["Transcript"] = [
        {"ParticipantRole": role, "Content": text, "BeginOffsetMillis": at, "EndOffsetMillis": at + 900, **mood}
        for at, role, text, mood in (
            (0, first, SAYS[0], {"Sentiment": "NEGATIVE"}),
            (1000, second, SAYS[1], {"Sentiment": "POSITIVE"}),
        )
    ]
    desk.bucket.put("transcripts/a.json", samples.as_bytes(document), "application/json")
    found = desk.reader.recognised(item.bucket, "transcripts/a.json", item)
    assert [turn.speaker for turn in found.turns] == [Speaker.AGENT, Speaker.CUSTOMER]
    assert (found.roles.basis, found.roles.guessed, found.warnings) == (RolesFrom.NAME, True, (BY_INTRODUCTION,))
    assert found.agent_channel == (0 if begins == "agent" else 1)
    # The agent's mood isn't kept, and the customer's is.
    assert [turn.sentiment_label for turn in found.turns] == [None, "POSITIVE"]
