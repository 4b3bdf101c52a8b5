"""The transcripts of a vCon's recordings, in the shapes in which conservers write them.

Read are the drafts' own shape (a list with party, instant and duration), WTF, Deepgram, Whisper and whatever else is
read as a document of its own, WebVTT, and plain text with names before the colons. A recogniser's speaker number is a
voice and no party: only `party`, `parties` and `originator` name one.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import Direction, Speaker
from debrief.interactions.formats import (
    call_analytics,
    contact_lens_voice,
    other_systems,
    transcribe_standard,
    webvtt,
)
from debrief.interactions.formats.metadata import FoundIn
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.parsed import ParsedConversation, UnreadableDocument, quoted
from debrief.interactions.formats.segments import LISTS, list_in, plain_segments, text_segments, words_of
from debrief.interactions.formats.values import Json, milliseconds, read_json, record, text
from debrief.interactions.formats.vcon_bodies import body_of, purpose_of
from debrief.interactions.formats.vcon_parties import Party, several_agents, voice_of
from debrief.interactions.formats.voices import Segment

_PARTY: Final = ("party", "parties", "originator")
_MANY: Final = (call_analytics, contact_lens_voice)
_CHANNEL_VOICE: Final = "channel "


class Spoken(NamedTuple):
    """What the transcripts tell.

    unread: whose transcripts were there and couldn't be read. dialogs: the parts of the dialog that the read ones are
    of. direction: of the call, where a transcript tells it. warnings: what was left out of them, but not who is who.
    """

    segments: tuple[Segment, ...] = ()
    made_by: str | None = None
    language: str | None = None
    direction: Direction | None = None
    unread: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    dialogs: frozenset[int] = frozenset()
    warnings: tuple[str, ...] = ()


def is_transcript(part: Json) -> bool:
    """Whether an analysis (or an attachment, as some conservers do) is a transcript."""
    kind = purpose_of(part)
    return "transcript" in kind or kind in ("wtf", "captions", "webvtt")


def spoken_in(
    parts: Sequence[Json],
    dialog: Sequence[Json],
    starts: Sequence[datetime | None],
    parties: Sequence[Party],
    begin: datetime | None,
) -> Spoken:
    """What was said by the transcripts among `parts`: for each dialog the first one that can be read.

    starts: of the dialogs. begin: of the conversation, from where times are counted.
    """
    taken: set[int | None] = set()
    silent: set[int | None] = set()
    found: list[Segment] = []
    makers: list[str] = []
    unread: list[str] = []
    damaged: list[str] = []
    warnings: list[str] = []
    language: str | None = None
    direction: Direction | None = None
    for part in parts:
        if not is_transcript(part) or (part.get("body") is None and text(part.get("url")) is not None):
            continue
        about = dialogs_of(part, len(dialog))
        if taken & about or (found and (None in about or None in taken)):
            continue
        first = min((place for place in about if place is not None), default=0 if dialog else None)
        start = (starts[first] if first is not None else None) or begin
        vendor = text(part.get("vendor")) or text(part.get("product")) or "unknown"
        body = body_of(part)
        if _has_too_many_captions(body):
            unread.append(f"{quoted(vendor)}, more than 5 MB of captions")
            continue
        told = _segments(body, part, parties, start)
        segments = told.segments
        damaged += told.damaged
        if not segments and _is_empty(body):
            silent |= about
            continue
        if not segments:
            unread.append(quoted(vendor))
            continue
        segments = _in_seconds(segments, dialog[first] if first is not None else {})
        segments = _by_channel(segments, dialog[first] if first is not None else {}, parties)
        shift = round((start - begin) / timedelta(milliseconds=1)) if start and begin and start > begin else 0
        found += _placed(segments, shift, len(taken))
        taken |= about
        makers.append(vendor)
        warnings += told.warnings
        language, direction = language or told.language, direction or told.direction
    if all(each.start_ms is not None for each in found):
        found.sort(key=lambda each: each.start_ms or 0)
    # One that names no part is of all of them, where it is the one that was taken.
    named = {one for one in taken | silent if one is not None}
    return Spoken(
        segments=tuple(found),
        made_by=next(iter(makers), None),
        language=language,
        direction=direction,
        unread=() if found else tuple(unread),
        damaged=tuple(damaged),
        dialogs=frozenset(range(len(dialog)) if None in taken else named),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _has_too_many_captions(body: object) -> bool:
    """Whether a body is captions beyond what is read of them; see `webvtt.LARGEST`."""
    return isinstance(body, str) and webvtt.recognises(body) and len(body.encode()) > webvtt.LARGEST


_FAR_BEYOND: Final = 10


def _in_seconds(segments: list[Segment], dialog: Json) -> list[Segment]:
    """The segments with their times divided by 1,000 where these were milliseconds and read as seconds.

    So they were where all of them are whole seconds and the last ends far beyond the recording.
    """
    times = [at for each in segments for at in (each.start_ms, each.end_ms) if at is not None]
    lasts = milliseconds(dialog.get("duration"), 1000)
    if not times or not lasts or max(times) <= lasts * _FAR_BEYOND or any(at % 1000 for at in times):
        return segments
    return [
        each.model_copy(
            update={
                "start_ms": None if each.start_ms is None else each.start_ms // 1000,
                "end_ms": None if each.end_ms is None else each.end_ms // 1000,
            }
        )
        for each in segments
    ]


def _is_empty(body: object) -> bool:
    """Whether a transcript says that nobody spoke, which isn't a form that can't be read."""
    outer = record(body)
    return body in ("", [], {}) or any(outer.get(name) in ("", []) for name in LISTS if name in outer)


def dialogs_of(part: Json, count: int) -> set[int | None]:
    """Of which parts of the dialog a transcript is; None where it names none of them."""
    given = part.get("dialog")
    places = given if isinstance(given, list) else [given]
    named = {one for one in places if isinstance(one, int) and not isinstance(one, bool) and 0 <= one < count}
    return set(named) or {None}


class _Found(NamedTuple):
    """What one body tells. damaged: which parties in it aren't there."""

    segments: list[Segment]
    language: str | None = None
    direction: Direction | None = None
    damaged: Sequence[str] = ()
    warnings: Sequence[str] = ()


