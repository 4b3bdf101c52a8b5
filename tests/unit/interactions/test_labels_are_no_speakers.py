"""Labels beside values are no speakers, and what recognisers write is never metadata."""

import json
import time
from typing import Any

import pytest

from debrief.interactions.conversations.model import SourceFormat
from debrief.interactions.formats.detect import decode, recognise
from debrief.interactions.formats.parsed import UnreadableDocument
from debrief.interactions.formats.said_names import is_transcript_name, side_and_rest, words_in

pytestmark = pytest.mark.feature("S2.1")

KNOWN: dict[str, Any] = {"agent": "alma", "queue": "Repairs", "start": "2026-02-01T10:00:00Z"}
OPENS, ASKS = "Good morning, this is the repairs desk, what can I do?", "My boiler has been cold since Sunday night."
SPOKEN = f"{OPENS} {ASKS}".split()


def form_of(document: dict[str, Any]) -> SourceFormat:
    return recognise(decode(json.dumps(document).encode()))


@pytest.mark.parametrize(
    "beside",
    [
        {"extraFields": [{"name": "Problem", "value": "Boiler is cold since Sunday night"}]},
        {"extra": [{"label": "Problem", "value": "Boiler is cold since Sunday"}, {"label": "VIP", "value": "yes"}] * 3},
        {"call_data": [{"key": "note", "content": "Customer was told about the delay"}]},
        {"labels": [{"name": "mood", "text": "the customer was rather cross"}]},
        {
            "call_events": [
                {"type": "hold", "time": "2026-02-01T10:01:00Z", "description": "Agent put the caller on hold"}
            ]
        },
        {
            "call_events": [
                {"type": kind, "t": at, "detail": f"The agent's line went {kind}"} for at, kind in enumerate("abcab")
            ]
        },
        {"log": [{"at": f"2026-02-01T10:0{at}:00Z", "what": f"Call number {at} went to repairs"} for at in range(4)]},
        {
            "holds": [
                {"start": 31, "end": 60, "what": "Asked a colleague for the part"},
                {"start": 80, "end": 90, "what": "Looked for the right invoice"},
            ]
        },
        {"wrapUps": [{"code": "R1", "name": "Repair", "description": "A repair was booked for Monday"}]},
        {"transfers": [{"from": "alma", "to": "bert", "reason": "Customer wanted to talk in German"}] * 2},
        {
            "offers": [
                {"offer": "One year of free service visits", "start": "2026-03-01"},
                {"offer": "Ten euros off the next repair", "start": "2026-04-01"},
            ]
        },
        {"scores": [{"criterion": "Opening", "remark": "She opened the call very well", "by": "Sam"}]},
        {
            "ivrPath": [
                {"name": "Main", "prompt": "Press one for repairs, two for sales"},
                {"name": "Repairs", "prompt": "Press one if it is urgent"},
            ]
        },
        {"steps": [{"name": "Step 1", "description": "Caller pressed one for repairs"}]},
        {"call_note": "Agent: will ring back.\nCustomer: wants a date."},
        {"remarks": ["Agent: rang back", "Customer: was not in"]},
        {"resolution": "Cause: valve\nAction: replaced\nCause: pipe\nAction: cleaned"},
        {
            "reviews": [
                {"author": "Sam", "text": "She could have asked for the number."},
                {"author": "Kim", "text": "He was quick to find the cause."},
            ]
        },
        {
            "legs": [
                {"role": "agent", "device": "Desk phone in the Hamburg office"},
                {"role": "customer", "device": "-"},
            ]
        },
        {
            "participants": [
                {"role": "agent", "device": "Desk phone in the Hamburg office"},
                {"role": "customer", "device": "Mobile phone in a German network"},
            ]
        },
        {"audio_duration": 312, "words": 540, "utterances": 61},
        {
            "timeline": [
                {"time": "00:00:31", "event": "Put on hold by the agent"},
                {"time": "00:01:00", "event": "Back"},
            ]
        },
        {"message": "A customer wants to be called back on Monday morning at ten"},
        {"line": "The line for repairs in the north of the country, day and night"},
        {"transcription_settings": "speakers told apart, at most four voices in one channel"},
        {"transcription_text": ""},
        {"transcript": "not recorded"},
        {"transcript_url": "https://elsewhere.example/some/very/long/way/to/it"},
        {"transcriptNote": "nobody has listened to it so far because it came in late"},
        {"agent_comment": "She was in a hurry today.", "customer_comment": "He wants his money back."},
    ],
)
def test_metadata_with_labels_values_and_notes_stays_metadata(beside: dict[str, Any]) -> None:
    assert form_of(KNOWN | beside) is SourceFormat.SIDECAR


