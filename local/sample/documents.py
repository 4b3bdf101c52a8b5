"""Conversations in the forms in which telephony and chat systems hand them over."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from local.sample.model import COMPANY, Conversation, Json, Line

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "sample.example")
_SHORTEST_SILENCE_MS = 3000
_SCORES = {"POSITIVE": 5.0, "NEUTRAL": 0.0, "NEGATIVE": -5.0}
_PLEASED = ("thank", "great", "perfect", "good", "appreciate", "helpful", "nice")
_UPSET = ("still", "late", "broken", "terrible", "annoyed", "angry", "ridiculous", "disappointed", "waiting", "problem")


def file_stem(call: Conversation) -> str:
    """The name of a call's files without their ends; it tells agent, reference and time, but no queue."""
    return f"call_GUID_{call.reference}_AGENT_{call.agent.reference}_DT_{call.started_at:%Y-%m-%dT%H-%M-%SZ}"


def vcon(conversation: Conversation) -> Json:
    """The conversation as a vCon 0.4.0; survey and metadata with it."""
    spoken = conversation.channel == "voice"
    dialog = [_dialog(conversation, line, spoken) for line in conversation.lines]
    document: Json = {
        "vcon": "0.4.0",
        "uuid": str(uuid.uuid5(_NAMESPACE, conversation.reference)),
        "created_at": iso(conversation.ended_at),
        "subject": conversation.inquiry,
        "parties": [
            {"role": "agent", "name": conversation.agent.name, "id": conversation.agent.reference},
            {"role": "customer", "id": conversation.customer},
        ],
        "dialog": dialog,
        "attachments": [
            {
                "purpose": "metadata",
                "party": 0,
                "mediatype": "application/json",
                "encoding": "json",
                "body": metadata(conversation),
            }
        ],
    }
    if conversation.survey is not None:
        survey = conversation.survey
        body = {"resolved": survey.resolved, "recommend": survey.recommend}
        if conversation.channel != "email":
            body["satisfaction"] = survey.satisfaction
        document["analysis"] = [
            {
                "type": "customer_survey",
                "vendor": "sample_survey",
                "mediatype": "application/json",
                "encoding": "json",
                "dialog": list(range(len(dialog))),
                "body": body,
            }
        ]
    return document


