"""Conversations as programs fetch and keep them: messages of Twilio's API, Deepgram's answer inside their own."""

import json
from typing import Any

import pytest

from debrief.interactions.conversations.model import Channel, SourceFormat
from debrief.interactions.formats.detect import decode, read_conversation, recognise
from debrief.interactions.formats.parsed import ParsedConversation

pytestmark = pytest.mark.feature("S2.1", "N7")


def read(document: dict[str, Any]) -> ParsedConversation:
    return read_conversation(json.dumps(document).encode(), time_zone="Europe/Berlin")


def message(index: int, author: str, body: str | None, at: str, **more: Any) -> dict[str, Any]:
    return {
        "sid": f"IM{index:032x}",
        "account_sid": f"AC{0:032x}",
        "conversation_sid": f"CH{7:032x}",
        "index": index,
        "author": author,
        "participant_sid": None if author == "system" else f"MB{index:032x}",
        "body": body,
        "media": None,
        "attributes": "{}",
        "date_created": f"2026-06-03T{at}Z",
        "date_updated": f"2026-06-03T{at}Z",
        "delivery": None,
        **more,
    }


FILE = [{"category": "media", "sid": "ME1", "filename": "bill.pdf", "content_type": "application/pdf", "size": 9}]


def page(*messages: dict[str, Any], **meta: Any) -> dict[str, Any]:
    return {"messages": list(messages), "meta": {"page": 0, "page_size": 50, "key": "messages", **meta}}


CHAT = (
    message(2, "dana.birch", "Let me look.", "09:01:30"),
    message(0, "whatsapp:+15551230009", "My bill is wrong.", "09:00:00"),
    message(1, "whatsapp:+15551230009", None, "09:00:20", media=FILE),
    message(3, "system", "The conversation was closed.", "09:05:00"),
)


@pytest.mark.parametrize("camel", [False, True], ids=["as the API writes", "as its libraries write"])
def test_messages_of_twilio_are_a_chat(camel: bool) -> None:
    messages: tuple[dict[str, Any], ...] = CHAT
    if camel:
        names = {
            "conversation_sid": "conversationSid",
            "date_created": "dateCreated",
            "participant_sid": "participantSid",
        }
        messages = tuple({names.get(name, name): value for name, value in each.items()} for each in CHAT)
    parsed = read(page(*messages))
    assert parsed.format is SourceFormat.TWILIO
    assert [(each.speaker.value, each.start_ms, each.text) for each in parsed.turns] == [
        ("customer", 0, "My bill is wrong."),
        ("customer", 20_000, "[attachment: bill.pdf]"),
        ("agent", 90_000, "Let me look."),
        ("system", 300_000, "The conversation was closed."),
    ]
    found = parsed.metadata
    assert (found.channel, str(found.started_at)) == (Channel.CHAT, "2026-06-03 09:00:00+00:00")
    assert (found.contact_reference, found.customer_reference) == (f"CH{7:032x}", "whatsapp:+15551230009")
    assert parsed.measures is not None
    assert parsed.measures.duration_ms == 300_000
    assert parsed.hold == ()


def test_two_identities_are_told_apart_by_name_or_not_at_all() -> None:
    parsed = read(page(message(0, "red", "It is wrong.", "09:00:00"), message(1, "blue", "It isn't.", "09:01:00")))
    assert [(each.speaker.value, each.voice) for each in parsed.turns] == [("unknown", "red"), ("unknown", "blue")]


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (page(*CHAT, next_page_url="there"), "one page of a conversation's messages"),
        (page(*CHAT, message(4, "red", "Hello", "09:06:00", conversation_sid="CH8")), "of several conversations"),
    ],
)
def test_messages_that_are_not_one_whole_conversation_hold_it(document: dict[str, Any], told: str) -> None:
    (reason,) = read(document).hold
    assert told in reason.sentence
    assert reason.sentence.endswith(("drop it again.", "again for each of them."))


WORDS = [{"word": "hello", "punctuated_word": "Hello.", "start": 0.1, "end": 0.5, "confidence": 0.9, "speaker": 0}]
ANSWER = {
    "metadata": {"request_id": "r", "duration": 3.5, "channels": 1},
    "results": {"channels": [{"detected_language": "en", "alternatives": [{"transcript": "Hello.", "words": WORDS}]}]},
}


@pytest.mark.parametrize("name", ["response", "result", "data"])
@pytest.mark.parametrize("beside", [{}, {"agent": "AG-1", "queue": "Billing", "started_at": "2026-06-03T09:00:00Z"}])
def test_deepgrams_answer_is_read_inside_what_programs_write_around_it(name: str, beside: dict[str, Any]) -> None:
    parsed = read({**beside, name: ANSWER})
    assert parsed.format is SourceFormat.DEEPGRAM
    assert [(each.start_ms, each.end_ms, each.text) for each in parsed.turns] == [(100, 500, "Hello.")]
    assert parsed.metadata.language == "en"
    assert parsed.metadata.agent_reference == beside.get("agent")
    assert parsed.metadata.queue == beside.get("queue")
    assert parsed.measures is not None
    assert parsed.measures.duration_ms == 3_500


def test_twice_around_it_too() -> None:
    assert [each.text for each in read({"data": {"result": ANSWER}}).turns] == ["Hello."]


@pytest.mark.parametrize("name", ["response", "result", "data"])
def test_other_answers_are_not_deepgrams(name: str) -> None:
    assert recognise(decode(json.dumps({"agent": "AG-1", name: {"results": {"rows": 3}}}).encode())) is (
        SourceFormat.SIDECAR
    )