WORDS = [{"word": word, "start": at * 0.4, "end": at * 0.4 + 0.3} for at, word in enumerate(SPOKEN)]


@pytest.mark.parametrize(
    ("said", "whose"),
    [
        (
            {"task": "transcribe", "language": "english", "duration": 7.5, "text": f"{OPENS} {ASKS}", "words": WORDS},
            "OpenAI",
        ),
        ({"text": f"{OPENS} {ASKS}", "usage": {"type": "duration", "seconds": 8}}, "OpenAI"),
        (
            {
                "language_code": "deu",
                "language_probability": 0.9,
                "text": OPENS,
                "words": [
                    {"text": each["word"], "start": each["start"], "type": "word", "speaker_id": "speaker_0"}
                    for each in WORDS
                ],
            },
            "ElevenLabs",
        ),
        (
            {
                "id": "t",
                "audio_duration": 9,
                "text": OPENS,
                "words": [{"text": "Good", "start": 10, "end": 200, "speaker": "A"}],
            },
            "AssemblyAI",
        ),
        ({"sid": "TR7", "status": "completed", "transcription_text": OPENS}, "Twilio"),
        ({"result": [{"conf": 0.9, **each} for each in WORDS], "text": OPENS}, "Vosk"),
        (
            {
                "text": OPENS,
                "chunks": [{"timestamp": [0.0, 2.5], "text": OPENS}, {"timestamp": [2.5, 6.0], "text": ASKS}],
            },
            "Hugging Face",
        ),
        ({"customerTranscript": ASKS, "agentTranscript": OPENS}, None),
        ({"voices": {"agent_lines": [OPENS, "I see."], "customer_lines": [ASKS]}}, None),
        ({"by_voice": {"spk_0": [OPENS], "spk_1": [ASKS]}}, None),
        (
            {"subtitles": f"1\n00:00:00,500 --> 00:00:03,000\n{OPENS}\n\n2\n00:00:03,500 --> 00:00:06,000\n{ASKS}\n"},
            None,
        ),
        ({"file": f"WEBVTT\n\n00:00.500 --> 00:03.000\n{OPENS}\n"}, None),
        ({"plain": f"[Agent] {OPENS}\n[Customer] {ASKS}"}, None),
        ({"plain": f"[00:01] <Agent> {OPENS}\n[00:05] <Customer> {ASKS}"}, None),
        ({"plain": f"Agent:{OPENS}\nCustomer:{ASKS}"}, None),
        ({"plain": f"Agent - {OPENS}\nCustomer - {ASKS}"}, None),
        ({"interaction": [{"speaker": "Alma", "line": OPENS}, {"speaker": "Kim", "line": ASKS}]}, None),
        ({"interactions_log": [{"speaker": "Alma", "line": OPENS}, {"speaker": "Kim", "line": ASKS}]}, None),
        ({"personal": [{"who": "Alma", "w": OPENS}, {"who": "Kim", "w": ASKS}]}, None),
        ({"payload": json.dumps({"flow": [{"who": "Alma", "w": OPENS}, {"who": "Kim", "w": ASKS}]})}, None),
        ({"note": f"Agent: {OPENS}\nCustomer: {ASKS}\nAgent: I am sorry.\nCustomer: Well."}, None),
    ],
)
@pytest.mark.parametrize("known", [{}, KNOWN])
def test_what_recognisers_write_is_a_transcript_beside_whatever(
    known: dict[str, Any], said: dict[str, Any], whose: str | None
) -> None:
    with pytest.raises(
        UnreadableDocument, match=f"looks like a transcript of {whose} " if whose else "a transcript in"
    ):
        form_of(known | said)


def test_very_many_fields_are_judged_in_no_time() -> None:
    document = KNOWN | {"list": [{f"field{at}": f"one two three {at}" for at in range(30_000)}]}
    columns = KNOWN | {f"column{at}": ["some words of a text", "others"] for at in range(2_000)}
    begun = time.process_time()
    assert {form_of(document), form_of(columns)} == {SourceFormat.SIDECAR}
    assert time.process_time() - begun < 5


def test_names_are_compared_by_their_words() -> None:
    assert "action" not in words_in("interactions_log")
    assert "person" not in words_in("personal")
    assert {"call", "note"} <= words_in("callNotes")
    assert is_transcript_name("call_transcript")
    assert not is_transcript_name("transcript_language")
    assert side_and_rest("customerTranscript") == ("customer", "transcript")
    assert side_and_rest("agent_of_customer")[0] is None