def iso(at: datetime) -> str:
    """An instant in UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _dialog(conversation: Conversation, line: Line, spoken: bool) -> Json:
    part: Json = {
        "type": "text",
        "parties": [0, 1],
        "originator": 0 if line.speaker == "agent" else 1,
        "mediatype": "text/plain",
        "encoding": "none",
        "body": line.text,
        "start": iso(conversation.started_at + timedelta(milliseconds=line.start_ms)),
    }
    if spoken:
        part["duration"] = (line.end_ms - line.start_ms) / 1000
    return part


def metadata(conversation: Conversation) -> Json:
    """What the telephony system knows of it, as a sidecar or a vCon carries it."""
    known: Json = {
        "contact_reference": conversation.reference,
        "agent_reference": conversation.agent.reference,
        "customer_reference": conversation.customer,
        "channel": conversation.channel,
        "direction": conversation.direction,
        "queue": conversation.queue,
        "team": conversation.agent.team,
        "language": "en-GB",
        "started_at": iso(conversation.started_at),
        "ended_at": iso(conversation.ended_at),
        "duration_ms": conversation.duration_ms,
        "hold_ms": conversation.hold_ms,
        "after_call_work_ms": conversation.after_call_work_ms,
        "disposition": conversation.disposition,
        "inquiry": [conversation.inquiry],
        "topics": list(conversation.topics),
    }
    if conversation.crm_links:
        known["crm_links"] = conversation.crm_links
    return known


def json_lines(conversations: tuple[Conversation, ...]) -> bytes:
    """A bulk file: one vCon a line."""
    lines = (json.dumps(vcon(each), ensure_ascii=False, separators=(",", ":")) for each in conversations)
    return ("\n".join(lines) + "\n").encode()


def call_analytics(conversation: Conversation) -> Json:
    """A call as a Transcribe Call Analytics result; it knows neither agent nor queue, so it needs a sidecar."""
    total = conversation.duration_ms
    return {
        "JobName": conversation.reference,
        "JobStatus": "COMPLETED",
        "LanguageCode": "en-GB",
        "AccountId": "000000000000",
        "Channel": "VOICE",
        "Participants": [{"ParticipantRole": "AGENT"}, {"ParticipantRole": "CUSTOMER"}],
        "Transcript": [_segment(conversation, number, line) for number, line in enumerate(conversation.lines)],
        "Categories": {"MatchedCategories": [], "MatchedDetails": {}},
        "ConversationCharacteristics": {
            "TotalConversationDurationMillis": total,
            "TalkTime": {
                "TotalTimeMillis": sum(line.end_ms - line.start_ms for line in conversation.lines),
                "DetailsByParticipant": {
                    role: {"TotalTimeMillis": _talked(conversation, speaker)}
                    for role, speaker in (("AGENT", "agent"), ("CUSTOMER", "customer"))
                },
            },
            "NonTalkTime": _silences(conversation.lines),
            "Interruptions": _interruptions(conversation.lines),
            "Sentiment": {
                "OverallSentiment": {"CUSTOMER": _mean(_moods(conversation.lines))},
                "SentimentByPeriod": {"QUARTER": {"CUSTOMER": _quarters(conversation, total)}},
            },
        },
    }


def _silences(lines: tuple[Line, ...]) -> Json:
    """What is between the lines where nobody speaks, from three seconds on, as the service has it."""
    found, heard = [], 0
    for line in lines:
        if line.start_ms - heard >= _SHORTEST_SILENCE_MS:
            found.append(_stretch(heard, line.start_ms))
        heard = max(heard, line.end_ms)
    return {"TotalTimeMillis": _length(found), "Instances": found}


def _interruptions(lines: tuple[Line, ...]) -> Json:
    """Where somebody begins while the other one is still speaking."""
    found: dict[str, list[Json]] = {}
    for before, line in pairwise(lines):
        if line.speaker != before.speaker and line.start_ms < before.end_ms:
            until = min(before.end_ms, line.end_ms)
            found.setdefault(line.speaker.upper(), []).append(_stretch(line.start_ms, until))
    every = [each for many in found.values() for each in many]
    return {"TotalCount": len(every), "TotalTimeMillis": _length(every), "InterruptionsByInterrupter": found}


def _stretch(begin: int, end: int) -> Json:
    return {"BeginOffsetMillis": begin, "DurationMillis": end - begin, "EndOffsetMillis": end}


def _length(stretches: list[Json]) -> int:
    return sum(each["DurationMillis"] for each in stretches)


def _segment(conversation: Conversation, number: int, line: Line) -> Json:
    role = line.speaker.upper()
    identifier = str(uuid.uuid5(_NAMESPACE, f"{conversation.reference}:{number}"))
    words = line.text.split()
    step = (line.end_ms - line.start_ms) / max(1, len(words))
    return {
        "Id": identifier,
        "ParticipantRole": role,
        "Content": line.text,
        "BeginOffsetMillis": line.start_ms,
        "EndOffsetMillis": line.end_ms,
        "Sentiment": mood_of(line.text) if line.speaker == "customer" else "NEUTRAL",
        "LoudnessScores": [70.0] * max(1, (line.end_ms - line.start_ms) // 1000),
        "Items": [
            {
                "Type": "pronunciation",
                "Content": word.strip(".,?!:"),
                "Confidence": "0.98",
                "BeginOffsetMillis": line.start_ms + round(step * place),
                "EndOffsetMillis": line.start_ms + round(step * (place + 1)),
            }
            for place, word in enumerate(words)
        ],
    }


def mood_of(text: str) -> str:
    """The feeling of a turn, by a few words."""
    lowered = text.lower()
    pleased, upset = sum(w in lowered for w in _PLEASED), sum(w in lowered for w in _UPSET)
    return "POSITIVE" if pleased > upset else "NEGATIVE" if upset > pleased else "NEUTRAL"


def _moods(lines: tuple[Line, ...] | list[Line]) -> list[float]:
    return [_SCORES[mood_of(line.text)] for line in lines if line.speaker == "customer"]


def _mean(scores: list[float]) -> float:
    return round(sum(scores) / len(scores), 1) if scores else 0.0


def _quarters(conversation: Conversation, total: int) -> list[Json]:
    found = []
    for quarter in range(4):
        begin, end = total * quarter // 4, total * (quarter + 1) // 4
        lines = [line for line in conversation.lines if begin <= line.start_ms < end]
        found.append({"Score": _mean(_moods(lines)), "BeginOffsetMillis": begin, "EndOffsetMillis": end})
    return found


def _talked(conversation: Conversation, speaker: str) -> int:
    return sum(line.end_ms - line.start_ms for line in conversation.lines if line.speaker == speaker)


def contact_lens_chat(conversation: Conversation) -> Json:
    """A chat as a Contact Lens analysis file."""
    agent, customer = f"{conversation.reference}-agent", f"{conversation.reference}-customer"
    return {
        "AccountId": "000000000000",
        "Version": "CHAT-2022-11-30",
        "Channel": "CHAT",
        "JobStatus": "COMPLETED",
        "LanguageCode": "en-GB",
        "CustomerMetadata": {"ContactId": conversation.reference, "InstanceId": "sample"},
        "Participants": [
            {"ParticipantId": agent, "ParticipantRole": "AGENT", "DisplayName": conversation.agent.reference},
            {"ParticipantId": customer, "ParticipantRole": "CUSTOMER", "DisplayName": "Customer"},
        ],
        "Categories": {"MatchedCategories": [], "MatchedDetails": {}},
        "Transcript": [
            {
                "Id": f"{conversation.reference}-{number}",
                "Type": "MESSAGE",
                "ParticipantId": agent if line.speaker == "agent" else customer,
                "ParticipantRole": line.speaker.upper(),
                "AbsoluteTime": iso(conversation.started_at + timedelta(milliseconds=line.start_ms)),
                "ContentType": "text/plain",
                "Content": line.text,
            }
            for number, line in enumerate(conversation.lines)
        ],
        "ConversationCharacteristics": {"TotalConversationDurationMillis": conversation.duration_ms},
    }


def web_vtt(conversation: Conversation) -> str:
    """A call as WebVTT with voices."""
    parts = [f"WEBVTT\n\nNOTE {COMPANY}, {conversation.reference}\n"]
    for line in conversation.lines:
        who = "Agent" if line.speaker == "agent" else "Customer"
        parts.append(f"{_stamp(line.start_ms)} --> {_stamp(line.end_ms)}\n<v {who}>{line.text}\n")
    return "\n".join(parts)


def _stamp(ms: int) -> str:
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
