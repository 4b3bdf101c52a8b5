"""Lists of what was said, in the shapes in which recognisers and conservers write them.

Each reader takes out words, times and what a voice is called; who is who is settled by `voices`.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from debrief.interactions.conversations.model import Speaker
from debrief.interactions.formats.times import LONGEST_MS, read_duration_ms, read_instant
from debrief.interactions.formats.values import (
    Json,
    is_dialling,
    milliseconds,
    number,
    record,
    records,
    speaker_of,
    text,
    within,
)
from debrief.interactions.formats.voices import Segment, role_in, voice_label

LISTS: Final = (
    "segments", "transcript", "transcripts", "turns", "utterances", "sentences", "entries", "phrases", "timeline",
    "monologues", "messages", "items",
)  # fmt: skip
"""Under which names a list of what was said is found."""

_WORDS: Final = ("text", "message", "transcript", "content", "utterance", "sentence", "displayText", "spokenText")
_CALLED: Final = (
    "speaker_name", "speakerName", "speakerDisplayName", "personName", "speaker_label", "speakerLabel", "name",
    "speaker", "speakerTag", "speaker_id", "speakerId", "user", "username", "participant", "from", "author",
)  # fmt: skip
_ROLE: Final = ("role", "participant_role", "participantRole", "participantPurpose", "speaker_role", "speakerRole")
_NUMBER: Final = "speaker "
"""How a voice is called of which a recogniser gives the number."""

_CLOCK: Final = re.compile(r"(?:(\d{1,9}):)?(\d{1,2}):(\d{1,2}(?:[.,]\d{1,20})?)")
_SECONDS: Final = re.compile(r"(\d{1,9}(?:\.\d{1,20})?)s")


def offset_ms(value: object, unit_ms: float = 1000, begin: datetime | None = None) -> int | None:
    """Where in the conversation a time lies, in milliseconds; None where the value is none.

    Read are numbers in units of `unit_ms`, `0:01:02.5`, `1.5s`, `PT1.5S`, and instants where `begin` is known.
    """
    if isinstance(value, Mapping):
        return milliseconds(value.get("milliseconds"))
    found = number(value)
    if found is not None:
        return round(found * unit_ms) if 0 <= found * unit_ms <= LONGEST_MS else None
    if not isinstance(value, str):
        return None
    plain = value.strip()
    if match := _CLOCK.fullmatch(plain):
        hours, minutes, seconds = match.groups()
        return milliseconds(int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", ".")), 1000)
    if match := _SECONDS.fullmatch(plain):
        return milliseconds(match[1], 1000)
    if plain.upper().startswith("PT"):
        try:
            return read_duration_ms(plain)
        except ValueError:
            return None
    return _since(plain, begin)


def _since(value: str, begin: datetime | None) -> int | None:
    if begin is None:
        return None
    try:
        lies = round((read_instant(value, "UTC") - begin) / timedelta(milliseconds=1))
    except ValueError:
        return None
    return lies if 0 <= lies <= LONGEST_MS else None


def list_in(body: object) -> list[Json]:
    """The list of what was said in a document: itself, or what lies under a name of `LISTS`, one or two levels deep."""
    if isinstance(body, list):
        return records(body)
    outer = record(body)
    for name in LISTS:
        inner = outer.get(name)
        if isinstance(inner, list) and records(inner):
            return records(inner)
        if isinstance(inner, Mapping) and (found := list_in(inner)):
            return found
    return []


def plain_segments(items: Iterable[Json], *, unit_ms: float = 1000, begin: datetime | None = None) -> list[Segment]:
    """Segments out of records with words, a role or what the speaker is called, and times.

    begin: where instants are counted from. A role is believed, a number is what the recogniser calls a voice. Who
    dialled is no role: `caller` is what a voice without a name is called, so that the call's direction decides.
    """
    found: list[Segment] = []
    for item in items:
        words = words_of(item)
        if words is None:
            continue
        start, end = _times(item, unit_ms, begin)
        speaker = next(
            (one for name in _ROLE if (one := _role(item.get(name))) is not Speaker.UNKNOWN), Speaker.UNKNOWN
        )
        called = next((label for name in _CALLED if (label := _called(item.get(name)))), None)
        if speaker is Speaker.UNKNOWN and (called is None or called.startswith(_NUMBER)):
            called = next((voice_label(item[name]) for name in _ROLE if is_dialling(item.get(name))), called)
        if speaker is Speaker.UNKNOWN and called is not None:
            speaker = role_in(called)
        found.append(
            Segment(
                text=words,
                speaker=speaker,
                voice=called,
                start_ms=start,
                end_ms=end,
                confidence=within(item.get("confidence"), 0, 1),
            )
        )
    return found


def words_of(item: Json) -> str | None:
    """The words of one record."""
    found = next((said for name in _WORDS if isinstance(item.get(name), str) and (said := text(item[name]))), None)
    if found is None:
        sentences = [said for one in records(item.get("sentences")) if (said := text(one.get("text")))]
        found = " ".join(sentences) or None
    return found


def _role(value: object) -> Speaker:
    purpose = str(value).strip().casefold()
    if purpose in ("internal", "external"):
        return Speaker.AGENT if purpose == "internal" else Speaker.CUSTOMER
    return speaker_of(value) if isinstance(value, str) and not is_dialling(value) else Speaker.UNKNOWN


def _called(value: object) -> str | None:
    """What a voice is called; a bare number of a recogniser is `speaker 1`."""
    if isinstance(value, Mapping):
        inner = (value.get(name) for name in ("name", "label", "speaker_label", "speaker_name", "speaker_id", "id"))
        return next((label for one in inner if (label := _called(one))), None)
    if isinstance(value, list):
        return next((label for one in value if (label := _called(one))), None)
    label = voice_label(value)
    return f"{_NUMBER}{label}" if label is not None and label.isdigit() else label


_STARTS: Final = (
    ("offsetMillisecond", 1), ("start", None), ("start_time", None), ("startTime", None), ("begin", None),
    ("ts", None), ("offset", None),
    ("startOffset", None), ("startDateTime", None), ("start_ms", 1), ("startMs", 1), ("startTimeMs", 1),
    ("start_timestamp_millis", 1), ("beginOffsetMillis", 1), ("timestamp", None),
)  # fmt: skip
_ENDS: Final = (
    ("end", None), ("end_time", None), ("endTime", None), ("end_ts", None), ("endOffset", None), ("endDateTime", None),
    ("end_ms", 1), ("endMs", 1), ("end_timestamp_millis", 1), ("endOffsetMillis", 1),
)  # fmt: skip
_LENGTHS: Final = (("duration", None), ("duration_ms", 1), ("durationMillisecond", 1))


def _times(item: Json, unit_ms: float, begin: datetime | None) -> tuple[int | None, int | None]:
    def first(names: tuple[tuple[str, int | None], ...]) -> int | None:
        found = (offset_ms(item.get(name), unit or unit_ms, begin) for name, unit in names if name in item)
        return next((one for one in found if one is not None), None)

    start, end, length = first(_STARTS), first(_ENDS), first(_LENGTHS)
    if end is None and start is not None and length is not None:
        end = start + length
    return start, end


_SAID_BY: Final = re.compile(
    r"\s*(?:\[?\(?(?P<at>\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?)\)?\]?\s+)?(?P<who>[^\W_][^:\uff1a\n]{0,60}?)\s*"
    r"(?::\s+|\uff1a\s*|(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]):)(?=\S)"
)


def text_segments(body: str) -> list[Segment]:
    """Segments out of plain text in which a line begins with who speaks: `Agent: …`, `Speaker 0: …`, `First Last: …`.

    A line without a name goes on with what was said. Lines are believed to begin with names where the first one does
    and most of them do; else the whole is one segment of nobody.
    """
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    named = [_SAID_BY.match(line) for line in lines]
    if not lines or named[0] is None or sum(match is not None for match in named) * 2 < len(lines):
        whole = " ".join(lines)
        return [Segment(text=whole)] if whole else []
    found: list[tuple[re.Match[str], list[str]]] = []
    for line, match in zip(lines, named, strict=True):
        if match is None:
            found[-1][1].append(line)
        else:
            found.append((match, [line[match.end() :]]))
    segments: list[Segment] = []
    for match, said in found:
        who = " ".join(match["who"].split())
        at = offset_ms(match["at"]) if match["at"] else None
        segments.append(Segment(text=" ".join(said), speaker=role_in(who), voice=who, start_ms=at))
    return segments
