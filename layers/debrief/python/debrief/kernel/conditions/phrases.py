"""Finding phrases in what was said, by rule.

Phrases and utterances are compared as words, found through an index of the utterance's words, so that the work grows
with the number of words and with nothing else, whatever stands between them.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[^\W_]+")
_WORD_OR_STEM: Final = re.compile(r"[^\W_]+\*?")
_GAP: Final = re.compile(r"~\d{1,2}")


class Utterance(NamedTuple):
    """Something that was said. turn: its place in the whole. start_ms, end_ms: None where times aren't known."""

    turn: int
    by: str
    text: str
    start_ms: int | None = None
    end_ms: int | None = None


class Found(NamedTuple):
    """Where a phrase was said. words: as they were found, without case."""

    turn: int
    start_ms: int | None
    phrase: str
    words: str


class Searched(NamedTuple):
    """What a search came to. among_any: whether there were words among which the phrases could have been."""

    found: Found | None
    among_any: bool


class _Element(NamedTuple):
    """One word of a phrase. stem: any word that begins so. gap: how many others may stand before it at most."""

    text: str
    stem: bool
    gap: int


class _Words(NamedTuple):
    """The words of an utterance. places: where each stands among them, from 0. sorted: each once."""

    places: Mapping[str, Sequence[int]]
    sorted: Sequence[str]


def has_words(phrase: str) -> bool:
    """Whether there is a word in the phrase, so that it can be said."""
    return bool(_elements(phrase))


def is_blank(phrase: str) -> bool:
    """Whether nothing in the phrase is a letter, a digit or an underscore."""
    return re.search(r"\w", _normal(phrase)) is None


def search(
    utterances: Sequence[Utterance],
    phrases: Sequence[str],
    *,
    by: str | None = None,
    first_ms: int | None = None,
    last_ms: int | None = None,
) -> Searched:
    """The first utterance in which one of the phrases is, in the order of the phrases."""
    end = max((each.end_ms or each.start_ms or 0 for each in utterances), default=0)
    among_any = False
    for each in utterances:
        if by not in (None, each.by) or not _in_time(each, end, first_ms, last_ms):
            continue
        among_any = True
        words = _words(each.text)
        for phrase in phrases:
            place = _place(_elements(phrase), words)
            if place is not None:
                return Searched(Found(each.turn, each.start_ms, phrase, _between(each.text, *place)), True)
    return Searched(None, among_any)


def _in_time(utterance: Utterance, end: int, first_ms: int | None, last_ms: int | None) -> bool:
    if first_ms is None and last_ms is None:
        return True
    if utterance.start_ms is None:
        return False
    if first_ms is not None:
        return utterance.start_ms < first_ms
    return utterance.start_ms >= end - (last_ms or 0)


def _normal(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words).casefold().replace("’", "'").replace("‘", "'")
    return plain.replace("'", "")


@lru_cache(maxsize=4096)
def _words(text: str) -> _Words:
    places: dict[str, list[int]] = {}
    for at, word in enumerate(_WORD.findall(_normal(text))):
        places.setdefault(word, []).append(at)
    return _Words(places, sorted(places))


@lru_cache(maxsize=4096)
def _elements(phrase: str) -> tuple[_Element, ...]:
    """The words of a phrase; none where it has no word."""
    found: list[_Element] = []
    gap = 0
    for token in _normal(phrase).split():
        if _GAP.fullmatch(token):
            gap = int(token[1:])
            continue
        for word in _WORD_OR_STEM.findall(token):
            found.append(_Element(word.rstrip("*"), word.endswith("*"), gap))
            gap = 0
    return tuple(found)


def _place(elements: Sequence[_Element], words: _Words) -> tuple[int, int] | None:
    """The first and the last word of the earliest place where the elements stand; None where they don't.

    Of several gaps that would do, each is the widest, the first one first.
    """
    if not elements:
        return None
    candidates: list[Sequence[int]] = []
    for element in elements:
        standing = _standing(element, words)
        if not standing:
            return None
        candidates.append(standing)
    # From the last element to the first: of each, the places from which the rest follows within its gaps.
    following = [candidates[-1]]
    for element, standing in zip(reversed(elements[1:]), reversed(candidates[:-1]), strict=True):
        following.append(list(_followed(standing, following[-1], element.gap)))
        if not following[-1]:
            return None
    following.reverse()
    first = last = following[0][0]
    for element, standing in zip(elements[1:], following[1:], strict=True):
        last = standing[bisect_right(standing, last + 1 + element.gap) - 1]
    return first, last


def _standing(element: _Element, words: _Words) -> Sequence[int]:
    """Where the element stands among the words, in their order."""
    if not element.stem:
        return words.places.get(element.text, ())
    found: list[int] = []
    for at in range(bisect_left(words.sorted, element.text), len(words.sorted)):
        word = words.sorted[at]
        if not word.startswith(element.text):
            break
        found.extend(words.places[word])
    return sorted(found)


def _followed(standing: Sequence[int], by: Sequence[int], gap: int) -> Iterator[int]:
    """Those of `standing` behind which one of `by` comes after `gap` others at most."""
    at = 0
    for place in standing:
        while at < len(by) and by[at] <= place:
            at += 1
        if at == len(by):
            return
        if by[at] <= place + 1 + gap:
            yield place


def _between(text: str, first: int, last: int) -> str:
    """The normalised text from its word number `first` to its word number `last`, both included."""
    plain = _normal(text)
    matches = list(islice(_WORD.finditer(plain), first, last + 1))
    return plain[matches[0].start() : matches[-1].end()]
