"""Transcripts of Teams as Word documents, which is what its *Download* offers first.

Above them stand the title (`Call with Jonas-20261120_100000-Meeting Transcript`), the date, the length and who started
the transcription; then a paragraph for each turn, with the name and the time in its first line: `Dana Birch   0:03`.
Earlier ones have the times (`0:0:3.100 --> 0:0:5.250`) and the name in lines or paragraphs of their own.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from typing import Final
from xml.etree import ElementTree

from debrief.interactions.formats.parsed import UnreadableDocument
from debrief.interactions.formats.times import read_duration_ms, read_instant
from debrief.interactions.formats.values import Json
from debrief.interactions.holds import HoldCode

_MARK: Final = b"PK\x03\x04"
_PART: Final = b"PK\x01\x02"
_MOST_PARTS: Final = 5_000
_BODY: Final = "word/document.xml"
_LARGEST: Final = 30 * 1024 * 1024
"""Bytes of text with what sets it: a day of talking has a third of it."""

_PIECE: Final = 64 * 1024
_PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How parts of Word documents are packed. Of the other ways nothing bounds what is unpacked at once."""

_PARAGRAPHS: Final = frozenset({
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}p",
})  # fmt: skip
_AGAIN: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""Text boxes stand there once more, for earlier programs."""

_BREAKS: Final = {"br": "\n", "cr": "\n", "tab": "\t"}
_INSTEAD: Final = (
    "Drop the transcript again as WebVTT (.vtt), as Teams offers it beside the Word document, or dismiss it."
)

_SAID_AT: Final = re.compile(r"(?P<who>\S.{0,120}?)(?:[ \u00a0]{2,10}|[ \u00a0]*\t+)(?P<at>(?:\d{1,2}:)?\d{1,2}:\d{2})")
_FROM_TO: Final = re.compile(
    r"(?P<at>\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?) ?--> ?(?P<until>\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)"
)
_NOTE: Final = re.compile(
    r".{1,120} (?:(?:started|stopped) transcription|hat die Transkription (?:gestartet|beendet|angehalten)|"
    r"a (?:démarré|commencé|arrêté) la transcription|(?:inició|detuvo) la transcripción)",
    re.IGNORECASE,
)
_TITLE_AT: Final = re.compile(r"-(\d{8}_\d{6})(?:UTC)?(?=-|$)")
_LONGEST_HEAD: Final = 8
_MOST_LINES_OF_HEAD: Final = 50


def is_word(data: bytes) -> bool:
    """Whether bytes may be a Word document."""
    return data.startswith(_MARK)


def transcript_in(data: bytes) -> Json:
    """The transcript in a Word document, as `contact_centres.teams` reads it.

    Its date has no zone. Where the title tells another time than the date below it, which of them is in which zone
    isn't known, and both are given for one, which is none.

    Raises:
        UnreadableDocument: it is none, or none of a transcript.
    """
    paragraphs = _paragraphs(data)
    turns = list(_turns(paragraphs))
    if not turns:
        raise UnreadableDocument(
            f"It is a Word document in which no transcript of Teams is found. {_INSTEAD}", HoldCode.DOCUMENT_UNSUPPORTED
        )
    head = [line for lines in paragraphs[:_LONGEST_HEAD] for line in lines][:_MOST_LINES_OF_HEAD]
    return {"entries": turns, "startedAt": _started(head), "lasted": _lasted(head)}


def _paragraphs(data: bytes) -> list[list[str]]:
    """The lines of each paragraph that has some."""
    xml = _body(data)
    words = _Paragraphs()
    parser = ElementTree.XMLParser(target=words)  # noqa: S314
    try:
        for at in range(0, len(xml), _PIECE):
            parser.feed(xml[at : at + _PIECE])
        parser.close()
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise UnreadableDocument(f"It is a Word document that isn't whole. {_INSTEAD}") from error
    return words.found


def _body(data: bytes) -> bytes:
    """The XML of the document's body."""
    if data.count(_PART) > _MOST_PARTS:
        # Each is listed before any is looked for.
        raise _otherwise_written()
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            part = parts.getinfo(_BODY)
            if part.compress_type not in _PACKED:
                raise UnreadableDocument(f"It isn't packed as Word documents are. {_INSTEAD}")
            with parts.open(part) as body:
                xml = body.read(_LARGEST + 1)
    except (
        zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, NotImplementedError, EOFError, OSError, OverflowError,
        ValueError,
    ) as error:  # fmt: skip
        raise UnreadableDocument(f"It is a compressed file that is no whole Word document. {_INSTEAD}") from error
    if len(xml) > _LARGEST:
        raise UnreadableDocument(f"It has more than 30 MB of text. {_INSTEAD}", HoldCode.DOCUMENT_UNSUPPORTED)
    if b"\0" in xml or xml.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise _otherwise_written()
    return xml


