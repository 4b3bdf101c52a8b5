"""WebVTT: captions as a transcript, in and out."""

import re
from typing import Final

from debrief.interactions.conversations.measures import measure
from debrief.interactions.conversations.model import (
    Direction,
    Roles,
    RolesFrom,
    SourceFormat,
    Speaker,
    Transcript,
    Turn,
)
from debrief.interactions.formats.metadata import FoundIn, metadata_from
from debrief.interactions.formats.parsed import NOBODY_SPEAKS, ParsedConversation, UnreadableDocument
from debrief.interactions.formats.roles import beside_callers, by_dialling, by_voice
from debrief.interactions.formats.values import is_dialling, is_numbered, speaker_of

LARGEST: Final = 5 * 1024 * 1024
"""Bytes of captions that are read: a day of talking has a fifth of it. They take forty times their size in memory."""

_VOICE: Final = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]*)>")
_TAG: Final = re.compile(r"</?(?:v|c|b|i|u|ruby|rt|lang)(?:[.\s][^>]*)?>|<\d{2}:[\d:.]+>")
_PREFIX: Final = re.compile(
    r"(?:^|(?<=[.?!…])[ \t])[ \t]*(?:(?:>>|[-–—])[ \t]*)?(?P<who>[A-Za-z][\w .'-]{0,30}?):[ \t]+(?=\S)", re.MULTILINE
)
_ENTITIES: Final = {"&lt;": "<", "&gt;": ">", "&nbsp;": "\u00a0", "&lrm;": "", "&rlm;": "", "&amp;": "&"}


def recognises(document: str) -> bool:
    """Whether the text begins as WebVTT does."""
    return re.match(r"\ufeff?WEBVTT(?:[ \t\r\n]|$)", document) is not None


def read(document: str, time_zone: str, direction: Direction | None = None) -> ParsedConversation:
    """The conversation: a turn for each voice in a cue; without words, one in which nobody speaks.

    direction: of the call, where it is known from elsewhere.

    Who speaks is told by a voice tag (`<v Agent>`, `<v Agent Jane>`) or a prefix of a line (`Agent: …`). The name that
    follows the role of an agent is the agent reference. NOTE blocks of the form `key: value` are read as metadata.

    Raises:
        UnreadableDocument: it isn't well-formed WebVTT.
    """
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    try:
        captions = webvtt.from_string(document.removeprefix("\ufeff").replace("\r\n", "\n"))
    except (MalformedFileError, MalformedCaptionError, ValueError) as error:
        # The reader's own words may quote a line of what was said.
        raise UnreadableDocument("It isn't well-formed WebVTT: its first line or the times of a cue.") from error
    turns: list[Turn] = []
    agents: list[str] = []
    voices: list[str] = []
    for caption in captions.captions:
        for voice, words in _voices(caption.raw_text):
            speaker, name = _who(voice)
            if speaker is Speaker.AGENT and name:
                agents.append(name)
            start, end = _milliseconds(caption.start), _milliseconds(caption.end)
            turn = Turn(index=len(turns), speaker=speaker, text=words, start_ms=start, end_ms=max(start, end))
            turns.append(turn)
            voices.append((voice or "").strip())
    raw: dict[str, object] = {"channel": "voice", "agent": next(iter(agents), None), **_notes(document)}
    metadata = metadata_from(raw, FoundIn.DOCUMENT, time_zone)
    told, roles, warnings = _told(turns, voices, direction or metadata.direction)
    return ParsedConversation(
        format=SourceFormat.WEBVTT,
        metadata=metadata,
        turns=told,
        measures=measure(told),
        warnings=warnings if turns else (NOBODY_SPEAKS,),
        roles=roles,
    )


