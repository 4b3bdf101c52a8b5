"""Small conversations in every accepted format, made up for the tests."""

import json
from typing import Any

from debrief.interactions.conversations.model import Speaker, Turn


def turns(*said: tuple[str, str], step_ms: int = 10_000) -> tuple[Turn, ...]:
    """Turns of `(speaker, text)`, each of four fifths of a step."""
    return tuple(
        Turn(
            index=index,
            speaker=Speaker(speaker),
            text=text,
            start_ms=index * step_ms,
            end_ms=index * step_ms + step_ms * 4 // 5,
        )
        for index, (speaker, text) in enumerate(said)
    )


def as_bytes(document: Any) -> bytes:
    return json.dumps(document).encode()


def vcon(**changes: Any) -> dict[str, Any]:
    return {
        "vcon": "0.4.0",
        "uuid": "00000000-0000-4000-8000-000000000001",
        "created_at": "2030-01-01T00:00:00Z",
        "parties": [{"role": "agent", "uuid": "agent-7"}, {"role": "customer", "uuid": "customer-9"}],
        "dialog": [
            text_dialog(1, "Hi, where is my order?", "2025-03-03T10:00:05Z"),
            text_dialog(0, "Let me look.", "2025-03-03T10:00:15Z"),
        ],
        "attachments": [
            metadata_attachment(
                channel="chat",
                contact_reference="C-1",
                queue="orders",
                inquiry="order_status|refund",
                started_at="2025-03-03T10:00:00Z",
                ended_at="2025-03-03T10:05:00Z",
            )
        ],
        "analysis": [],
        **changes,
    }


def text_dialog(originator: int, body: str, start: str | None = None) -> dict[str, Any]:
    part = {
        "type": "text",
        "parties": [0, 1],
        "originator": originator,
        "mediatype": "text/plain",
        "encoding": "none",
        "body": body,
    }
    return part if start is None else {**part, "start": start}


def metadata_attachment(**body: Any) -> dict[str, Any]:
    return {"purpose": "metadata", "mediatype": "application/json", "encoding": "json", "body": body}


def call_analytics(**changes: Any) -> dict[str, Any]:
    return {
        "JobStatus": "COMPLETED",
        "JobName": "job-1",
        "LanguageCode": "en-GB",
        "Channel": "VOICE",
        "Participants": [{"ParticipantRole": "AGENT"}, {"ParticipantRole": "CUSTOMER"}],
        "Categories": {"MatchedCategories": ["greeting"], "MatchedDetails": {}},
        "ConversationCharacteristics": {
            "TotalConversationDurationMillis": 20_000,
            "Sentiment": {
                "OverallSentiment": {"AGENT": 1.5, "CUSTOMER": -2},
                "SentimentByPeriod": {
                    "QUARTER": {"CUSTOMER": [{"Score": -4}, {"Score": -2}, {"Score": 0}, {"Score": 3}]}
                },
            },
            "Interruptions": {"TotalCount": 1, "InterruptionsByInterrupter": {"CUSTOMER": [{"DurationMillis": 900}]}},
            "NonTalkTime": {"TotalTimeMillis": 4000, "Instances": [{"DurationMillis": 4000}]},
            "TalkTime": {"DetailsByParticipant": {"AGENT": {"TotalTimeMillis": 9000}}},
        },
        "Transcript": [
            {
                "ParticipantRole": "AGENT",
                "Content": "Hello, this is the help desk.",
                "BeginOffsetMillis": 100,
                "EndOffsetMillis": 4000,
                "Sentiment": "POSITIVE",
                "Items": [
                    {"Type": "pronunciation", "Confidence": 0.8},
                    {"Type": "pronunciation", "Confidence": 0.6},
                    {"Type": "punctuation", "Confidence": 0.0},
                ],
            },
            {
                "ParticipantRole": "CUSTOMER",
                "Content": "My bill is wrong.",
                "BeginOffsetMillis": 5000,
                "EndOffsetMillis": 7000,
                "Sentiment": "NEGATIVE",
            },
        ],
        **changes,
    }


def word(content: str, start: float, label: str | None = None) -> dict[str, Any]:
    item = {
        "type": "pronunciation",
        "start_time": str(start),
        "end_time": str(start + 0.4),
        "alternatives": [{"content": content, "confidence": "0.9"}],
    }
    return item if label is None else {**item, "speaker_label": label}


def full_stop() -> dict[str, Any]:
    return {"type": "punctuation", "alternatives": [{"content": ".", "confidence": "0.0"}]}


def transcribe(**results: Any) -> dict[str, Any]:
    return {"jobName": "job-2", "status": "COMPLETED", "results": {"language_code": "en-US", **results}}
