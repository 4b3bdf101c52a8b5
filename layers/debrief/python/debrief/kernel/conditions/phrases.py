"""Finding phrases in what was said, by rule.

Phrases and utterances are compared as words, found through an index of the utterance's words, so that the work grows
with the number of words and with nothing else, whatever stands between them. What a word is, `kernel.text.words_of`
says: in scripts written without spaces each character is one.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from debrief.kernel.text import each_word, without_silent

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


class WordIndex:
    """The words of what was said, each text indexed when it is first searched.

    It keeps what it has indexed, so make one for a conversation, search that with it as often as need be, and let it
    go: conversations are large, and nothing of one may stay in the memory of a function that sees thousands.
    """

    def __init__(self) -> None:
        self._by_text: dict[str, _Words] = {}

    def __getitem__(self, text: str) -> _Words:
        found = self._by_text.get(text)
        if found is None:
            found = self._by_text[text] = _words(text)
        return found


def has_words(phrase: str) -> bool:
    """Whether there is a word in the phrase, so that it can be said."""
    return next(_each_element(phrase), None) is not None


def is_blank(phrase: str) -> bool:
    """Whether nothing in the phrase is a letter, a digit or an underscore."""
    return re.search(r"\w", _folded(phrase)) is None


def search(
    utterances: Sequence[Utterance],
    phrases: Sequence[str],
    *,
    by: str | None = None,
    first_ms: int | None = None,
    last_ms: int | None = None,
    index: WordIndex | None = None,
) -> Searched:
    """The first utterance in which one of the phrases is, in the order of the phrases.

    index: of the same conversation, where it is searched more than once.
    """
    index = WordIndex() if index is None else index
    wanted = [(phrase, _elements(phrase)) for phrase in phrases]
    end = max((each.end_ms or each.start_ms or 0 for each in utterances), default=0)
    among_any = False
    for each in utterances:
        if by not in (None, each.by) or not _in_time(each, end, first_ms, last_ms):
            continue
        among_any = True
        words = index[each.text]
        for phrase, elements in wanted:
            place = _place(elements, words)
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


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _normal(text: str) -> str:
    """The text whose words are compared. Made equal as a whole, as a character may become several."""
    return without_silent(_folded(text))


def _words(text: str) -> _Words:
    places: dict[str, list[int]] = {}
    for at, word in enumerate(each_word(_normal(text))):
        places.setdefault(word.text, []).append(at)
    return _Words(places, sorted(places))


# Of phrases that are stored: settings, few and short. What was said is neither, and is never cached.
@lru_cache(maxsize=4096)
def _elements(phrase: str) -> tuple[_Element, ...]:
    """The words of a phrase; none where it has no word."""
    return tuple(_each_element(phrase))


def _each_element(phrase: str) -> Iterator[_Element]:
    gap = 0
    for token in _normal(phrase).split():
        if _GAP.fullmatch(token):
            gap = int(token[1:])
            continue
        for word in each_word(token):
            yield _Element(word.text, token.startswith("*", word.end), gap)
            gap = 0


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
    found = list(islice(each_word(plain), first, last + 1))
    return plain[found[0].start : found[-1].end]