def _told(
    turns: list[Turn], voices: list[str], direction: Direction | None
) -> tuple[tuple[Turn, ...], Roles, tuple[str, ...]]:
    """The turns with who speaks them, where voices have only numbers or tell only who dialled."""
    if any(map(is_dialling, voices)):
        outright = {turn.speaker for voice, turn in zip(voices, turns, strict=True) if not is_dialling(voice)}
        beside = [beside_callers(voice, outright) for voice in voices]
        if not any(beside):
            return by_dialling(turns, direction)
        turns = [
            turn.model_copy(update={"speaker": speaker or turn.speaker})
            for turn, speaker in zip(turns, beside, strict=True)
        ]
    if any(turn.speaker is not Speaker.UNKNOWN for turn in turns):
        return tuple(turns), Roles.told_by(RolesFrom.DOCUMENT), ()
    labels = sorted({voice for voice in voices if is_numbered(voice)})
    told = by_voice(list(zip(voices, turns, strict=True)), labels)
    spoken = (
        turn.model_copy(update={"speaker": told.speakers.get(voice, Speaker.UNKNOWN)})
        for voice, turn in zip(voices, turns, strict=True)
    )
    return tuple(spoken), told.roles, told.warnings


def _voices(raw: str) -> list[tuple[str | None, str]]:
    pieces = _VOICE.split(raw)
    if len(pieces) > 1:
        pairs: list[tuple[str | None, str]] = [(None, pieces[0])]
        pairs.extend(zip(pieces[1::2], pieces[2::2], strict=True))
    else:
        pairs = _prefixed(raw)
    return [(voice, words) for voice, text in pairs if (words := _plain(text))]


def _prefixed(raw: str) -> list[tuple[str | None, str]]:
    """The words of a cue by who is named before them, at the beginning of a line or after a sentence."""
    begins = [
        match
        for match in _PREFIX.finditer(raw)
        # Only a known role counts: "Note: …" or "One thing: …" is what somebody said.
        if _who(match["who"])[0] is not Speaker.UNKNOWN or is_numbered(match["who"])
    ]
    if not begins:
        return [(None, raw)]
    ends = [match.start() for match in begins[1:]] + [len(raw)]
    pairs: list[tuple[str | None, str]] = [(None, raw[: begins[0].start()])]
    pairs += [(match["who"], raw[match.end() : end]) for match, end in zip(begins, ends, strict=True)]
    return pairs


def _plain(text: str) -> str:
    bare = _TAG.sub("", text)
    for entity, character in _ENTITIES.items():
        bare = bare.replace(entity, character)
    return " ".join(bare.split("\n")).strip()


def _who(voice: str | None) -> tuple[Speaker, str | None]:
    if not voice or not voice.strip():
        return Speaker.UNKNOWN, None
    if is_numbered(voice):
        return Speaker.UNKNOWN, None
    role, _, name = voice.strip().partition(" ")
    return speaker_of(role), name.strip(" ()-") or None


def _milliseconds(stamp: str) -> int:
    *hours, minutes, seconds = stamp.split(":")
    return round((int(hours[0] if hours else 0) * 3600 + int(minutes) * 60) * 1000 + float(seconds) * 1000)


def _notes(document: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for block in re.findall(r"^NOTE\b[ \t]*\n?((?:.+\n?)*)", document.replace("\r\n", "\n"), re.MULTILINE):
        for line in block.split("\n"):
            key, colon, value = line.partition(":")
            if colon and re.fullmatch(r"[A-Za-z][\w-]{1,40}", key.strip()):
                found[key.strip()] = value.strip()
    return found


def write(transcript: Transcript) -> str:
    """The transcript as WebVTT with voice tags; turns without a time have no place in it and are left out."""
    blocks = ["WEBVTT"]
    for turn in transcript.turns:
        if turn.start_ms is None:
            continue
        # A cue of no length isn't shown by players; a chat message is given a second.
        end = turn.end_ms if turn.end_ms is not None and turn.end_ms > turn.start_ms else turn.start_ms + 1000
        words = " ".join(turn.text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        voice = "" if turn.speaker is Speaker.UNKNOWN else f"<v {turn.speaker.value.capitalize()}>"
        blocks.append(f"{turn.index + 1}\n{_stamp(turn.start_ms)} --> {_stamp(end)}\n{voice}{words}")
    return "\n\n".join(blocks) + "\n"


def _stamp(at_ms: int) -> str:
    seconds, millis = divmod(at_ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{millis:03d}"
