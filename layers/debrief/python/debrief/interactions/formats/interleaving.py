"""What several voices said, word by word, as turns in the order in which they began.

Two channels are recognised each by itself, so that a short "yes" lies in one list and the question before it and after
it in the other. A voice's words are one turn only as long as nobody else begins in a pause between them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from debrief.interactions.formats.voices import Segment
from debrief.kernel.model import Entity

PAUSE_MS: Final = 1500
"""A pause from this length on begins a new turn of the same speaker."""

_BREATH_MS: Final = 250
"""A pause from this length on is one in which somebody else may begin; shorter ones are between words."""


class Word(Entity):
    """One word with the punctuation that follows it. label: channel or speaker, as the recogniser calls it."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float | None
    label: str | None


def turns_of(words: Sequence[Word]) -> list[list[Word]]:
    """The words of each turn, in the order in which the turns begin.

    words: of each voice in the order in which they were said, the voices one after the other or mixed.
    """
    begins = _beginnings(words)
    groups: list[list[Word]] = []
    for word in words:
        if groups and groups[-1][-1].label == word.label and not _are_apart(groups[-1][-1], word, begins):
            groups[-1].append(word)
        else:
            groups.append([word])
    groups.sort(key=lambda group: (group[0].start_ms, group[-1].end_ms))
    return groups


def _beginnings(words: Sequence[Word]) -> dict[str | None, list[int]]:
    """Of each voice, when it begins to speak after a breath."""
    begins: dict[str | None, list[int]] = {}
    ended: dict[str | None, int] = {}
    for word in words:
        if word.label not in ended or word.start_ms - ended[word.label] >= _BREATH_MS:
            begins.setdefault(word.label, []).append(word.start_ms)
        ended[word.label] = word.end_ms
    return {label: sorted(each) for label, each in begins.items()}


def _are_apart(one: Word, other: Word, begins: dict[str | None, list[int]]) -> bool:
    """Whether a voice's two words, one after the other, belong to two turns."""
    pause = other.start_ms - one.end_ms
    if pause >= PAUSE_MS:
        return True
    if pause < _BREATH_MS:
        return False
    for label, starts in begins.items():
        place = bisect_left(starts, one.end_ms)
        if label != one.label and place < len(starts) and starts[place] < other.start_ms:
            return True
    return False


def in_order(segments: Iterable[Segment]) -> list[Segment]:
    """The segments by when they begin; one without a time stays behind the one that it was given after."""
    placed: list[tuple[int, Segment]] = []
    for each in segments:
        begin = each.start_ms if each.start_ms is not None else placed[-1][0] if placed else 0
        placed.append((begin, each))
    placed.sort(key=lambda pair: pair[0])
    return [each for _, each in placed]
