"""Headers that contradict themselves, and documents whose parts stand in another order than they were said."""

import json
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.formats.detect import read_conversation
from debrief.interactions.intake.wav import AudioFacts
from tests.unit.interactions.test_audio import facts, wav

pytestmark = pytest.mark.feature("S2.1", "N7")


def header(body: bytes, **given: int) -> bytes:
    """The WAV with other fields in its header."""
    at = body.index(b"fmt ") + 8
    form = list(struct.unpack("<HHIIHH", body[at : at + 16]))
    names = ("tag", "channels", "rate", "a_second", "block", "bits")
    for name, value in given.items():
        form[names.index(name)] = value
    return body[:at] + struct.pack("<HHIIHH", *form) + body[at + 16 :]


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("wrong", [{"a_second": 1}, {"block": 1}, {"a_second": 0, "block": 0}, {"a_second": 0}])
def test_one_wrong_field_changes_neither_length_nor_channels(channels: int, wrong: dict[str, int]) -> None:
    assert facts(header(wav(8000, channels=channels), **wrong)) == AudioFacts(1000, channels)


def test_a_block_of_one_channel_in_a_header_of_two() -> None:
    """Its bytes a second say that it is stereo."""
    assert facts(header(wav(8000, channels=2), block=2)) == AudioFacts(1000, 2)


def test_one_channel_that_is_called_two_is_one() -> None:
    assert facts(header(wav(8000), channels=2)) == AudioFacts(1000, 1)


def test_two_channels_that_are_called_one_are_two() -> None:
    assert facts(header(wav(8000, channels=2), channels=1)) == AudioFacts(1000, 2)


def test_samples_in_larger_places_are_as_long_as_their_places() -> None:
    assert facts(header(wav(8000, channels=2), bits=24, block=8, a_second=64000)) == AudioFacts(500, 2)


@given(*(st.integers(min_value=0, max_value=top) for top in (8, 96_000, 400_000, 64, 64)))
def test_whatever_a_header_says_it_is_read(channels: int, rate: int, a_second: int, block: int, bits: int) -> None:
    told = facts(header(wav(80), channels=channels, rate=rate, a_second=a_second, block=block, bits=bits))
    assert told.channels is None or told.channels > 0


# Order ---------------------------------------------------------------------------------------------------------------


def said(document: Any) -> list[tuple[str, str]]:
    raw = document if isinstance(document, str) else json.dumps(document)
    return [(each.speaker.value, each.text) for each in read_conversation(raw.encode(), time_zone="UTC").turns]


def chat(at: int, role: str, words: str, name: str = "Kim") -> dict[str, Any]:
    return {
        "AbsoluteTime": f"2026-03-02T10:00:{at:02}.000Z",
        "Content": words,
        "ContentType": "text/plain",
        "DisplayName": name,
        "Id": words,
        "ParticipantId": role + name,
        "ParticipantRole": role,
        "Type": "MESSAGE",
    }


def test_a_chat_is_read_as_it_was_written_whatever_its_order() -> None:
    items = [chat(20, "AGENT", "Let me check", "Lee"), chat(10, "AGENT", "Hello"), chat(5, "CUSTOMER", "My bill")]
    document = {"Version": "2019-08-26", "ContactId": "c-1", "Transcript": items}
    assert said(document) == [("customer", "My bill"), ("agent", "Hello"), ("colleague", "Let me check")]
    found = read_conversation(json.dumps(document).encode(), time_zone="UTC")
    assert found.metadata.agent_reference == "Kim", "who joined first"


def test_captions_of_one_voice_after_the_other_are_one_talk() -> None:
    captions = [(1, "Agent: Hello"), (5, "Agent: Let me check"), (3, "Customer: My bill"), (7, "Customer: Thanks")]
    document = "WEBVTT\n\n" + "\n".join(f"00:0{at}.000 --> 00:0{at}.900\n{words}\n" for at, words in captions)
    assert [words for _, words in said(document)] == ["Hello", "My bill", "Let me check", "Thanks"]


def test_entries_of_teams_are_in_the_order_of_their_times() -> None:
    entries = [
        {"text": words, "speakerDisplayName": who, "startOffset": f"00:00:0{at}.1", "endOffset": f"00:00:0{at}.9"}
        for at, who, words in ((3, "Customer", "My bill"), (1, "Agent", "Hello"))
    ]
    assert said({"version": "1.0.0", "type": "Transcript", "entries": entries}) == [
        ("agent", "Hello"),
        ("customer", "My bill"),
    ]
