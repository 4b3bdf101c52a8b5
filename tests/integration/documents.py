"""Small conversations in every form that the intake takes, made up for the tests."""

import base64
import io
import json
import math
import struct
import wave
from typing import Any

Json = dict[str, Any]
SAID = (
    ("customer", "My parcel has not arrived and I am annoyed."),
    ("agent", "I am so sorry about that. Let me look at it."),
    ("agent", "I will send a new parcel today. Is there anything else?"),
    ("customer", "No, thanks, that helps."),
)


def chat(
    agent: str, reference: str, said: tuple[tuple[str, str], ...] = SAID, *, day: str = "2026-02-02", **metadata: Any
) -> Json:
    """A chat as a vCon. metadata: further fields, or None for one that shall be missing."""
    known = {
        "contact_reference": reference,
        "agent_id": agent,
        "queue": "parcels",
        "channel": "chat",
        "started_at": f"{day}T10:00:00Z",
        "ended_at": f"{day}T10:05:00Z",
    } | metadata
    places = {"agent": 0, "customer": 1}
    return {
        "vcon": "0.4.0",
        "uuid": "0190a4b2-0000-7000-8000-000000000001",
        "created_at": f"{day}T10:06:00Z",
        "parties": [{"role": "agent"}, {"role": "customer"}],
        "dialog": [
            {
                "type": "text",
                "start": f"{day}T10:0{minute}:00Z",
                "parties": [places[who]],
                "originator": places[who],
                "mediatype": "text/plain",
                "encoding": "none",
                "body": text,
            }
            for minute, (who, text) in enumerate(said)
        ],
        "attachments": [
            {
                "purpose": "metadata",
                "party": 0,
                "encoding": "json",
                "body": {name: value for name, value in known.items() if value is not None},
            }
        ],
        "analysis": [],
    }


def recorded_inside(agent: str, reference: str, **metadata: Any) -> Json:
    """A call as a vCon with its recording inside, and what was said beside it."""
    known = {"contact_reference": reference, "agent_id": agent, "queue": "parcels"} | metadata
    return {
        "uuid": "0190a4b2-0000-7000-8000-000000000058",
        "created_at": "2026-02-02T10:06:00Z",
        "parties": [{"role": "agent"}, {"role": "customer"}],
        "dialog": [
            {
                "type": "recording",
                "start": "2026-02-02T10:00:00Z",
                "duration": 3,
                "parties": [0, 1],
                "mediatype": "audio/x-wav",
                "encoding": "base64url",
                "body": base64.urlsafe_b64encode(recording(3.0)).decode().rstrip("="),
            }
        ],
        "attachments": [
            {
                "purpose": "metadata",
                "party": 0,
                "dialog": 0,
                "encoding": "json",
                "body": {name: value for name, value in known.items() if value is not None},
            }
        ],
        "analysis": [
            {
                "type": "transcript",
                "dialog": 0,
                "vendor": "sample",
                "encoding": "json",
                "body": [
                    {"party": 0, "start": 0.2, "end": 1.2, "text": "Hello, how can I help you?"},
                    {"party": 1, "start": 1.5, "end": 2.6, "text": "My parcel has not arrived."},
                ],
            }
        ],
    }


def jsonl(*lines: Json | str) -> bytes:
    """A bulk object; text is put in as it is."""
    return "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode() + b"\n"


def contact_lens_chat(contact_id: str) -> Json:
    """An Amazon Connect Contact Lens analysis of a chat."""
    return {
        "Version": "CHAT-2022-11-30",
        "Channel": "CHAT",
        "JobStatus": "COMPLETED",
        "LanguageCode": "en-US",
        "CustomerMetadata": {"ContactId": contact_id},
        "Participants": [
            {"ParticipantId": "p1", "ParticipantRole": "CUSTOMER"},
            {"ParticipantId": "p2", "ParticipantRole": "AGENT"},
        ],
        "ConversationCharacteristics": {
            "Sentiment": {"OverallSentiment": {"DetailsByParticipantRole": {"AGENT": 1.5, "CUSTOMER": -1}}}
        },
        "Transcript": [
            {
                "Type": "MESSAGE",
                "Id": f"i{place}",
                "AbsoluteTime": f"2026-02-02T10:00:0{place}.000Z",
                "ParticipantId": {"customer": "p1", "agent": "p2"}[who],
                "Content": text,
            }
            for place, (who, text) in enumerate(SAID)
        ],
    }


