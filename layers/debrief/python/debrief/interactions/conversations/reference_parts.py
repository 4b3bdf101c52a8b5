"""By which parts of itself a contact reference is found: as somebody reads it off a screen and types it."""

import re
from typing import Final

from debrief.kernel.text import sought_key

LEAST: Final = 3
"""Letters and digits that are looked for: fewer would find too much."""

MOST_PARTS: Final = 6
_LONGEST: Final = 200
_PIECE: Final = re.compile(r"\d+|[^\W\d_]+|.", re.DOTALL)


def compact(text: str) -> str:
    """A reference as it is compared: letters and digits alone, whatever their case."""
    return sought_key(text).replace(" ", "")[:_LONGEST]


def parts_of(reference: str) -> tuple[str, ...]:
    """What the reference is from each of its pieces on, as it is compared: `2026/QH-V-1009` is also `qhv1009`, `1009`.

    A piece begins behind whatever parts words, and where digits follow letters or letters digits. Where these are more
    than `MOST_PARTS`, the pieces between blanks and signs count first, and of these the first ones.
    """
    words = sought_key(reference).split()
    ends: list[str] = []
    between: list[str] = []
    for place, word in enumerate(words):
        rest = "".join(words[place:])
        ends.append(rest)
        at = 0
        for piece in _PIECE.findall(word)[:-1]:
            at += len(piece)
            between.append(rest[at:])
    kept = [each[:_LONGEST] for each in (*ends, *between) if len(each) >= LEAST]
    return tuple(dict.fromkeys(kept))[:MOST_PARTS]
