"""Finding phrases in what was said, by rule."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple


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


def has_words(phrase: str) -> bool:
    """Whether there is a word in the phrase, so that it can be said."""
    return _pattern(phrase) is not None


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
        words = _normal(each.text)
        for phrase in phrases:
            pattern = _pattern(phrase)
            match = pattern.search(words) if pattern is not None else None
            if match is not None:
                return Searched(Found(each.turn, each.start_ms, phrase, match[0]), True)
    return Searched(None, among_any)


def _in_time(utterance: Utterance, end: int, first_ms: int | None, last_ms: int | None) -> bool:
    if first_ms is None and last_ms is None:
        return True
    if utterance.start_ms is None:
        return False
    if first_ms is not None:
        return utterance.start_ms < first_ms
    return utterance.start_ms >= end - (last_ms or 0)


@lru_cache(maxsize=8192)
def _normal(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words).casefold().replace("’", "'").replace("‘", "'")
    return plain.replace("'", "")


@lru_cache(maxsize=4096)
def _pattern(phrase: str) -> re.Pattern[str] | None:
    """The phrase as an expression over normalised text; None where it has no word."""
    built: list[str] = []
    between = r"[\W_]+"
    for token in _normal(phrase).split():
        if re.fullmatch(r"~\d{1,2}", token):
            between = rf"[\W_]+(?:\w+[\W_]+){{0,{int(token[1:])}}}"
            continue
        for word in re.findall(r"\w+\*?", token):
            stem = re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "")
            built.append(between + stem if built else stem)
            between = r"[\W_]+"
    return re.compile(rf"(?<!\w){''.join(built)}(?!\w)") if built else None
