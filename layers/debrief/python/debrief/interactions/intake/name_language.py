"""The language of file-name patterns: text as it stands, and fields in braces, `{agent}_{date:YYYYMMDD-HHmmss}`.

It is no regular expression. A pattern is a row of pieces, and finding them in a name is bounded by the product of their
lengths, whatever somebody writes (decision 0115).
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from debrief.interactions.formats.metadata_values import is_channel, is_direction

LONGEST_PATTERN: Final = 300
LONGEST_NAME: Final = 512
"""Characters of a name that is compared; nobody's telephony system writes a longer one."""

MOST_PIECES: Final = 40
MOST_STEPS: Final = 40_000
"""Places that are tried for the pieces of one pattern in one name, before it is said not to fit."""

_REMEMBERED: Final = 200
"""Patterns that stay understood from one name to the next; whoever tries some has others each time."""

FIELDS: Final[Mapping[str, str]] = {
    "agent": "agent_reference",
    "reference": "contact_reference",
    "number": "customer_reference",
    "queue": "queue",
    "direction": "direction",
    "channel": "channel",
    "language": "language",
}
"""What may stand in braces beside `date` and `any`, and which field of the metadata it is."""

_DATE, _ANY = "date", "any"
_DIGITS: Final = frozenset("0123456789")

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TOKENS: Final[Mapping[str, str]] = {
    "YYYY": r"(?:19|20)\d\d",
    "YY": r"\d\d",
    "MMM": "|".join(_MONTHS),
    "MM": r"0[1-9]|1[0-2]",
    "M": r"1[0-2]|0?[1-9]",
    "DD": r"0[1-9]|[12]\d|3[01]",
    "D": r"[12]\d|3[01]|0?[1-9]",
    "HH": r"[01]\d|2[0-3]",
    "H": r"1\d|2[0-3]|0?\d",
    "hh": r"0[1-9]|1[0-2]",
    "h": r"1[0-2]|0?[1-9]",
    "mm": r"[0-5]\d",
    "ss": r"[0-5]\d",
    "S": r"\d{1,9}",
    "A": r"[AP]\.?M\.?",
    "Z": r"Z|(?:UTC|GMT)?[+\u2212-](?:0\d|1[0-4]):?(?:[03]0|[14]5)|UTC|GMT",
    "X": r"\d{9,10}",
    "x": r"\d{12,13}",
}
"""The parts of a date by how they are written: years, months, days, hours of 24 and of 12, minutes, seconds, a
fraction, halves of the day, a zone, and seconds or milliseconds since 1970."""

_TOKEN = re.compile("|".join(sorted(_TOKENS, key=len, reverse=True)))
_SAME: Final = (
    {"YYYY", "YY"}, {"MMM", "MM", "M"}, {"DD", "D"}, {"HH", "H", "hh", "h"}, {"mm"}, {"ss"}, {"S"}, {"A"}, {"Z"},
    {"X", "x"},
)  # fmt: skip


class Fault(ValueError):
    """A pattern can't be used; the text is the end of a sentence that begins with `The pattern`."""


class Piece(NamedTuple):
    """A part of a pattern.

    field: what it reads; empty for text that stands in the name, `any` for what is passed over.
    text: the text, or how a date is written. kind: `digits`, or how many characters, or nothing.
    words: which words it may be, and what each means.
    """

    field: str
    text: str = ""
    kind: str = ""
    words: tuple[tuple[str, str], ...] = ()

    @property
    def ends_by_itself(self) -> bool:
        """Whether it is told where it ends without what follows it."""
        return not self.field or self.field == _DATE or bool(self.words) or self.kind.isdigit()


class Pattern(NamedTuple):
    """A pattern that is understood: its pieces, and how many folders of a name it looks at besides the last part."""

    pieces: tuple[Piece, ...]
    folders: int

    @property
    def reads(self) -> frozenset[str]:
        """The fields of the metadata that it reads."""
        named = {FIELDS[piece.field] for piece in self.pieces if piece.field in FIELDS}
        return frozenset(named | ({"started_at"} if any(piece.field == _DATE for piece in self.pieces) else set()))


class Part(NamedTuple):
    """What stands in a name for a piece. start, end: where, in the compared part of the name."""

    piece: Piece
    start: int
    end: int


# Understanding a pattern -----------------------------------------------------------------------------------------


