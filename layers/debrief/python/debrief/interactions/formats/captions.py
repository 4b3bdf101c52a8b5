"""The captions of a WebVTT file, read as what recognisers and meetings write and not only as the standard asks.

Times may have a comma before their fraction, and a caption may hold `-->` or blank lines. What can't be read is
counted.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

_STAMP: Final = r"(?:(\d{1,5}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?"
_ARROW: Final = r"(?:[-=]+(?:>|&gt;)|[\u2192\u279c\u27f6])"
_TIMES: Final = re.compile(rf"\s*{_STAMP}\s*{_ARROW}\s*{_STAMP}(?:[ \t]+.*)?")
_FORMATTED: Final = re.compile(r"</?(?:b|i|u|s|font|span)(?:[ \t][^<>]{0,200})?>|\{\\an?\d{1,2}\}", re.IGNORECASE)
"""How SubRip's files set a text, which says nothing of who speaks."""

_WITHIN: Final = re.compile(r"<(?!v[ .])[^<>]{0,200}>")
"""Tags of times and classes; who speaks isn't one: two people may say the same."""

_BROKEN_TIMES: Final = re.compile(r"\s*[\d:.,]\S*\s*-->\s*\S*\d.*|.*\d:\d.*-->.*")
_PLACEHOLDER: Final = r"[\w?*#-]{1,4}(?:[:.,][\w?*#-]{1,4}){1,3}"
_UNTOLD_TIMES: Final = re.compile(rf"\s*(?:{_PLACEHOLDER}\s*-->\s*\S{{1,20}}|\S{{1,20}}\s*-->\s*{_PLACEHOLDER})\s*")
"""What stands in the place of times: `xx:yy --> zz`, `--:--.--- --> --:--.---`."""

_TWO_WORDS: Final = re.compile(r"\s*\S{1,20}\s*-->\s*\S{1,20}\s*")
_LABELLED: Final = re.compile(r"\s*(?:<v[.\s]|[^\W\d_][^:\uff1a<>]{0,40}(?:: |\uff1a)\S)")
_LONGEST_TIMES: Final = 200
_BLOCK: Final = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")


class Caption(NamedTuple):
    """One caption. identifier: what stands above its times. text: its lines, joined by line breaks."""

    identifier: str
    start_ms: int
    end_ms: int
    text: str


class Captions(NamedTuple):
    """A file's captions in their order. header: the lines before the first blank one; unread: how many had no times;
    turned: how many end before they begin."""

    header: tuple[str, ...]
    found: tuple[Caption, ...]
    notes: tuple[str, ...]
    unread: int
    turned: int = 0


def read_captions(document: str) -> Captions:
    """Read the captions of a document that begins as WebVTT does, or with a caption; see the module."""
    lines = document.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = next((place for place, line in enumerate(lines) if not line.strip()), len(lines))
    at = next((place for place, line in enumerate(lines[:at]) if _TIMES.fullmatch(line)), at)
    header = tuple(lines[:at])
    found: list[Caption] = []
    notes: list[str] = []
    unread, turned = 0, 0
    kept: list[str] | None = None  # where what is read now belongs; None before the first caption
    above: list[tuple[str, list[str]]] = []
    for place in range(at, len(lines)):
        line = lines[place]
        begins = place == 0 or not lines[place - 1].strip()
        if match := _TIMES.fullmatch(line):
            identifier = _taken_back(kept, lines, place)
            start, end = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:])
            kept = []
            turned += end < start
            above.append((identifier, kept))
            found.append(Caption(identifier, start, max(start, end), ""))
        elif begins and _BLOCK.fullmatch(line):
            block = _block(lines, place)
            if line.startswith("NOTE"):
                notes.append("\n".join([line[4:].strip(), *block]))
            kept = []
        elif _is_broken(line, begins, lines, place):
            unread += 1
            _taken_back(kept, lines, place)
            kept = []
        elif kept is not None:
            kept.append(line)
    whole = tuple(
        each._replace(text="\n".join(_FORMATTED.sub("", line) for line in text if line.strip()))
        for each, (_, text) in zip(found, above, strict=True)
    )
    return Captions(header, _unrolled(whole), tuple(notes), unread, turned)


def _unrolled(found: tuple[Caption, ...]) -> tuple[Caption, ...]:
    """The captions without the lines that each shows once more of the one before, where they roll up, as live ones do.

    Somebody may say a thing twice: it is only done where half of the captions begin so, and one goes on with words.
    """
    lines = [[_WITHIN.sub("", line).strip() for line in each.text.split("\n")] for each in found]
    again = [0, *(_shown_again(before, after) for before, after in pairwise(lines))]
    rolled = [place for place, count in enumerate(again) if count]
    if 2 * len(rolled) < len(found) - 1 or not any(again[place] < len(lines[place]) for place in rolled):
        return found
    left = (
        each._replace(text="\n".join(each.text.split("\n")[count:])) for each, count in zip(found, again, strict=True)
    )
    return tuple(each for each in left if each.text)


def _shown_again(before: Sequence[str], after: Sequence[str]) -> int:
    """With how many of its lines a caption begins as the one before ends."""
    most = min(len(before), len(after))
    return next((count for count in range(most, 0, -1) if before[-count:] == after[:count] and any(after[:count])), 0)


def _is_broken(line: str, begins: bool, lines: Sequence[str], place: int) -> bool:
    """Whether a line is meant to be a caption's times and isn't: its words would else be told as the one's before."""
    if "-->" not in line or len(line) > _LONGEST_TIMES:
        return False
    if not (_BROKEN_TIMES.fullmatch(line) or _UNTOLD_TIMES.fullmatch(line) or _stands_for_times(line, lines, place)):
        return False
    if place and _TIMES.fullmatch(lines[place - 1]):
        return False
    return begins or (place >= 2 and not lines[place - 2].strip())


def _stands_for_times(line: str, lines: Sequence[str], place: int) -> bool:
    """Whether somebody begins to speak below two words and an arrow, as below times: `start --> end`."""
    below = lines[place + 1] if place + 1 < len(lines) else ""
    return _TWO_WORDS.fullmatch(line) is not None and _LABELLED.match(below) is not None


def _taken_back(kept: list[str] | None, lines: Sequence[str], place: int) -> str:
    """The identifier above the times in line `place`, taken out of what was thought to be words."""
    if place == 0 or not lines[place - 1].strip():
        return ""
    line = lines[place - 1]
    alone = place < 2 or not lines[place - 2].strip()
    if not alone and not line.strip().isdigit():
        return ""
    if kept and kept[-1] is line:
        kept.pop()
    return line.strip()


def _block(lines: Sequence[str], place: int) -> list[str]:
    block: list[str] = []
    for line in lines[place + 1 :]:
        if not line.strip():
            break
        block.append(line)
    return block


def _milliseconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "").ljust(3, "0")[:3])
