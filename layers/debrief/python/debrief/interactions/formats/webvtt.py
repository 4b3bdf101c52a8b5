"""WebVTT: captions as a transcript, in and out."""

import re
from typing import Final

from debrief.interactions.conversations.measures import measure
from debrief.interactions.conversations.model import SourceFormat, Speaker, Transcript, Turn
from debrief.interactions.formats.metadata import FoundIn, metadata_from
from debrief.interactions.formats.parsed import ParsedConversation, UnreadableDocument
from debrief.interactions.formats.values import speaker_of
from debrief.interactions.holds import HoldCode

LARGEST: Final = 5 * 1024 * 1024
"""Bytes of captions that are read: a day of talking has a fifth of it. They take forty times their size in memory."""

_VOICE: Final = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]*)>")
_TAG: Final = re.compile(r"</?(?:v|c|b|i|u|ruby|rt|lang)(?:[.\s][^>]*)?>|<\d{2}:[\d:.]+>")
_PREFIX: Final = re.compile(r"\s*([A-Za-z][\w .'-]{0,30}):\s+(?=\S)")
_ENTITIES: Final = {"&lt;": "<", "&gt;": ">", "&nbsp;": "\u00a0", "&lrm;": "", "&rlm;": "", "&amp;": "&"}


def recognises(document: str) -> bool:
    """Whether the text begins as WebVTT does."""
    return re.match(r"\ufeff?WEBVTT(?:[ \t\r\n]|$)", document) is not None


def read(document: str, time_zone: str) -> ParsedConversation:
    """The conversation: a turn for each voice in a cue.

    Who speaks is told by a voice tag (`<v Agent>`, `<v Agent Jane>`) or a prefix (`Agent: …`). The name that follows
    the role of an agent is the agent reference. NOTE blocks of the form `key: value` are read as metadata.

    Raises:
        UnreadableDocument: it isn't well-formed WebVTT, or has no words.
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
    for caption in captions.captions:
        for voice, words in _voices(caption.raw_text):
            speaker, name = _who(voice)
            if speaker is Speaker.AGENT and name:
                agents.append(name)
            start, end = _milliseconds(caption.start), _milliseconds(caption.end)
            turn = Turn(index=len(turns), speaker=speaker, text=words, start_ms=start, end_ms=max(start, end))
            turns.append(turn)
    if not turns:
        raise UnreadableDocument("It has no captions with words.", HoldCode.DOCUMENT_EMPTY)
    raw: dict[str, object] = {"channel": "voice", "agent": next(iter(agents), None), **_notes(document)}
    unknown = all(turn.speaker is Speaker.UNKNOWN for turn in turns)
    return ParsedConversation(
        format=SourceFormat.WEBVTT,
        metadata=metadata_from(raw, FoundIn.DOCUMENT, time_zone),
        turns=tuple(turns),
        measures=measure(turns),
        warnings=("The transcript doesn't tell speakers apart.",) if unknown else (),
    )


def _voices(raw: str) -> list[tuple[str | None, str]]:
    pieces = _VOICE.split(raw)
    if len(pieces) > 1:
        pairs: list[tuple[str | None, str]] = [(None, pieces[0])]
        pairs.extend(zip(pieces[1::2], pieces[2::2], strict=True))
    else:
        prefix = _PREFIX.match(raw)
        # Only a known role counts: "Note: …" or "One thing: …" is what somebody said.
        known = prefix is not None and _who(prefix[1])[0] is not Speaker.UNKNOWN
        pairs = [(prefix[1], raw[prefix.end() :])] if prefix and known else [(None, raw)]
    return [(voice, words) for voice, text in pairs if (words := _plain(text))]


def _plain(text: str) -> str:
    bare = _TAG.sub("", text)
    for entity, character in _ENTITIES.items():
        bare = bare.replace(entity, character)
    return " ".join(bare.split("\n")).strip()


def _who(voice: str | None) -> tuple[Speaker, str | None]:
    if not voice or not voice.strip():
        return Speaker.UNKNOWN, None
    role, _, name = voice.strip().partition(" ")
    return speaker_of(role), name.strip(" ()-") or None


def _milliseconds(stamp: str) -> int:
    *hours, minutes, seconds = stamp.split(":")
    return round((int(hours[0] if hours else 0) * 3600 + int(minutes) * 60) * 1000 + float(seconds) * 1000)


def _notes(document: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for block in re.findall(r"^NOTE\b[ \t]*\n?((?:.+\n?)*)", document.replace("\r\n", "\n"), re.MULTILINE):
        for line in block.splitlines():
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
