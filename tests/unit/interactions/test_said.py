"""What was said is never metadata, whatever its fields are called and however deep it lies."""

import json
from typing import Any

import pytest

from debrief.interactions.conversations.model import SourceFormat
from debrief.interactions.formats.detect import decode, recognise
from debrief.interactions.formats.parsed import UnreadableDocument

pytestmark = pytest.mark.feature("S2.1")

KNOWN: dict[str, Any] = {"agent": "alma", "queue": "Repairs", "call_id": "c-81"}
TURNS = [("Alma", "Good morning, what can I do?"), ("Kim", "My boiler is cold."), ("Alma", "I'm sorry.")]
ROLES = [("Agent", "Good morning, what can I do?"), ("Customer", "My boiler is cold.")]


@pytest.mark.parametrize(
    "said",
    [
        {"talk": {"parts": [{"wer": who, "was": words} for who, words in TURNS]}},
        {"a": {"b": {"c": {"d": {"e": {"f": [{"r": who, "t": words} for who, words in ROLES]}}}}}},
        {"payload": [{"who": ROLES[0][0], "says": ROLES[0][1]}]},
        {"flow": [{"by": {"id": 7, "kind": who}, "was": {"plain": words}} for who, words in ROLES]},
        {"flow": [[who, words] for who, words in TURNS]},
        {"flow": {str(place): {"x": who, "y": words} for place, (who, words) in enumerate(TURNS)}},
        {"flow": [{"sec": place * 3.5, "heard": words} for place, (_, words) in enumerate(TURNS)]},
        {"flow": [f"{who}: {words}" for who, words in TURNS * 2]},
        {"remarks_of_call": "\n".join(f"{who}: {words}" for who, words in ROLES)},
        {"voices": [who for who, _ in TURNS], "lines_spoken": [words for _, words in TURNS]},
        {
            "flow": [
                {"w": "A", "t": "お電話ありがとうございます。"},
                {"w": "B", "t": "はい。"},
                {"w": "A", "t": "承知しました。"},
            ]
        },
    ],
)
def test_a_list_of_things_that_were_said_is_a_transcript_of_an_unknown_form(said: dict[str, Any]) -> None:
    with pytest.raises(UnreadableDocument, match="looks like a transcript"):
        recognise(decode(json.dumps(KNOWN | said).encode()))


@pytest.mark.parametrize(
    "beside",
    [
        {},
        {"participants": [{"name": "Alma Maria van Bramfeld", "role": "agent"}, {"name": "Kim", "role": "customer"}]},
        {"crm": [{"system": "Sales", "id": "0061"}, {"system": "Sales", "id": "0062"}]},
        {"holds": [{"start": 3, "end": 9}, {"start": 30, "end": 42}]},
        {"notes": [{"author": "alma", "text": "Wants to be called back on Monday morning."}]},
        {"survey": [{"question": "How satisfied are you with us?", "score": 4}, {"question": "And why?", "score": 3}]},
        {"tags": ["Boiler: cold", "Urgent: yes"]},
        {"summary": "Name: Kim\nIssue: boiler is cold\nPlace: Hamburg"},
        {"products": [{"name": "Boiler with two large tanks", "price": 20}, {"name": "Pump", "price": 20}]},
        {"recordings": [{"name": "a.wav", "url": "https://example.com/a b c d.wav"}] * 2},
    ],
)
def test_metadata_that_has_lists_and_sentences_stays_metadata(beside: dict[str, Any]) -> None:
    assert recognise(decode(json.dumps(KNOWN | beside).encode())) is SourceFormat.SIDECAR