def _otherwise_written() -> UnreadableDocument:
    """No Word document is in UTF-16, or has a type of its own, whose names could be written out without end."""
    return UnreadableDocument(f"It isn't written as Word documents are. {_INSTEAD}")


class _Paragraphs:
    """What an XML parser tells its tags to: collects the lines of each paragraph. One within another ends it."""

    def __init__(self) -> None:
        self.found: list[list[str]] = []
        self._open: list[str] = []
        self._paragraphs = self._again = 0
        self._texts: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        """A tag is opened."""
        name = tag.rpartition("}")[2]
        self._open.append(name)
        if tag in _PARAGRAPHS:
            self._end_lines()
            self._paragraphs += 1
        elif tag == _AGAIN:
            self._again += 1
        elif name in _BREAKS:
            self._hear(_BREAKS[name])

    def end(self, tag: str) -> None:
        """It is closed."""
        self._open.pop()
        if tag in _PARAGRAPHS:
            self._end_lines()
            self._paragraphs -= 1
        elif tag == _AGAIN:
            self._again -= 1

    def data(self, text: str) -> None:
        """Text stands there."""
        if self._open[-1:] == ["t"]:
            self._hear(text)

    def doctype(self, name: str, public: str | None, system: str | None) -> None:  # noqa: ARG002
        """Refuse it: no Word document has any."""
        raise _otherwise_written()

    def close(self) -> None:
        """The document ends."""

    def _hear(self, text: str) -> None:
        if self._paragraphs and not self._again:
            self._texts.append(text)

    def _end_lines(self) -> None:
        lines = [line.strip() for line in "".join(self._texts).split("\n")]
        self._texts = []
        if kept := [line for line in lines if line]:
            self.found.append(kept)


def _turns(paragraphs: Sequence[Sequence[str]]) -> Iterator[Json]:
    """The turns; lines without a name go on with the one before."""
    who, at, until, said = "", "", None, list[str]()
    named = True
    for lines in paragraphs:
        begins, rest = _begins(lines)
        if begins is None and not named:
            who, rest, named = rest[0], rest[1:], True
        if begins is not None:
            if said:
                yield _turn(who, at, until, said)
            who, at, until = begins
            said, named = [], bool(who)
        if at:
            said += [line for line in rest if not _NOTE.fullmatch(line)]
    if said:
        yield _turn(who, at, until, said)


def _begins(lines: Sequence[str]) -> tuple[tuple[str, str, str | None] | None, Sequence[str]]:
    """Who begins to speak in a paragraph and when, and its lines behind that."""
    if match := _FROM_TO.fullmatch(lines[0]):
        who = lines[1] if len(lines) > 1 else ""
        return (who, match["at"], match["until"]), lines[2:]
    if match := _SAID_AT.fullmatch(lines[0]):
        return (match["who"].strip(), match["at"], None), lines[1:]
    return None, lines


def _turn(who: str, at: str, until: str | None, said: Sequence[str]) -> Json:
    times = {"startOffset": at, **({"endOffset": until} if until else {})}
    return {"speakerDisplayName": who, "text": " ".join(said), **times}


def _started(head: Sequence[str]) -> str | None:
    given = next((line for line in head if _is_date(line)), None)
    title = next((match[1] for line in head if (match := _TITLE_AT.search(line))), None)
    if given is None or title is None:
        return given
    told = read_instant(given, "UTC").replace(tzinfo=None)
    with suppress(ValueError):
        named = datetime.strptime(title, "%Y%m%d_%H%M%S")
        return given if abs((named - told).total_seconds()) < 120 else f"{given}, or {named.isoformat(' ')}"
    # Digits that are no date, as of a call's number.
    return given


def _is_date(line: str) -> bool:
    with suppress(ValueError):
        return ":" in line and bool(read_instant(line, "UTC"))
    return False


def _lasted(head: Sequence[str]) -> int | None:
    for line in head:
        if re.fullmatch(r"(?:\d{1,3} ?[a-z]{1,3}\.? ?){1,3}", line, re.IGNORECASE):
            with suppress(ValueError):
                return read_duration_ms(line)
    return None
