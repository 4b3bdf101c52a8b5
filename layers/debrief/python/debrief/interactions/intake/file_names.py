"""Which objects belong together, and what each of them is, by their names."""

import re
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final, NamedTuple


class Part(StrEnum):
    """What an object is within its intake unit, as far as its name tells.

    `document` is JSON: a transcript or a sidecar, which only its content tells (`formats.recognise`).
    `unfinished` is what a program writes while it uploads, and renames when it is done.
    `ignored` are folder markers and hidden files such as the access check that Transcribe writes.
    """

    RECORDING = "recording"
    SCREEN_RECORDING = "screen_recording"
    TRANSCRIPT = "transcript"
    DOCUMENT = "document"
    SIDECAR = "sidecar"
    BULK = "bulk"
    UNSUPPORTED = "unsupported"
    UNFINISHED = "unfinished"
    IGNORED = "ignored"


NO_CONVERSATION: Final = frozenset({Part.IGNORED, Part.BULK, Part.UNFINISHED})
"""What no conversation is made of by itself: nothing of ours, many of them, or none yet."""


class Unit(NamedTuple):
    """unit_key: what the objects of one conversation have in common; part: which of them this is."""

    unit_key: str
    part: Part


RECORDINGS: Final = {
    ".wav": "audio/wav", ".mp3": "audio/mpeg", ".mp4": "audio/mp4", ".m4a": "audio/mp4", ".flac": "audio/flac",
    ".ogg": "audio/ogg", ".opus": "audio/ogg", ".webm": "audio/webm", ".amr": "audio/amr",
}  # fmt: skip
"""The audio forms that Transcribe takes, and their media types."""

MEDIA_TYPES: Final = {
    ".json": "application/json", ".vcon": "application/vcon+json", ".vtt": "text/vtt",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".tsv": "text/tab-separated-values",
    ".jws": "application/jose", ".jsonl": "application/x-ndjson", ".ndjson": "application/x-ndjson",
    ".screen.mp4": "video/mp4", ".screen.webm": "video/webm",
    **RECORDINGS,
}  # fmt: skip
"""Of every form that is taken, by how its name ends; the longest end counts."""


def media_type_of(name: str) -> str:
    """The media type of a file that is taken, by its name."""
    ends = sorted(MEDIA_TYPES, key=len, reverse=True)
    return next((MEDIA_TYPES[end] for end in ends if name.lower().endswith(end)), "application/octet-stream")


_SCREENS: Final = (".screen.mp4", ".screen.webm")
_APART: Final = (".", "_", "-")
"""What stands before the word in a name that says what the file is: `a.transcript.vtt`, `a_transcript.vtt`."""

_SIDECARS: Final = (
    ".metadata.json", "_metadata.json", "-metadata.json", ".meta.json", "_meta.json", "-meta.json", ".sidecar.json",
)  # fmt: skip
_BULK: Final = (".jsonl", ".ndjson")
_SECOND: Final = (
    *(f"{apart}{word}" for word in ("transcript", "transcription", "captions", "subtitles") for apart in _APART), ".cc",
)  # fmt: skip
_TRANSCRIPTS: Final = (
    *(f"{second}{end}" for second in _SECOND for end in (".vtt", ".vcon.json", ".vcon")), ".vcon.json", ".vcon", ".vtt",
    ".vcon.jws", ".jws", ".docx", ".tsv",
)  # fmt: skip
_DOCUMENTS: Final = (*(f"{second}.json" for second in _SECOND), ".json")

UNFINISHED: Final = (".filepart", ".part", ".partial", ".tmp", ".temp", ".uploading", ".inprogress")
"""How names end under which programs upload: of WinSCP the first; others are set so by hand, mostly as one of these."""

_VIEWS_OF_ZOOM: Final = re.compile(r"(?P<call>GMT\d{8}-\d{6}_Recording)(?:_[a-z]+)*_\d+x\d+", re.IGNORECASE)
"""Zoom's pictures of one call have their size behind the name that its sound and its transcript have."""

OWN: Final = "debrief/"
"""What begins so in the bucket of recordings, the system writes for itself; it is nothing that came in."""

INSIDE: Final = f"{OWN}inside/"
"""Where recordings lie that were taken out of documents, in the bucket into which these were dropped."""

MANIFESTS: Final = f"{OWN}manifests/"
"""Where it is listed which parts of a bulk file are to be read."""


def unit_of(key: str) -> Unit:
    """The unit that an object belongs to, and its part in it.

    `calls/a.wav`, `calls/a.json`, `calls/a.vtt`, `calls/a.wav.json` and `calls/a.metadata.json` are all of the unit
    `calls/a`, and so are `calls/a_transcript.vtt`, and `calls/a.transcript.vtt` and `calls/a.cc.vtt`, as Zoom names
    them; its `GMT20261120-100000_Recording_1920x1080.mp4` is of `GMT20261120-100000_Recording`. Bulk, unfinished and
    unsupported objects stand alone: their unit is the whole key, so that they neither hold back nor complete another
    one.
    """
    name = PurePosixPath(key).name
    if not name or key.endswith("/") or name.startswith(".") or key.startswith(OWN):
        return Unit(key, Part.IGNORED)
    if _ends(name, UNFINISHED):
        return Unit(key, Part.UNFINISHED)
    if _ends(name, _BULK):
        return Unit(key, Part.BULK)
    for suffixes, part in ((_SCREENS, Part.SCREEN_RECORDING), (tuple(RECORDINGS), Part.RECORDING)):
        if suffix := _ends(name, suffixes):
            rest = key[: -len(suffix)]
            view = _VIEWS_OF_ZOOM.fullmatch(PurePosixPath(rest).name)
            return Unit(rest[: len(rest) - len(view[0]) + len(view["call"])] if view else rest, part)
    for suffixes, part in (
        (_SIDECARS, Part.SIDECAR),
        (_TRANSCRIPTS, Part.TRANSCRIPT),
        (_DOCUMENTS, Part.DOCUMENT),
    ):
        if suffix := _ends(name, suffixes):
            rest = key[: -len(suffix)]
            # What is made from a recording is often named after the whole of its name: `a.wav.json`.
            named_after = _ends(PurePosixPath(rest).name, tuple(RECORDINGS))
            return Unit(rest[: -len(named_after)] if named_after else rest, part)
    return Unit(key, Part.UNSUPPORTED)


def beginnings_of(unit_key: str) -> tuple[str, ...]:
    """How the keys of a unit's objects begin; others begin so too."""
    return tuple(f"{unit_key}{apart}" for apart in _APART)


def _ends(name: str, suffixes: tuple[str, ...]) -> str:
    lowered = name.lower()
    return next((suffix for suffix in suffixes if lowered.endswith(suffix) and len(name) > len(suffix)), "")
