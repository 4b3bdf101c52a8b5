"""WebVTT: captions as a transcript, in and out."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from debrief.interactions.conversations.measures import measure
from debrief.interactions.conversations.model import Direction, SourceFormat, Speaker, Transcript, Turn
from debrief.interactions.formats.caption_marks import by_marks
from debrief.interactions.formats.captions import Caption, read_captions
from debrief.interactions.formats.interleaving import in_order
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.parsed import NOBODY_SPEAKS, ParsedConversation, UnreadableDocument
from debrief.interactions.formats.times import read_instant
from debrief.interactions.formats.values import Json, is_numbered, read_json, speaker_of, text
from debrief.interactions.formats.voices import Segment, cast, dialled, role_in, voice_label

LARGEST: Final = 5 * 1024 * 1024
"""Bytes of captions that are read: a day of talking has a fifth of it."""

# No part of a tag may hold a `<`, and nothing that was matched is given back: so many tags that aren't closed are read
# once, not once each.
_VOICE: Final = re.compile(r"<v(?:\.[^\s<>]{0,200}+)?+[ \t]++([^<>]{0,1000}+)>")
_TAG: Final = re.compile(r"</?(?:v|c|b|i|u|ruby|rt|lang)(?:[.\s][^<>]{0,1000}+)?+>|<\d{2}:[\d:.]{1,40}+>")
# A full-width colon needs no blank behind it, and neither does a plain one behind a letter of a script without blanks.
_COLON: Final = r"(?::[ \t\u3000]+|\uff1a[ \t\u3000]*|(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]):)"
_PREFIX: Final = re.compile(rf"\s*([^\W\d_][^:\uff1a\n<>]{{0,60}}?)\s*(?::\s+|{_COLON})(?=\S)")
# Short words before a full stop are titles and initials: `Dr. Lane`.
_SENTENCE: Final = re.compile(r"[?!…]\s|\w{4}\.\s|[。？！]")
_ANYWHERE: Final = re.compile(
    r"(?:^|(?<=[.?!…])[ \t]|(?<=[。？！]))[ \t\u3000]*(?:(?:>>|[-–—])[ \t]*)?"
    rf"(?P<who>[^\W\d_][\w .'-]{{0,30}}?)[\u00a0\u202f]?{_COLON}(?=\S)",
    re.MULTILINE,
)
_WEBEX: Final = re.compile(r"\d*\s*\"([^\"]+)\"(?:\s*\([^)]*\))?")
_PLAINEST: Final = frozenset({"agent", "customer"})
_NAME: Final = re.compile(r"[^\W\d_][^\d\n/\\{}<>]{0,60}")
_ENTITIES: Final = {"&lt;": "<", "&gt;": ">", "&nbsp;": "\u00a0", "&lrm;": "", "&rlm;": "", "&amp;": "&"}


def recognises(document: str) -> bool:
    """Whether the text begins as WebVTT does, or with a caption right away, as SubRip's files and cut ones do."""
    return _BEGINS.match(document) is not None


_BEGINS: Final = re.compile(
    r"\ufeff?(?:WEBVTT(?:[ \t\r\n]|$)|\s{0,20}(?:\d{1,6}[ \t]*\r?\n)?(?:\d{1,5}:)?\d{1,2}:\d{2}[.,]\d{1,3}[ \t]*-->)",
    re.IGNORECASE,
)


class Said(NamedTuple):
    """What captions tell before it is settled who is who. lost: remarks on captions that couldn't be read,
    and on voices of which captions tell only that they change."""

    segments: list[Segment]
    metadata: Metadata
    lost: tuple[str, ...]


