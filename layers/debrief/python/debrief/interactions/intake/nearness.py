"""Which known name comes nearest to one that isn't known, and whether the one may be a slip for the other.

What comes nearest is offered to a person and never taken by itself.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from debrief.kernel.text import sought_key

LEAST_SIMILAR: Final = 60
"""Similarity, in per cent (rapidfuzz `WRatio`), below which nothing is offered: it would only lead astray."""

_WORD: Final = 4
"""Letters of a word that may have a slip in it; shorter ones, such as EU and US, mean something by each letter."""

_LONG_WORD: Final = 8
"""Letters from which a word may have two."""


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The known name that comes nearest to what was written; None where none is near."""
    from rapidfuzz import fuzz, process

    names = {name: sought_key(name) for name in known}
    found = process.extractOne(sought_key(written), names, scorer=fuzz.WRatio, score_cutoff=LEAST_SIMILAR)
    return found[2] if found else None


def nearest_of(written: str, known: Mapping[str, Iterable[str]]) -> str | None:
    """As `nearest`, of things that are each called several ways: the key of the one that comes nearest."""
    called = {way: key for key, ways in known.items() for way in ways if way}
    way = nearest(written, called)
    return called[way] if way is not None else None


def may_be_slip(written: str, known: str) -> bool:
    """Whether one name may be the other one, mistyped, or its words put together otherwise.

    Another number is another name, and so is another short word.
    """
    if _numbers(written) != _numbers(known):
        return False
    ours, theirs = sought_key(written).split(), sought_key(known).split()
    if "".join(ours) == "".join(theirs):
        return True
    return len(ours) == len(theirs) and all(_is_slip(*pair) for pair in zip(ours, theirs, strict=True))


def _is_slip(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    if one == other:
        return True
    letters = min(len(one), len(other))
    return letters >= _WORD and OSA.distance(one, other) <= (2 if letters >= _LONG_WORD else 1)


def _numbers(name: str) -> list[str]:
    return "".join(each if each.isdecimal() else " " for each in name).split()