@lru_cache(_REMEMBERED)
def understood(pattern: str) -> Pattern:
    """The pieces of a pattern. Raises Fault."""
    if len(pattern) > LONGEST_PATTERN:
        raise Fault(f"is longer than {LONGEST_PATTERN} characters")
    if not pattern.isprintable():
        raise Fault("holds what can't be shown")
    pieces = tuple(_pieces(pattern))
    _check(pieces)
    return Pattern(pieces, sum(piece.text.count("/") for piece in pieces if not piece.field))


def fault_of(pattern: str) -> str | None:
    """What is wrong with a pattern, as the end of a sentence; None where it can be used."""
    try:
        understood(pattern)
    except Fault as fault:
        return str(fault)
    return None


def _pieces(pattern: str) -> list[Piece]:
    pieces: list[Piece] = []
    text = ""
    at = 0
    while at < len(pattern):
        if pattern[at : at + 2] in ("{{", "}}"):
            text, at = text + pattern[at], at + 2
        elif pattern[at] == "{":
            end = pattern.find("}", at)
            if end < 0:
                raise Fault('has a "{" without its "}"; a brace that stands in the name is written twice')
            if text:
                pieces.append(Piece("", text))
            pieces.append(_field(pattern[at + 1 : end]))
            text, at = "", end + 1
        elif pattern[at] == "}":
            raise Fault('has a "}" without its "{"; a brace that stands in the name is written twice')
        else:
            text, at = text + pattern[at], at + 1
    return [*pieces, Piece("", text)] if text else pieces


def _field(written: str) -> Piece:
    name, _, how = written.partition(":")
    name = name.strip()
    if name == _DATE:
        _check_date(how)
        return Piece(_DATE, text=how)
    if name not in FIELDS and name != _ANY:
        known = ", ".join((*FIELDS, _DATE, _ANY))
        raise Fault(f'has "{{{written}}}", which is none of {known}')
    how = how.strip()
    if not how:
        return Piece(name)
    if "=" in how:
        return Piece(name, words=_words(name, how))
    if how != "digits" and not (how.isdecimal() and 1 <= int(how) <= 200):
        raise Fault(f'has "{{{written}}}": after the colon stands "digits", a number of characters up to 200, or words')
    return Piece(name, kind=how)


