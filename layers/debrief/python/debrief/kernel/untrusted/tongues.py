"""In which language a text is written, as far as its script and its small words tell."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

_SCRIPTS: Final[tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]] = (
    (re.compile("[\u3040-\u30ff]"), ("ja",)),
    (re.compile("[\uac00-\ud7a3]"), ("ko",)),
    (re.compile("[\u4e00-\u9fff]"), ("zh", "ja")),
    (re.compile("[\u0e00-\u0e7f]"), ("th",)),
    (re.compile("[\u0600-\u06ff]"), ("ar",)),
    (re.compile("[\u0590-\u05ff]"), ("he",)),
    (re.compile("[\u0900-\u097f]"), ("hi",)),
    (re.compile("[\u0370-\u03ff]"), ("el",)),
    (re.compile("[\u0400-\u04ff]"), ("ru", "uk")),
)
"""Scripts with the languages that are known of each; the first that a text holds tells."""

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LETTER: Final = 0.25
"""What a word of one letter counts, which may as well be a part of "e.g."."""

_NEARLY: Final = 0.75
"""Of two languages with about as many small words in a text, it may be either."""


def tongues_of(text: str) -> frozenset[str]:
    """The languages that `text` may be in, by their codes; none where nothing tells.

    Danish is hardly told from Norwegian, nor Czech from Slovak: then both are.
    """
    return tongues_of_words(tuple(_LETTERS.findall(text.casefold())))


def share_of_small_words(words: Sequence[str]) -> float:
    """Which part of these words are small words of the one language that has most of them."""
    table = _table()
    counts: dict[str, int] = {}
    for word in words:
        for language in table.get(word, ()):
            counts[language] = counts.get(language, 0) + 1
    return max(counts.values(), default=0) / max(1, len(words))


def small_words_in(words: Iterable[str], tongues: Collection[str]) -> frozenset[str]:
    """Those of the words that are small words of one of these languages."""
    table = _table()
    return frozenset(word for word in words if not set(table.get(word, ())).isdisjoint(tongues))


@lru_cache(maxsize=1024)
def tongues_of_words(words: Sequence[str]) -> frozenset[str]:
    """The same of words in small letters, for those who have them already."""
    return _tongues(words, _table())


def _tongues(words: Sequence[str], table: Mapping[str, Collection[str]]) -> frozenset[str]:
    counts: dict[str, float] = {}
    for word in words:
        for language in table.get(word, ()):
            counts[language] = counts.get(language, 0) + (1 if len(word) > 1 else _LETTER)
    for script, languages in _SCRIPTS:
        foreign = sum(1 for word in words if script.search(word))
        if foreign and 2 * foreign >= len(words):
            # Languages of one script that have small words of their own are told apart by these.
            own = {each: counts.get(each, 0) for each in languages}
            most = max(own.values())
            return frozenset(each for each, count in own.items() if count >= _NEARLY * most)
    most = max(counts.values(), default=0)
    return frozenset(each for each, count in counts.items() if count >= _NEARLY * most)


@cache
def _table() -> Mapping[str, Collection[str]]:
    """The languages of each small word."""
    text = (files("debrief.kernel.untrusted.words") / "small_words.txt").read_text(encoding="utf-8")
    table: dict[str, set[str]] = {}
    for language, words in _lines(text.splitlines()):
        for word in words:
            table.setdefault(word, set()).add(language)
    return table


def _lines(lines: Iterable[str]) -> Iterable[tuple[str, Sequence[str]]]:
    for line in lines:
        if line and not line.startswith("#"):
            language, _, words = line.partition(": ")
            yield language, words.split()