def _segments(body: object, part: Json, parties: Sequence[Party], start: datetime | None) -> _Found:
    """What one body tells. Who is who is left to the vCon, but for roles that the body itself gives."""
    if isinstance(body, str):
        return _of_text(body, part, parties, start)
    items = list_in(body)
    if any(_party(item) is not None for item in items):
        return _with_parties(items, parties, start)
    outer = record(body)
    for reader in _MANY:
        if outer and reader.recognises(outer):
            return _read(outer, reader.read)
    results = record(outer, "results")
    if transcribe_standard.recognises(outer) and (results.get("items") or results.get("channel_labels")):
        try:
            return _Found(*transcribe_standard.said_in(outer))
        except UnreadableDocument:
            return _Found([])
    if outer and (told := other_systems.told_in(outer)) is not None and told.segments:
        heard = told.raw.get("language")
        way = metadata_from({"direction": told.raw.get("direction")}, FoundIn.DOCUMENT, "UTC").direction
        return _Found(list(told.segments), heard if isinstance(heard, str) else None, way, warnings=told.warnings)
    segments = plain_segments(items, begin=start)
    if segments:
        return _Found(segments, text(outer.get("language")))
    whole = words_of(outer)
    return _Found(text_segments(whole) if whole else [], text(outer.get("language")))


def _of_text(body: str, part: Json, parties: Sequence[Party], start: datetime | None) -> _Found:
    if webvtt.recognises(body):
        try:
            segments, metadata, lost = webvtt.said_in(body, "UTC")
        except UnreadableDocument:
            return _Found([])
        return _Found(segments, metadata.language, metadata.direction, warnings=lost)
    if body.lstrip()[:1] in ("{", "["):
        try:
            inner = read_json(body)
        except (ValueError, RecursionError):
            inner = None
        if isinstance(inner, dict | list):
            return _segments(inner, part, parties, start)
    return _Found(text_segments(body))