def contact_lens_voice(contact_id: str) -> Json:
    """An Amazon Connect Contact Lens analysis of a call."""
    return {
        "Version": "1.1.0",
        "Channel": "VOICE",
        "JobStatus": "COMPLETED",
        "LanguageCode": "en-US",
        "CustomerMetadata": {"ContactId": contact_id},
        "Participants": [
            {"ParticipantId": "CUSTOMER", "ParticipantRole": "CUSTOMER"},
            {"ParticipantId": "AGENT", "ParticipantRole": "AGENT"},
        ],
        "Categories": {"MatchedCategories": [], "MatchedDetails": {}},
        "ConversationCharacteristics": {"TotalConversationDurationMillis": 40_000},
        "Transcript": [
            {
                "Id": f"t{place}",
                "ParticipantId": who.upper(),
                "Content": text,
                "BeginOffsetMillis": place * 10_000,
                "EndOffsetMillis": place * 10_000 + 8_000,
                "Sentiment": "NEUTRAL",
            }
            for place, (who, text) in enumerate(SAID)
        ],
    }


def call_analytics() -> Json:
    """A result of Amazon Transcribe Call Analytics."""
    return {
        "JobStatus": "COMPLETED",
        "JobName": "job-1",
        "LanguageCode": "en-GB",
        "Channel": "VOICE",
        "Participants": [{"ParticipantRole": "AGENT"}, {"ParticipantRole": "CUSTOMER"}],
        "Categories": {"MatchedCategories": [], "MatchedDetails": {}},
        "ConversationCharacteristics": {
            "TotalConversationDurationMillis": 40_000,
            "Sentiment": {"OverallSentiment": {"AGENT": 1.5, "CUSTOMER": -2}},
        },
        "Transcript": [
            {
                "ParticipantRole": who.upper(),
                "Content": text,
                "BeginOffsetMillis": place * 10_000,
                "EndOffsetMillis": place * 10_000 + 8_000,
                "Sentiment": "NEUTRAL",
            }
            for place, (who, text) in enumerate(SAID)
        ],
    }


def transcribe() -> Json:
    """A result of Amazon Transcribe with a channel for each speaker."""

    def word(content: str, start: float) -> Json:
        return {
            "type": "pronunciation",
            "start_time": str(start),
            "end_time": str(start + 0.4),
            "alternatives": [{"content": content, "confidence": "0.9"}],
        }

    channels = [
        {
            "channel_label": f"ch_{channel}",
            "items": [word(each, channel * 5.0 + place) for place, each in enumerate(text.split())],
        }
        for channel, text in enumerate(("Thank you for calling", "My bill is wrong"))
    ]
    return {
        "jobName": "job-2",
        "status": "COMPLETED",
        "results": {
            "language_code": "en-US",
            "transcripts": [{"transcript": "Thank you for calling My bill is wrong"}],
            "channel_labels": {"number_of_channels": 2, "channels": channels},
            "items": [each for channel in channels for each in channel["items"]],
        },
    }


def webvtt() -> bytes:
    """WebVTT with voices."""
    cues = [
        f"00:00:{place * 10:02d}.000 --> 00:00:{place * 10 + 8:02d}.000\n<v {who.title()}>{text}</v>\n"
        for place, (who, text) in enumerate(SAID)
    ]
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def recording(seconds: float = 2.0, channels: int = 2) -> bytes:
    """A WAV file, 8 kHz, 16 bit, with a tone on every channel in turn."""
    frames = bytearray()
    for place in range(round(seconds * 8000)):
        tone = round(6000 * math.sin(place / 7))
        speaking = place // 8000 % channels
        frames += struct.pack(f"<{channels}h", *(tone if each == speaking else 0 for each in range(channels)))
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(frames))
    return buffer.getvalue()


def sidecar(agent: str, reference: str, **metadata: Any) -> Json:
    """Metadata beside a recording."""
    return {
        "agent_id": agent,
        "contact_reference": reference,
        "queue": "parcels",
        "started_at": "2026-02-02T10:00:00Z",
        **metadata,
    }


def automatic_scorecard(queue: str) -> Json:
    """What a scorecard asks that the AI answers by itself, of conversations that came through one queue."""
    options = [{"id": "yes", "label": "Yes", "points": 1, "passes": True}, {"id": "no", "label": "No"}]
    question = {"id": "sorry", "text": "Did the agent say sorry?", "kind": "yes_no", "answerer": "ai"}
    return {
        "start_automatically": True,
        "applies_to": {"queues": [queue]},
        "sections": [
            {"id": "a", "title": "Conversation", "weight": 100, "questions": [{**question, "options": options}]}
        ],
    }


def drafted(*strengths: str) -> Json:
    """A draft of a performance summary with these texts among its strengths and little else."""
    section = {"texts": ["No line item stands out in this period."], "chips": []}
    return {
        "trends": ["There is too little data in the period before to compare with."],
        "examples": [],
        "strengths": {**section, "texts": list(strengths)},
        "development": section,
        "talking_points": ["What the conversations of this period were like."],
        "action_items": ["Listen to a conversation together."],
        "questions": ["Which conversation would you like to talk about?"],
        "recommendations": [],
    }
