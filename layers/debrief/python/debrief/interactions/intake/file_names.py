"""What the name of an object tells: which objects belong together, and what its name says of the conversation."""

import re
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from debrief.interactions.formats.dates_in_names import InName, date_in_name
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.odd_dates_in_names import Unread, before_iso, odd_date_in_name


class Part(StrEnum):
    """What an object is within its intake unit, as far as its name tells.

    `document` is JSON: a transcript or a sidecar, which only its content tells (`formats.recognise`).
    `ignored` are folder markers and hidden files such as the access check that Transcribe writes.
    """

    RECORDING = "recording"
    SCREEN_RECORDING = "screen_recording"
    TRANSCRIPT = "transcript"
    DOCUMENT = "document"
    SIDECAR = "sidecar"
    BULK = "bulk"
    UNSUPPORTED = "unsupported"
    IGNORED = "ignored"


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
    ".jsonl": "application/x-ndjson", ".ndjson": "application/x-ndjson",
    ".screen.mp4": "video/mp4", ".screen.webm": "video/webm",
    **RECORDINGS,
}  # fmt: skip
"""Of every form that is taken, by how its name ends; the longest end counts."""


def media_type_of(name: str) -> str:
    """The media type of a file that is taken, by its name."""
    ends = sorted(MEDIA_TYPES, key=len, reverse=True)
    return next((MEDIA_TYPES[end] for end in ends if name.lower().endswith(end)), "application/octet-stream")


_SCREENS: Final = (".screen.mp4", ".screen.webm")
_SIDECARS: Final = (".metadata.json", ".meta.json", ".sidecar.json")
_BULK: Final = (".jsonl", ".ndjson")
_SECOND: Final = (".transcript", ".transcription", ".cc", ".captions", ".subtitles")
_TRANSCRIPTS: Final = (
    *(f"{second}{end}" for second in _SECOND for end in (".vtt", ".vcon.json", ".vcon")), ".vcon.json", ".vcon", ".vtt",
)  # fmt: skip
_DOCUMENTS: Final = (*(f"{second}.json" for second in _SECOND), ".json")

OWN: Final = "debrief/"
"""What begins so in the bucket of recordings, the system writes for itself; it is nothing that came in."""

INSIDE: Final = f"{OWN}inside/"
"""Where recordings lie that were taken out of documents, in the bucket into which these were dropped."""

MANIFESTS: Final = f"{OWN}manifests/"
"""Where it is listed which parts of a bulk file are to be read."""


def unit_of(key: str) -> Unit:
    """The unit that an object belongs to, and its part in it.

    `calls/a.wav`, `calls/a.json`, `calls/a.vtt`, `calls/a.wav.json` and `calls/a.metadata.json` are all of the unit
    `calls/a`, and so are `calls/a.transcript.vtt` and `calls/a.cc.vtt`, as Zoom names them. Bulk and
    unsupported objects stand alone: their unit is the whole key, so that they neither hold back nor complete another
    one.
    """
    name = PurePosixPath(key).name
    if not name or key.endswith("/") or name.startswith(".") or key.startswith(OWN):
        return Unit(key, Part.IGNORED)
    if _ends(name, _BULK):
        return Unit(key, Part.BULK)
    for suffixes, part in ((_SCREENS, Part.SCREEN_RECORDING), (tuple(RECORDINGS), Part.RECORDING)):
        if suffix := _ends(name, suffixes):
            return Unit(key[: -len(suffix)], part)
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


def _ends(name: str, suffixes: tuple[str, ...]) -> str:
    lowered = name.lower()
    return next((suffix for suffix in suffixes if lowered.endswith(suffix) and len(name) > len(suffix)), "")


_MARKER = re.compile(r"(?:^|[_\-.])(?P<name>AGENT|GUID|CUST|QUEUE|LANG|DT)_(?P<value>[^_]+?)(?=_|$)", re.IGNORECASE)


_BLANK: Final = "\0"
_GAPS: Final = " .,-([)]"
_APART: Final = " (["

_OF_CONNECT = re.compile(
    r"(?P<contact>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_\d{8}T\d{2}[:_-]\d{2}_UTC", re.IGNORECASE
)
"""How Amazon Connect names what it records: contact, date and time."""


def metadata_from_name(key: str, time_zone: str) -> Metadata:
    """What an object's name says: `…_AGENT_x_…`, `_GUID_x_`, `_CUST_x_`, `_QUEUE_x_`, `_LANG_x_`, `_DT_…`.

    Of a recording that Amazon Connect has named, also the contact and the agent's channel. A value ends at the next
    `_`. Without `_DT_`, a date in a common form anywhere in the name is taken. Times are in
    the account's time zone unless a zone stands with them (see `date_in_name`). What only looks like a date is unread.
    """
    unit_key, part = unit_of(key)
    if part in (Part.IGNORED, Part.BULK):
        return Metadata()
    stem = PurePosixPath(unit_key).name
    raw: dict[str, object] = {}
    plain = stem
    date = _date_in(stem)
    if date:
        if isinstance(date, InName):
            raw["dt"] = date.value
        # The date is blanked out first: it may contain the very `_` that ends a value.
        stem = stem[: date.start] + _BLANK * (date.end - date.start) + stem[date.end :]
    if contact := _OF_CONNECT.match(PurePosixPath(unit_key).name):
        # Amazon Connect puts the customer on the first channel and the agent on the second.
        raw |= {"contact_id": contact["contact"], "agent_channel": 1}
    for match in _MARKER.finditer(stem):
        if match["name"].upper() != "DT":
            raw.setdefault(match["name"].lower(), _without_blanks(match, plain))
        elif not date:
            raw["dt"] = match["value"]
    found = metadata_from(raw, FoundIn.FILE_NAME, time_zone)
    if not isinstance(date, Unread):
        return found
    unread = {**found.unread, "started_at": f'"{date.text}" in its name {date.why}'}
    return found.model_copy(update={"unread": unread, "written": {**found.written, "started_at": date.text}})


def _date_in(stem: str) -> InName | Unread | None:
    """The date in a name, or what stands there and can't be read as one."""
    if date := date_in_name(stem, _after_marker(stem)) or date_in_name(stem):
        return before_iso(stem, date) or date
    plain = _MARKER.sub(lambda match: match[0] if match["name"].upper() == "DT" else _BLANK * len(match[0]), stem)
    return None if re.search(r"(?:^|[_\-.])DT_\d+(?:_|$)", stem, re.IGNORECASE) else odd_date_in_name(stem, plain)


def _without_blanks(match: re.Match[str], plain: str) -> str:
    """A marker's value where the date was blanked out of it: without a date that only follows it after a gap.

    plain: the name with its date. Many systems make their references of times, so that two of these are two
    conversations: of a reference a date is a part unless a blank or a bracket stands before it.
    """
    before, blank, after = match["value"].partition(_BLANK)
    if not blank:
        return match["value"]
    gaps = _APART if match["name"].upper() == "GUID" else _GAPS
    if before and before[-1] in gaps and before.strip(_GAPS) and not after.strip(_BLANK + _GAPS):
        return before.rstrip(_GAPS)
    return plain[match.start("value") : match.end("value")]


def remarks_on_name(key: str) -> tuple[str, ...]:
    """Sentences about what an object's name may tell of its date, and that wasn't believed."""
    stem = PurePosixPath(unit_of(key).unit_key).name
    date = _date_in(stem)
    return (date.remark,) if isinstance(date, InName) and date.remark else ()


def _after_marker(stem: str) -> int:
    marker = re.search(r"(?:^|[_\-.])DT_", stem, re.IGNORECASE)
    return marker.end() if marker else 0