def read(document: str, time_zone: str, direction: Direction | None = None) -> ParsedConversation:
    """The conversation: a turn for each voice in a caption; without words, one in which nobody speaks.

    direction: of the call, where it is known from elsewhere.

    Who speaks is told by a voice tag (`<v Agent>`, `<v First Last>`, as Teams writes), by a prefix (`Agent: …`, or a
    name where the captions have one throughout, as Zoom writes), or by what stands above the times (`Agent`,
    `1 "First Last" (123)`, as Webex writes). The name that follows the role of an agent is the agent reference. NOTE
    blocks of the form `key: value` are read as metadata. Where nothing of that tells, marks of a change do: `>>`, `- `.

    Raises:
        UnreadableDocument: it has captions and none could be read.
    """
    segments, metadata, lost = said_in(document, time_zone)
    voices = dialled(cast(segments), segments, direction or metadata.direction)
    return ParsedConversation(
        format=SourceFormat.WEBVTT,
        metadata=metadata,
        turns=voices.turns,
        measures=measure(voices.turns),
        warnings=(*lost, *(voices.warnings if segments else (NOBODY_SPEAKS,))),
        roles=voices.roles,
        spoken=True,
    )


def said_in(document: str, time_zone: str) -> Said:
    """What was said, by whichever voice the captions name.

    Raises:
        UnreadableDocument: it has captions and none could be read.
    """
    captions = read_captions(document)
    captions = captions._replace(found=tuple(each._replace(text=_with_colons(each.text)) for each in captions.found))
    if not captions.found and captions.unread:
        raise UnreadableDocument("It isn't well-formed WebVTT: the times of its captions can't be read.")
    segments: list[Segment] = []
    agents: list[str] = []
    prefixed = _speak_by_prefix(captions.found)
    begin = _begin_captions(captions.found)
    spoken_at: datetime | None = None
    language = _language(captions.header)
    for caption in captions.found:
        meeting = _meeting_line(caption.text)
        if meeting is not None:
            spoken_at = spoken_at or _began(meeting, caption.start_ms)
            language = language or text(meeting.get("spokenLanguage"))
            said = [(text(meeting.get("speakerName")), text(meeting.get("spokenText")) or "")]
        else:
            said = _voices(caption, begin, prefixed=prefixed)
        for voice, words in said:
            if not words:
                continue
            speaker, name = _who(voice)
            if speaker is Speaker.AGENT and name:
                agents.append(name)
            segments.append(
                Segment(text=words, speaker=speaker, voice=voice, start_ms=caption.start_ms, end_ms=caption.end_ms)
            )
    remarks: tuple[str, ...] = ()
    nobody = all(each.voice is None and each.speaker is Speaker.UNKNOWN for each in segments)
    if nobody and (marked := by_marks(captions.found)) is not None:
        remarks = (marked.remark,)
        segments = [
            Segment(text=plain, voice=f"Speaker {voice}" if voice else None, start_ms=each.start_ms, end_ms=each.end_ms)
            for each, words, voice in marked.said
            if (plain := _plain(words))
        ]
    raw: dict[str, object] = {
        "agent": next(iter(agents), None),
        "language": language,
        "started_at": spoken_at,
        **_metadata_in(captions.notes),
    }
    metadata = metadata_from(raw, FoundIn.DOCUMENT, time_zone)
    unread = captions.unread
    lost = f"{unread} of {unread + len(captions.found)} captions couldn't be read: their times are no times."
    turned = f"{captions.turned} of {len(captions.found)} captions end before they begin; they were given no length."
    # Some write one voice's captions after the other's.
    return Said(
        in_order(segments), metadata, (*((lost,) if unread else ()), *((turned,) if captions.turned else ()), *remarks)
    )


_ARROWS: Final = re.compile(r"^(?:&gt;){1,3}", re.MULTILINE)
_IN_BRACKETS: Final = re.compile(r"^[ \t]*(?:\[([^\]\n]{1,40})\]|\(([^)\n]{1,40})\)):?[ \t]+(?=\S)", re.MULTILINE)


