"""Where a text has words of some meaning, by the language that it is in.

A table has, for each language and each meaning, the words and expressions. What a text says is looked up word by word,
so that the work doesn't grow with the table.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from importlib.resources import files
from typing import Final, NamedTuple

from debrief.kernel.untrusted.disguises import plain
from debrief.kernel.untrusted.tongues import tongues_of_words

_TOKEN: Final = re.compile(r"[^\W_]+")
_MOST_TONGUES: Final = 4
"""A text of a few words may be in several languages; in how many at most it is looked at."""


class Aim(StrEnum):
    """What words mean to whoever grades a conversation."""

    JUDGE = "judge"
    """Who grades."""
    READER = "reader"
    """Whoever reads, listens or counts; machines."""
    GRADES = "grades"
    """Grades, or reads later."""
    MARKS = "marks"
    """What is given: marks, an evaluation."""
    FORM = "form"
    """Parts of a form."""
    RECORD = "record"
    """What is written about it."""
    BEST = "best"
    """The best result."""
    ALL = "all"
    """All of it."""
    THIS = "this"
    """This conversation, its agent."""
    ASKS = "asks"
    """Asks for it."""
    COUNTS_AS = "counts_as"
    """To count as."""
    TICKS = "ticks"
    """To tick, to fill in."""
    PRAISE = "praise"
    """What an agent is praised for."""
    CRITERION = "criterion"
    """What is graded."""
    LENIENT = "lenient"
    """To be lenient."""
    IGNORE = "ignore"
    """To ignore."""
    OMIT = "omit"
    """To leave out of what is written."""
    OTHER_MATTER = "other_matter"
    """Other matters of customers."""
    SURVEY = "survey"
    """Surveys."""


class Hit(NamedTuple):
    """A place in a text, and what is meant there."""

    start: int
    end: int
    meaning: str


class _Phrase(NamedTuple):
    """The words after the first one; any: whether a word may end in any way."""

    rest: tuple[tuple[str, bool], ...]
    meaning: str


class _Words:
    """The words of one language."""

    def __init__(self) -> None:
        self.exact: dict[str, set[str]] = {}
        self.begins: dict[str, set[str]] = {}
        self.phrases: dict[str, list[_Phrase]] = {}
        self.phrases_begin: dict[str, list[_Phrase]] = {}
        self.parts: list[tuple[re.Pattern[str], str]] = []
        self._lengths: tuple[int, ...] = ()

    def add(self, meaning: str, words: Sequence[str]) -> None:
        parts = [each[1:] for each in words if each.startswith("~")]
        if parts:
            found = "|".join(re.escape(plain(each)).replace("_", r"\s?") for each in sorted(parts, key=len)[::-1])
            self.parts.append((re.compile(found), meaning))
        for each in words:
            if each.startswith("~"):
                continue
            first, *rest = (_bare(part) for part in each.split("_"))
            if rest:
                table = self.phrases_begin if first[1] else self.phrases
                table.setdefault(first[0], []).append(_Phrase(tuple(rest), meaning))
            else:
                (self.begins if first[1] else self.exact).setdefault(first[0], set()).add(meaning)

    def done(self) -> "_Words":
        self._lengths = tuple(sorted({len(each) for each in (*self.begins, *self.phrases_begin)}))
        return self

    def hits(self, text: str, tokens: Sequence[tuple[str, int, int]]) -> Iterator[Hit]:
        for at, (word, start, end) in enumerate(tokens):
            for meaning in self.exact.get(word, ()):
                yield Hit(start, end, meaning)
            yield from self._phrases(tokens, at, self.phrases.get(word, ()))
            for length in self._lengths:
                if length > len(word):
                    break
                stem = word[:length]
                for meaning in self.begins.get(stem, ()):
                    yield Hit(start, end, meaning)
                yield from self._phrases(tokens, at, self.phrases_begin.get(stem, ()))
        for part, meaning in self.parts:
            for found in part.finditer(text):
                yield Hit(found.start(), found.end(), meaning)

    @staticmethod
    def _phrases(tokens: Sequence[tuple[str, int, int]], at: int, phrases: Sequence[_Phrase]) -> Iterator[Hit]:
        for phrase in phrases:
            after = tokens[at + 1 : at + 1 + len(phrase.rest)]
            if len(after) == len(phrase.rest) and all(
                token[0].startswith(word) if any_end else token[0] == word
                for token, (word, any_end) in zip(after, phrase.rest, strict=True)
            ):
                yield Hit(tokens[at][1], after[-1][2], phrase.meaning)


def _bare(part: str) -> tuple[str, bool]:
    return plain(part.removesuffix("*")), part.endswith("*")


class Table:
    """A table of words by language and meaning, read when it is first looked at.

    whole: meanings of expressions of which the words say nothing by themselves ("without any deductions", "all the way
    up"); parts: the meanings that these words would have.
    """

    def __init__(self, package: str, name: str, *, whole: Collection[str] = (), parts: Collection[str] = ()) -> None:
        self._file = (package, name)
        self._whole, self._parts = frozenset(whole), frozenset(parts)

    def meanings(self, text: str, tongues: Collection[str]) -> Mapping[str, Sequence[Hit]]:
        """For each of the languages that is known here: the places of `text` that mean something, in order.

        text: as `plain` has it.
        """
        tokens = _tokens(text)
        known = self._known
        return {each: self._longest(known[each].hits(text, tokens)) for each in sorted(tongues) if each in known}

    @property
    def languages(self) -> Collection[str]:
        """The languages that are known."""
        return self._known.keys()

    def _longest(self, hits: Iterable[Hit]) -> Sequence[Hit]:
        kept: list[Hit] = []
        whole = Hit(-1, -1, "")
        for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
            inside = hit.end <= whole.end and hit.end - hit.start < whole.end - whole.start
            if not (inside and hit.meaning in self._parts):
                kept.append(hit)
            if hit.meaning in self._whole and hit.end > whole.end:
                whole = hit
        return kept

    @cached_property
    def _known(self) -> Mapping[str, _Words]:
        known: dict[str, _Words] = {}
        package, name = self._file
        for line in (files(package) / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                head, _, words = line.partition(": ")
                language, _, meaning = head.partition(" ")
                known.setdefault(language, _Words()).add(meaning, words.split())
        return {language: words.done() for language, words in known.items()}


def _tokens(text: str) -> Sequence[tuple[str, int, int]]:
    return [(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]


AIMS: Final = Table(
    "debrief.kernel.untrusted.words",
    "aims.txt",
    whole=(Aim.BEST, Aim.OMIT),
    parts=(Aim.ALL, Aim.BEST, Aim.ASKS),
)


def meanings_in(text: str) -> Mapping[str, Sequence[Hit]]:
    """What `text` (as `plain` has it) means to whoever grades it, for each language that it may be in."""
    tongues = tongues_of_words(tuple(word for word, _, _ in _tokens(text)))
    likely = sorted(tongues & set(AIMS.languages))[:_MOST_TONGUES]
    return AIMS.meanings(text, likely or ["en"])