def _words(name: str, how: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for each in how.split(","):
        word, equals, means = (part.strip() for part in each.partition("="))
        if not (word and equals and means):
            raise Fault(f'has "{each.strip()}" among the words of {name}: each is written as word=what it means')
        if name == "direction" and not is_direction(means):
            raise Fault(f'takes "{word}" for "{means}", which is no direction (inbound, outbound)')
        if name == "channel" and not is_channel(means):
            raise Fault(f'takes "{word}" for "{means}", which is no channel (voice, chat, email, offline)')
        if word in found:
            raise Fault(f'says twice what "{word}" means')
        found[word] = means
    # The longest first: of "out" and "out-of-hours" the shorter would always be found.
    return tuple(sorted(found.items(), key=lambda one: -len(one[0])))


def _check_date(how: str) -> None:
    tokens = _tokens(how)
    if not tokens:
        raise Fault("has a {date} that doesn't say how it is written, such as {date:YYYYMMDD-HHmmss}")
    rest = _TOKEN.sub("", how)
    if any(each.isalnum() and each not in "TU" for each in rest):
        raise Fault(f'has "{{date:{how}}}", in which "{rest}" is no part of a date')


def _tokens(how: str) -> list[str]:
    return _TOKEN.findall(how)


def _check(pieces: tuple[Piece, ...]) -> None:
    if len(pieces) > MOST_PIECES:
        raise Fault(f"has more than {MOST_PIECES} parts")
    named = [piece.field for piece in pieces if piece.field in FIELDS]
    if twice := next((name for name in named if named.count(name) > 1), None):
        raise Fault(f"reads {twice} twice")
    tokens = [token for piece in pieces if piece.field == _DATE for token in _tokens(piece.text)]
    if not named and not tokens:
        raise Fault("reads nothing: a field stands in braces, such as {agent} or {reference}")
    for same in _SAME:
        if sum(token in same for token in tokens) > 1:
            raise Fault(f"has the same part of the date twice: {' or '.join(sorted(same))}")
    if tokens and not {"X", "x"} & {*tokens}:
        for needed, called in ((_SAME[0], "year"), (_SAME[1], "month"), (_SAME[2], "day")):
            if not needed & {*tokens}:
                raise Fault(f"has a date without its {called}")
        if {"hh", "h"} & {*tokens} and "A" not in tokens:
            raise Fault("has an hour of twelve (hh, h) without its half of the day (A)")
    for before, after in pairwise(pieces):
        if not before.ends_by_itself and (after.field and not after.words):
            raise Fault(
                f"doesn't tell where {{{before.field}}} ends: put the text between, or how many characters it has"
            )


# Finding it in a name --------------------------------------------------------------------------------------------


def compared(name: str, pattern: Pattern) -> str:
    """The part of a name that a pattern looks at: its last part, with as many folders as the pattern has."""
    return "/".join(name.split("/")[-(pattern.folders + 1) :])


def parts_in(name: str, pattern: Pattern) -> tuple[Part, ...] | None:
    """Where the pieces stand in the compared part of a name, which they fill; None where they don't fit.

    Of several ways each field takes as few characters as it can, the first one first. No field holds a `/`.
    """
    if not name or len(name) > LONGEST_NAME:
        return None
    return _Search(name, pattern.pieces).found()


class _Search:
    """One try. What has failed once isn't tried again, and what takes too long is given up."""

    def __init__(self, name: str, pieces: tuple[Piece, ...]) -> None:
        self._name, self._pieces = name, pieces
        self._failed: set[tuple[int, int]] = set()
        self._steps = 0

    def found(self) -> tuple[Part, ...] | None:
        ends = self._from(0, 0)
        if ends is None:
            return None
        starts = [0, *ends[:-1]]
        return tuple(Part(piece, *span) for piece, *span in zip(self._pieces, starts, ends, strict=True))

    def _from(self, number: int, at: int) -> list[int] | None:
        """Where this piece and those after it end, the first of them beginning here."""
        if number == len(self._pieces):
            return [] if at == len(self._name) else None
        if (number, at) in self._failed:
            return None
        for end in self._ends(self._pieces[number], number, at):
            self._steps += 1
            if self._steps > MOST_STEPS:
                return None
            if (rest := self._from(number + 1, end)) is not None:
                return [end, *rest]
        self._failed.add((number, at))
        return None

    def _ends(self, piece: Piece, number: int, at: int) -> Iterable[int]:
        """Where a piece may end that begins here, the nearest first."""
        name = self._name
        if not piece.field:
            return [at + len(piece.text)] if name.startswith(piece.text, at) else []
        if piece.field == _DATE:
            match = date_form(piece.text).match(name, at)
            return [match.end()] if match else []
        if piece.words:
            return [at + len(word) for word, _ in piece.words if name.startswith(word, at)]
        if piece.kind.isdigit():
            end = at + int(piece.kind)
            return [end] if end <= len(name) and "/" not in name[at:end] else []
        folder = name.find("/", at)
        stop = len(name) if folder < 0 else folder
        if piece.kind == "digits":
            stop = next((place for place in range(at, stop) if name[place] not in _DIGITS), stop)
        if number == len(self._pieces) - 1:
            return [len(name)] if stop == len(name) > at else []
        return range(at + 1, stop + 1)


@lru_cache(_REMEMBERED)
def date_form(how: str) -> re.Pattern[str]:
    """What finds a date that is written so: each part once, of at most nine figures, and so in no time to speak of."""
    found, at = "", 0
    for token in _TOKEN.finditer(how):
        found += re.escape(how[at : token.start()]) + f"(?P<{token[0]}>{_TOKENS[token[0]]})"
        at = token.end()
    return re.compile(found + re.escape(how[at:]), re.IGNORECASE)


# What it says ----------------------------------------------------------------------------------------------------


def date_parts(name: str, parts: tuple[Part, ...]) -> dict[str, str]:
    """The parts of a date that stand in a name, by how they are written."""
    found: dict[str, str] = {}
    for part in parts:
        if part.piece.field == _DATE and (match := date_form(part.piece.text).match(name, part.start)):
            found |= match.groupdict()
    return found


def month_of(word: str) -> int:
    """The month that a word of three letters means. Raises ValueError for no month."""
    return _MONTHS.index(word.casefold()) + 1


def values_in(name: str, parts: tuple[Part, ...]) -> dict[str, str]:
    """What stands in a name, by fields of the metadata, words taken for what they mean; without the date."""
    found: dict[str, str] = {}
    for part in parts:
        if part.piece.field in FIELDS:
            said = name[part.start : part.end]
            found[FIELDS[part.piece.field]] = dict(part.piece.words).get(said, said).strip()
    return found