def _with_colons(words: str) -> str:
    """The words with a colon behind who is named in brackets, `[Agent] Hello`, as far as that is a role or a number.

    What else stands in brackets is a sound: `[laughs] Sure`. Arrows before a name are written out.
    """
    return _IN_BRACKETS.sub(_with_colon, _ARROWS.sub(lambda match: ">" * (len(match[0]) // 4), words))


def _with_colon(match: re.Match[str]) -> str:
    who = match[1] or match[2]
    return f"{who}: " if speaker_of(who) is not Speaker.UNKNOWN or is_numbered(who) else match[0]


def _speak_by_prefix(captions: Sequence[Caption]) -> bool:
    """Whether captions begin with the name of who speaks: most do, and each name is one of few.

    Else only a known role counts: "Note: …" or "One thing: …" is what somebody said.
    """
    if any(_VOICE.search(caption.text) for caption in captions):
        return False
    names = [match[1] for caption in captions if (match := _prefix(caption.text))]
    few = len(set(names)) <= max(2, len(names) // 2)
    return bool(names) and few and len(names) * 3 >= len(captions) * 2


def _prefix(words: str) -> re.Match[str] | None:
    """The name with which a caption begins; what holds the end of a sentence is none."""
    match = _PREFIX.match(words)
    return match if match is not None and not _SENTENCE.search(match[1]) else None


def _begin_captions(captions: Sequence[Caption]) -> frozenset[str]:
    """The labels with which captions begin; only these are believed within one, where a sentence may have a colon."""
    found = (_ANYWHERE.match(caption.text) for caption in captions)
    # In a caption that is the whole talk nobody has another to begin: the plainest two words are believed.
    alone = _PLAINEST if len(captions) == 1 else frozenset[str]()
    return alone | {match["who"].casefold() for match in found if match}


def _voices(caption: Caption, begin: frozenset[str], *, prefixed: bool) -> list[tuple[str | None, str]]:
    above = _voice_above(caption.identifier)
    pieces = _VOICE.split(caption.text)
    if len(pieces) > 1:
        tagged: list[tuple[str | None, str]] = [(above, pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
        return [(_name(voice), _plain(words)) for voice, words in tagged if _plain(words)]
    begins = [
        (match.start(), match.end(), match["who"])
        for match in _ANYWHERE.finditer(caption.text)
        # A name is believed only where a caption begins, a known role also within one of which nothing names the voice.
        if (_who(match["who"])[0] is not Speaker.UNKNOWN or is_numbered(match["who"]))
        and (match.start() == 0 or (above is None and (match["who"].casefold() in begin or _is_line(match, caption))))
    ]
    name = _prefix(caption.text) if prefixed else None
    if name is not None and not any(start < name.end() for start, _, _ in begins):
        begins.insert(0, (name.start(), name.end(), name[1]))
    ends = [*(start for start, _, _ in begins[1:]), len(caption.text)][: len(begins)]
    said: list[tuple[str | None, str]] = [(above, caption.text[: begins[0][0]] if begins else caption.text)]
    said += [(who, caption.text[end:until]) for (_, end, who), until in zip(begins, ends, strict=True)]
    return [(_name(voice), _plain(words)) for voice, words in said if _plain(words)]


def _is_line(match: re.Match[str], caption: Caption) -> bool:
    """Whether a label begins a line of a caption in which each line begins with one, as in a talk written out."""
    before = match.start() == 0 or caption.text[match.start() - 1] == "\n"
    return before and all(_ANYWHERE.match(line) for line in caption.text.split("\n"))


def _voice_above(identifier: str) -> str | None:
    """Whose caption it is by what stands above its times: a quoted name, a role, or a name alone."""
    if match := _WEBEX.fullmatch(identifier):
        return match[1]
    return identifier if _NAME.fullmatch(identifier) else None


def _meeting_line(words: str) -> Json | None:
    """The JSON that Teams writes into a caption, with who spoke, when and what."""
    if not words.startswith("{"):
        return None
    try:
        found = read_json(words)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and "spokenText" in found else None


def _began(meeting: Json, start_ms: int) -> datetime | None:
    try:
        return read_instant(meeting.get("startDateTime"), "UTC") - timedelta(milliseconds=start_ms)
    except (ValueError, OverflowError):
        return None


def _language(header: Sequence[str]) -> str | None:
    found = (re.fullmatch(r"Language:\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*", line) for line in header)
    return next((match[1] for match in found if match), None)


def _name(voice: str | None) -> str | None:
    return voice_label(_unescaped(voice)) if voice else None


def _plain(words: str) -> str:
    """The words as they are read, without marks that somebody else speaks."""
    return " ".join(_MARK.sub("", _unescaped(_TAG.sub("", words))).split("\n")).strip()


_MARK: Final = re.compile(r"^[ \t]*>{2,}[ \t]*", re.MULTILINE)


def _unescaped(words: str) -> str:
    for entity, character in _ENTITIES.items():
        words = words.replace(entity, character)
    return words


def _who(voice: str | None) -> tuple[Speaker, str | None]:
    """The role that a voice is given, and the name that follows it."""
    if not voice or not voice.strip():
        return Speaker.UNKNOWN, None
    role = role_in(voice)
    first, _, name = voice.strip().partition(" ")
    named = role is not Speaker.UNKNOWN and speaker_of(first) is role
    name = name.strip(" ()-")
    # Which of several agents it is, and no reference: `Agent 1`.
    counted = len(name) <= _COUNTED and name.isdecimal()
    return role, name if named and name and not counted else None


_COUNTED: Final = 2


def _metadata_in(notes: Sequence[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for line in (line for note in notes for line in note.split("\n")):
        key, colon, value = line.partition(":")
        if colon and re.fullmatch(r"[A-Za-z][\w-]{1,40}", key.strip()):
            found[key.strip()] = value.strip().strip('"')
    return found


def write(transcript: Transcript) -> str:
    """The transcript as WebVTT with voice tags; turns without a time have no place in it and are left out."""
    blocks = ["WEBVTT"]
    voices = _voices_out(transcript.turns)
    timed = [(turn.start_ms, turn) for turn in transcript.turns if turn.start_ms is not None]
    # A cue may not begin before the one above it.
    for start, turn in sorted(timed, key=lambda each: each[0]):
        # A cue of no length isn't shown by players; a chat message is given a second.
        end = turn.end_ms if turn.end_ms is not None and turn.end_ms > start else start + 1000
        voice = voices[turn.speaker, turn.voice]
        tag = f"<v {_escaped(voice)}>" if voice else ""
        blocks.append(f"{turn.index + 1}\n{_stamp(start)} --> {_stamp(end)}\n{tag}{_escaped(turn.text)}")
    return "\n\n".join(blocks) + "\n"


def _voices_out(turns: Sequence[Turn]) -> dict[tuple[Speaker, str | None], str]:
    """What each voice is called: its role, and what the document called it where several have that role.

    Nothing for the one of whom nothing is known. The agent is one person, however they were heard. A name that would be
    read as another role's is a number instead.
    """
    found: dict[tuple[Speaker, str | None], str] = {}
    voices = dict.fromkeys((turn.speaker, turn.voice) for turn in turns)
    several = Counter(speaker for speaker, _ in voices)
    for speaker, voice in voices:
        role = "" if speaker is Speaker.UNKNOWN else speaker.value.capitalize()
        if speaker is Speaker.AGENT or voice is None or (role and several[speaker] == 1):
            found[speaker, voice] = role
            continue
        name = voice if voice.casefold().startswith(role.casefold()) else f"{role} {voice}"
        taken_for = role_in(name)
        clear = taken_for in (speaker, Speaker.UNKNOWN)
        found[speaker, voice] = name if clear else f"{role or 'Speaker'} {len(found) + 1}"
    return found


def _escaped(words: str) -> str:
    return " ".join(words.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(at_ms: int) -> str:
    seconds, millis = divmod(at_ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{millis:03d}"
