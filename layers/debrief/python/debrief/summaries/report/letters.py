"""Which font writes which part of a text, for documents in every script (S0.15)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

MAIN: Final = "sans"
"""The family of Latin, Greek and Cyrillic, and of all that every script shares."""

BOX: Final = "□"
"""Stands for a character that no font has."""

ALWAYS: Final = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("“”‘’–—•·−…")
"""What our own words of a document are written with."""

JOINERS: Final = frozenset("\u200c\u200d\ufe0e\ufe0f\u20e3") | frozenset(
    map(chr, (*range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080)))
)
"""Characters that only change the one before them, and go wherever it goes: they join emoji and letters."""

_FIRST_STRONG, _POP = "\u2068", "\u2069"
_ISOLATES: Final = dict.fromkeys((0x2066, 0x2067, 0x2068, 0x2069))
_ISOLATED: Final = re.compile(f"{_FIRST_STRONG}([^{_POP}]*){_POP}")
_TURNED: Final = ("R", "AL")

_LINES: Final = str.maketrans({"\t": " ", "\u2028": "\n", "\u2029": "\n"})


class Run(NamedTuple):
    """A part of a text that one family of fonts writes."""

    family: str
    text: str


@dataclass
class Letters:
    """What the fonts of a document have.

    families: which family writes a character; joining: which joiners a family has beside them.
    missing: the characters that were asked for and that none has, in order.
    """

    families: Mapping[str, str]
    joining: Mapping[str, frozenset[str]] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)

    def readable(self, text: str) -> str:
        """`text` as it can be written: what no font has is a box, and what nobody sees is left out."""
        return "".join(self._readable(plain(text)))

    def runs(self, text: str) -> Iterator[Run]:
        """A readable text in parts, each of one family. Marks and joiners stay with the character before them.

        What only tells its order is left out: nothing is drawn for it.
        """
        family, part = MAIN, ""
        for character in without_isolates(text):
            writes = self.families.get(character, MAIN)
            follows = character in JOINERS or unicodedata.category(character).startswith("M")
            if follows and (character in self.joining.get(family, ()) or writes == family):
                writes = family
            if writes != family and part:
                yield Run(family, part)
                part = ""
            family, part = writes, part + character
        if part:
            yield Run(family, part)

    def _readable(self, text: str) -> Iterator[str]:
        family = MAIN
        for character in text:
            if character in JOINERS:
                if character in self.joining.get(family, ()):
                    yield character
            elif ord(character) in _ISOLATES:
                yield character
            elif character != "\n" and unicodedata.category(character) in ("Cc", "Cf"):
                continue
            elif character == "\n":
                yield character
            elif (known := self.families.get(character)) is not None:
                family = known
                yield character
            else:
                self.missing[character] = None
                family = MAIN
                yield BOX


def plain(text: str) -> str:
    """`text` with letters and their marks in one character, where there is one."""
    return unicodedata.normalize("NFC", text.translate(_LINES).replace("\r\n", "\n"))


def wanted(texts: Iterable[str]) -> frozenset[str]:
    """The characters that a document of these texts is written with."""
    return ALWAYS.union(*(plain(text) for text in texts))


def isolated(text: str) -> str:
    """A name, or what somebody said, to stand within a line of ours: it runs in its own direction, and what stands
    beside it, a dash or a number, isn't drawn into it (Unicode Standard Annex 9, 2.7: first strong isolate)."""
    bare = without_isolates(text)
    turned = any(unicodedata.bidirectional(character) in _TURNED for character in bare)
    return f"{_FIRST_STRONG}{bare}{_POP}" if turned else bare


def parts_of(text: str) -> Iterator[tuple[str, bool]]:
    """A line of ours in its parts, one after the other, and whether each is an isolated one from right to left."""
    for place, part in enumerate(_ISOLATED.split(text)):
        strong = (unicodedata.bidirectional(character) for character in part)
        first = next((each for each in strong if each in ("L", *_TURNED)), "L")
        if part:
            yield part, place % 2 == 1 and first != "L"


def without_isolates(text: str) -> str:
    """`text` without what tells where a part with a direction of its own begins and ends."""
    return text.translate(_ISOLATES)


def runs_right_to_left(text: str) -> bool:
    """Whether more of the letters of `text` are written from right to left than from left to right.

    Of a line with isolated parts those count that stand outside of them, where there are any.
    """
    outside: list[str] = []
    depth = 0
    for character in text:
        depth = max(0, depth + (character == _FIRST_STRONG) - (character == _POP))
        outside += [character] if depth == 0 else []
    counts = [_counts(outside), _counts(text)]
    turned, straight = next((each for each in counts if any(each)), (0, 0))
    return turned > straight


def _counts(text: Iterable[str]) -> tuple[int, int]:
    """Letters that are written from right to left, and from left to right."""
    directions = [unicodedata.bidirectional(character) for character in text]
    return sum(each in _TURNED for each in directions), directions.count("L")


def clusters(text: str, of_shapes: Sequence[int]) -> Iterator[tuple[str, int, int]]:
    """What of `text` each cluster of shapes writes, and which shapes these are: from one on, before another.

    of_shapes: for each shape, in the order in which they stand, where in the text its cluster begins.
    """
    starts = sorted(set(of_shapes))
    ends = dict(pairwise([*starts, len(text)]))
    begins = [at for at, start in enumerate(of_shapes) if at == 0 or start != of_shapes[at - 1]]
    for first, end in pairwise([*begins, len(of_shapes)]):
        start = of_shapes[first]
        yield text[start : ends[start]], first, end
