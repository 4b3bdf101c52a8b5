"""What was recognised, in the shapes of Amazon Transcribe's result files.

Facts that an offline recogniser cannot know (sentiment, issues, categories) are left out, not invented.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from local.engine.transcription.recognised import Recognised, SpokenTurn, Word

Json = dict[str, Any]
_QUIET_MS = 3000


def call_analytics(job: str, account: str, language: str, roles: dict[int, str], recognised: Recognised) -> Json:
    """The result file of a Call Analytics job. `roles` maps channel → AGENT or CUSTOMER."""
    return {
        "JobStatus": "COMPLETED",
        "JobName": job,
        "AccountId": account,
        "LanguageCode": language,
        "Channel": "VOICE",
        "Participants": [{"ParticipantRole": role} for role in dict.fromkeys(roles.values())],
        "ContentMetadata": {"Output": "Raw"},
        **_origin(recognised),
        "Transcript": [_turn(job, number, turn, roles) for number, turn in enumerate(recognised.turns)],
        "ConversationCharacteristics": _characteristics(recognised, roles),
        "Categories": {"MatchedCategories": [], "MatchedDetails": {}},
    }


def _turn(job: str, number: int, turn: SpokenTurn, roles: dict[int, str]) -> Json:
    return {
        "Id": str(uuid5(NAMESPACE_URL, f"{job}/{number}")),
        "ParticipantRole": roles[turn.channel],
        "BeginOffsetMillis": turn.begin_ms,
        "EndOffsetMillis": turn.end_ms,
        "Content": turn.text,
        "LoudnessScores": list(turn.loudness),
        "Items": [
            {
                "Type": "pronunciation",
                "Confidence": word.confidence,
                "Content": word.content,
                "BeginOffsetMillis": word.begin_ms,
                "EndOffsetMillis": word.end_ms,
                **_time(word),
            }
            for word in turn.words
        ],
    }


def _characteristics(recognised: Recognised, roles: dict[int, str]) -> Json:
    talk: dict[str, int] = defaultdict(int)
    words: dict[str, int] = defaultdict(int)
    for turn in recognised.turns:
        talk[roles[turn.channel]] += turn.end_ms - turn.begin_ms
        words[roles[turn.channel]] += len(turn.words)
    quiet = _gaps([(turn.begin_ms, turn.end_ms) for turn in recognised.turns])
    interruptions = _interruptions(recognised.turns, roles)
    every = [item for items in interruptions.values() for item in items]
    return {
        "TotalConversationDurationMillis": recognised.duration_ms,
        "TalkTime": {
            "DetailsByParticipant": {role: {"TotalTimeMillis": value} for role, value in talk.items()},
            "TotalTimeMillis": sum(talk.values()),
        },
        "TalkSpeed": {
            "DetailsByParticipant": {
                role: {"AverageWordsPerMinute": round(words[role] * 60_000 / value)}
                for role, value in talk.items()
                if value
            }
        },
        "NonTalkTime": {
            "Instances": quiet,
            "TotalTimeMillis": sum(item["DurationMillis"] for item in quiet),
        },
        "Interruptions": {
            "InterruptionsByInterrupter": interruptions,
            "TotalCount": len(every),
            "TotalTimeMillis": sum(item["DurationMillis"] for item in every),
        },
    }


def _span(begin: int, end: int) -> dict[str, int]:
    return {"BeginOffsetMillis": begin, "EndOffsetMillis": end, "DurationMillis": end - begin}


def _gaps(spans: Iterable[tuple[int, int]]) -> list[dict[str, int]]:
    """Stretches of three seconds or more in which nobody speaks, between the first turn and the last."""
    gaps = []
    heard_until: int | None = None
    for begin, end in sorted(spans):
        if heard_until is not None and begin - heard_until >= _QUIET_MS:
            gaps.append(_span(heard_until, begin))
        heard_until = end if heard_until is None else max(heard_until, end)
    return gaps


def _interruptions(turns: tuple[SpokenTurn, ...], roles: dict[int, str]) -> dict[str, list[dict[str, int]]]:
    """Turns that begin while the other side's turn goes on, by who begins."""
    found: dict[str, list[dict[str, int]]] = {}
    for before, after in pairwise(turns):
        if before.channel != after.channel and after.begin_ms < before.end_ms:
            span = _span(after.begin_ms, min(before.end_ms, after.end_ms))
            found.setdefault(roles[after.channel], []).append(span)
    return found