def _read(document: Json, read: Callable[[Json, str], ParsedConversation]) -> _Found:
    """What a document tells that itself says who is agent and customer."""
    try:
        parsed = read(document, "UTC")
    except UnreadableDocument:
        return _Found([])
    segments = [
        Segment(
            text=turn.text,
            speaker=turn.speaker,
            voice=turn.voice,
            start_ms=turn.start_ms,
            end_ms=turn.end_ms,
            confidence=turn.confidence,
            sentiment_label=turn.sentiment_label,
        )
        for turn in parsed.turns
    ]
    return _Found(segments, parsed.metadata.language)


def _party(item: Json) -> object:
    """What a segment says of its party; None where it says nothing."""
    value = next((item[name] for name in _PARTY if item.get(name) is not None), None)
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _with_parties(items: Sequence[Json], parties: Sequence[Party], start: datetime | None) -> _Found:
    several = several_agents(parties)
    found: list[Segment] = []
    wrong: list[str] = []
    for item in items:
        party = _party(item)
        for segment in plain_segments([item], begin=start):
            if not isinstance(party, int):
                found.append(segment)
            elif 0 <= party < len(parties):
                who = parties[party]
                found.append(
                    segment.model_copy(update={"speaker": who.speaker, "voice": voice_of(who, several=several)})
                )
            else:
                wrong.append(f"its transcript names party {party}, which isn't there")
                found.append(segment)
    return _Found(found, damaged=wrong[:1])


def _by_channel(segments: list[Segment], dialog: Json, parties: Sequence[Party]) -> list[Segment]:
    """Segments of channels with the parties of the recording: one party speaks in each channel, in their order.

    In a recording with one party only, it is that one who speaks.
    """
    given = dialog.get("parties")
    places = given if isinstance(given, list) else [given]
    named = [one if isinstance(one, int) and 0 <= one < len(parties) else None for one in places]
    voices = {each.voice for each in segments}
    several = several_agents(parties)
    if len(named) == 1 and named[0] is not None and voices == {None}:
        by_voice: dict[str | None, int | None] = {None: named[0]}
    elif len(named) > 1 and voices and voices <= {f"{_CHANNEL_VOICE}{place}" for place in range(len(named))}:
        by_voice = {f"{_CHANNEL_VOICE}{place}": party for place, party in enumerate(named)}
    else:
        return _named_parties(segments, parties)
    return [
        each
        if each.speaker is not Speaker.UNKNOWN or (place := by_voice.get(each.voice)) is None
        else each.model_copy(
            update={"speaker": parties[place].speaker, "voice": voice_of(parties[place], several=several)}
        )
        for each in segments
    ]


def _named_parties(segments: list[Segment], parties: Sequence[Party]) -> list[Segment]:
    """Segments whose voice has the name of one party, and of one only, with that party's role."""
    owners: dict[str, list[Party]] = {}
    for party in parties:
        for name in party.other:
            owners.setdefault(name.casefold(), []).append(party)
    named: list[Segment] = []
    for each in segments:
        mine = owners.get((each.voice or "").casefold(), [])
        known = len(mine) == 1 and each.speaker is Speaker.UNKNOWN
        named.append(each.model_copy(update={"speaker": mine[0].speaker}) if known else each)
    return named


_NUMBERED: Final = re.compile(r"(?:speaker|spk|channel|participant|person|voice)[\s_#-]*(?:\d+|[a-z])", re.IGNORECASE)


def _placed(segments: list[Segment], shift: int, number: int) -> list[Segment]:
    """Segments at their place in the conversation. A recogniser's numbers begin anew in each recording."""
    return [
        each.model_copy(
            update={
                "start_ms": None if each.start_ms is None else each.start_ms + shift,
                "end_ms": None if each.end_ms is None else each.end_ms + shift,
                "voice": f"{each.voice} ({number + 1})"
                if number and each.voice and _NUMBERED.fullmatch(each.voice)
                else each.voice,
            }
        )
        for each in segments
    ]
