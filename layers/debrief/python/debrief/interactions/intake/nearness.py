"""Which known name comes nearest to one that isn't known, and whether the one may be a slip for the other.

What comes nearest is offered to a person and never taken by itself.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from debrief.kernel.text import is_unspaced, sought_key

LEAST_SIMILAR: Final = 60
"""Similarity, in per cent (rapidfuzz `WRatio`), below which nothing is offered: it would only lead astray."""

_WORD: Final = 5
"""Letters of a word that may have a slip in it; shorter ones, such as EU and US, mean something by each letter."""

_LONGER_WORD: Final = 7
"""Letters from which any one of them may be wrong: of shorter words, Hotel and Hostel are two."""

_LONG_WORD: Final = 8
"""Letters from which a word may have two slips."""

_SHORT_FORM: Final = 4
"""Letters that a word in short has; fewer, as of Int, may stand for several."""

_LEFT_OUT: Final = 3
"""Letters that a word in short lacks; a word with fewer more may be another form of it, as Sales is of Sale."""


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
    """Whether one name may be the other one, mistyped, or with its words shortened, turned or put together otherwise.

    Another number is another name, and so is another short word. In scripts without blanks a character is a word, or a
    number, and another one is another name.
    """
    if _numbers(written) != _numbers(known):
        return False
    ours, theirs = sought_key(written).split(), sought_key(known).split()
    if "".join(ours) == "".join(theirs) or sorted(ours) == sorted(theirs):
        return True
    return len(ours) == len(theirs) and all(
        _is_slip(*pair) or _is_shortened(*pair) for pair in zip(ours, theirs, strict=True)
    )


def _is_shortened(one: str, other: str) -> bool:
    """Whether one word is the beginning of the other, as Tech is of Technical."""
    shorter, longer = sorted((one, other), key=len)
    return (
        len(shorter) >= _SHORT_FORM
        and len(longer) >= len(shorter) + _LEFT_OUT
        and longer.startswith(shorter)
        and not any(map(is_unspaced, longer))
    )


def _is_slip(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    if one == other:
        return True
    letters = min(len(one), len(other))
    if letters < _WORD or any(map(is_unspaced, one + other)):
        return False
    if letters < _LONGER_WORD:
        return _is_slip_of_the_hand(one, other)
    return OSA.distance(one, other) <= (2 if letters >= _LONG_WORD else 1)


def _is_slip_of_the_hand(one: str, other: str) -> bool:
    """Whether two neighbours changed places, a letter was doubled or wasn't, or the last one is missing."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == len(longer):
        apart = [place for place, (ours, theirs) in enumerate(zip(one, other, strict=True)) if ours != theirs]
        if len(apart) != 2 or apart[1] != apart[0] + 1:
            return False
        return [one[place] for place in apart] == [other[place] for place in reversed(apart)]
    if len(longer) != len(shorter) + 1:
        return False
    return longer.startswith(shorter) or any(
        longer[place] == longer[place - 1] and longer[:place] + longer[place + 1 :] == shorter
        for place in range(1, len(longer))
    )


def _numbers(name: str) -> list[str]:
    return "".join(each if each.isdecimal() else " " for each in name).split()