def transcription(job: str, account: str, settings: Json, recognised: Recognised) -> Json:
    """The result file of a plain job, with `speaker_labels` or `channel_labels` where the settings ask for them.

    Speakers are the channels: on a mono recording everything is said by `spk_0`, since the offline recogniser
    cannot tell voices apart.
    """
    items: list[Json] = []
    groups: list[tuple[SpokenTurn, list[int]]] = []
    for turn in recognised.turns:
        indices = []
        for word in turn.words:
            indices.append(len(items))
            items.append(_item(len(items), word))
        groups.append((turn, indices))
    speakers = bool(settings.get("ShowSpeakerLabels"))
    results: Json = {
        "transcripts": [{"transcript": " ".join(turn.text for turn in recognised.turns)}],
        "items": items,
        "audio_segments": [
            {
                "id": number,
                "transcript": turn.text,
                "start_time": _seconds(turn.begin_ms),
                "end_time": _seconds(turn.end_ms),
                **({"speaker_label": f"spk_{turn.channel}"} if speakers else {}),
                "items": indices,
            }
            for number, (turn, indices) in enumerate(groups)
        ],
    }
    if speakers:
        for item, label in ((items[i], f"spk_{turn.channel}") for turn, indices in groups for i in indices):
            item["speaker_label"] = label
        results["speaker_labels"] = _speaker_labels(groups, items)
    if settings.get("ChannelIdentification"):
        results["channel_labels"] = _channel_labels(recognised.channels, groups, items)
    return {
        "jobName": job,
        "accountId": account,
        "status": "COMPLETED",
        **_origin(recognised),
        "results": results,
    }


def _item(number: int, word: Word) -> Json:
    return {
        "id": number,
        "type": "pronunciation",
        "start_time": _seconds(word.begin_ms),
        "end_time": _seconds(word.end_ms),
        "alternatives": [{"confidence": str(word.confidence), "content": word.content}],
        **_time(word),
    }


def _origin(recognised: Recognised) -> Json:
    """Which recogniser it was, and how much sound it wrote words for that aren't believed: neither is Amazon's."""
    left_out = {"DebriefLeftOutMillis": recognised.left_out_ms} if recognised.left_out_ms else {}
    return {"DebriefRecogniser": recognised.made_by, **left_out}


def _time(word: Word) -> Json:
    """Beside times that weren't measured stands that they weren't."""
    return {"DebriefTime": "spread"} if word.spread else {}


def _speaker_labels(groups: list[tuple[SpokenTurn, list[int]]], items: list[Json]) -> Json:
    return {
        "channel_label": "ch_0",
        "speakers": len({turn.channel for turn, _ in groups}),
        "segments": [
            {
                "start_time": _seconds(turn.begin_ms),
                "end_time": _seconds(turn.end_ms),
                "speaker_label": f"spk_{turn.channel}",
                "items": [
                    {
                        "start_time": items[index]["start_time"],
                        "end_time": items[index]["end_time"],
                        "speaker_label": f"spk_{turn.channel}",
                    }
                    for index in indices
                ],
            }
            for turn, indices in groups
        ],
    }


def _channel_labels(count: int, groups: list[tuple[SpokenTurn, list[int]]], items: list[Json]) -> Json:
    said: dict[int, list[Json]] = {channel: [] for channel in range(count)}
    for turn, indices in groups:
        said[turn.channel].extend(items[index] for index in indices)
    return {
        "number_of_channels": count,
        "channels": [
            {"channel_label": f"ch_{channel}", "items": channel_items} for channel, channel_items in said.items()
        ],
    }


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.2f}"
