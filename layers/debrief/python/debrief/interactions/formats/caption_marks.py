"""Captions that mark only that somebody else speaks: `>> Hello.`, `- Hello.`, as broadcasters and subtitlers do.

A mark says that the voice changes, and not to whom. Of a conversation of two that is the other one each time, which is
a guess and said to be; where more than two must be speaking, who speaks stays unknown.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from debrief.interactions.formats.captions import Caption

_ARROWS: Final = re.compile(r"(?:(?<=\s)|^)(?:>{2,}|(?:&gt;){2,})(?!\S*[<>])[ \t\u00a0]*", re.MULTILINE)
_DASH: Final = re.compile(r"^[ \t]*[-\u2013\u2014][ \t\u00a0]*(?=[^\W\d_]|[\[(\"“„«¿¡'‘])", re.MULTILINE)
_SUBJECT: Final = re.compile(r"(?:>{3,}|(?:&gt;){3,})")
"""Where captions of broadcasts go on to something else, with anybody."""

_FEWEST: Final = 2

BY_TURNS: Final = (
    "Its captions mark only that somebody else speaks: it was taken for a conversation of two, who speak by turns."
)
MORE_THAN_TWO: Final = (
    "Its captions mark only that somebody else speaks, and more than two do: who speaks each time isn't known."
)


class Marked(NamedTuple):
    """Captions cut where the voice changes. said: a caption, its words, and the number of the voice from 1, None where
    that isn't known. remark: what was guessed, or can't be."""

    said: tuple[tuple[Caption, str, int | None], ...]
    remark: str


def by_marks(captions: Sequence[Caption]) -> Marked | None:
    """What is said between marks; None where captions have none, or where they may be something else.

    captions: of which none names its voice. Marks are those of one kind. A dash counts at the beginning of a line,
    before what begins a sentence.
    """
    mark = next((each for each in (_ARROWS, _DASH) if _marks(captions, each)), None)
    if mark is None:
        return None
    cut = [(caption, _cut(caption.text, mark)) for caption in captions]
    # Of two, nobody speaks a third time while one caption is shown.
    several = any(sum(marked for marked, _ in pieces) > _MOST_IN_ONE for _, pieces in cut)
    several = several or (mark is _ARROWS and any(_SUBJECT.search(each.text) for each in captions))
    said: list[tuple[Caption, str, int | None]] = []
    voice = 0
    for caption, pieces in cut:
        for marked, words in pieces:
            voice = voice + 1 if marked or not voice else voice
            if words.strip():
                said.append((caption, words, None if several else 2 - voice % 2))
    return Marked(tuple(said), MORE_THAN_TWO if several else BY_TURNS)


_MOST_IN_ONE: Final = 2


def _marks(captions: Sequence[Caption], mark: re.Pattern[str]) -> bool:
    """Whether captions are marked so: twice at least, and a dash as dialogues have it, from the first or side by side.

    A dash before a small letter goes on with a sentence, unless nothing in them is written large.
    """
    found = [[match for match in mark.finditer(each.text) if _begins(each.text, match)] for each in captions]
    if sum(map(len, found)) < _FEWEST:
        return False
    if mark is _ARROWS:
        return True
    small = not any(character.isupper() for each in captions for character in each.text)
    sentences = sum(
        small or not each.text[match.end()].islower()
        for each, matches in zip(captions, found, strict=True)
        for match in matches
    )
    dialogue = bool(found[0]) or any(len(matches) > 1 for matches in found)
    return dialogue and sentences == sum(map(len, found))


def _begins(text: str, match: re.Match[str]) -> bool:
    return match.end() < len(text)


def _cut(text: str, mark: re.Pattern[str]) -> list[tuple[bool, str]]:
    """The pieces of a caption, each with whether a mark stands before it."""
    ends = [0, *(match.end() for match in mark.finditer(text))]
    begins = [*(match.start() for match in mark.finditer(text)), len(text)]
    pieces = [(place > 0, text[start:end]) for place, (start, end) in enumerate(zip(ends, begins, strict=True))]
    return [each for each in pieces if each[0] or each[1].strip()]
