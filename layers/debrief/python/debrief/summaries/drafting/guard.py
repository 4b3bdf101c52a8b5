"""What may stay of a text that a model wrote (N1, N6).

Sentence by sentence: no number in digits or words, no reference to what doesn't exist, no quotation marks (quotes come
separately and are looked up), no addresses or markup, no instructions that were read somewhere and passed on, no
"improved" beside a figure that says otherwise. A sentence that breaks a rule is left out and counted, never mended.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final, NamedTuple

from debrief.summaries.facts.model import Evidence, Fact
from debrief.summaries.report.report import DropReason

LONGEST_SENTENCE: Final = 600

REFERENCE: Final = re.compile(r"\{(?:(?P<fact>F\d{1,4})(?P<name>\.name)?|(?P<evidence>E\d{1,4})(?P<score>\.score)?)\}")

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBER_WORDS: Final = _words(
    """
    zero nil nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fourty fifty sixty seventy eighty ninety hundred
    hundreds thousand thousands million millions billion billions dozen dozens couple half halves halved third
    thirds quarter quarters fourth fifth fifths sixth seventh eighth ninth tenth tenths percent percents
    percentile pct twice thrice double doubled doubling triple tripled quadruple quadrupled twofold threefold
    tenfold majority
    """
)
_INNOCENT = re.compile(
    r"\b(?:one[- ]to[- ]ones?|one another|no one|first[- ]call resolution|first[- ]contact resolution)\b", re.IGNORECASE
)
"""Expressions with a number word in them that count nothing."""

_PER_CENT = re.compile(r"\bper\s+cent|\bper\s+mill?e\b", re.IGNORECASE)
_QUOTES = re.compile(r"[\"“”„‟«»‹›「」『』]|(?:(?<=\s)|^)['‘‚][^'’]{4,}['’](?=[\s.,;:!?)]|$)")
_MARKUP = re.compile(
    r"[<>{}\[\]`|\\]|https?:|www\.|mailto:|javascript:|\bdata:\w+/|\S@\S"
    r"|\b[\w-]+\.(?:com|net|org|io|dev|info|biz|co|ru|cn|xyz)\b",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"""
    \b(?:ignore|disregard|forget|override|bypass|overrule)\b.{0,40}
        \b(?:previous|above|prior|earlier|all|any|instruction\w*|rule\w*|prompt\w*|system)\b
    | \b(?:system|developer)\s+(?:prompt|message|instruction\w*)\b
    | \b(?:new|following|hidden|secret)\s+instruction\w*\b
    | \byou\s+(?:are\s+now|must\s+now|will\s+now)\b
    | \b(?:as|i\s+am|i'm)\s+an?\s+(?:ai|language\s+model|assistant)\b
    | \b(?:prompt\s+injection|jailbreak\w*|do\s+anything\s+now)\b
    | \b(?:give|award|grant|assign|mark|rate|score)\b.{0,30}
        \b(?:perfect|full|maximum|top|highest)\s+(?:score|mark|rating)s?\b
    | ^\s*(?:system|assistant|user|human)\s*:
    """,
    re.IGNORECASE | re.VERBOSE,
)

_UP: Final = _words(
    """
    improve improved improves improving improvement increase increased increases increasing rise rose risen
    rising better gain gained gains grew grown growing climb climbed climbing stronger strengthened upward up
    higher
    """
)
_DOWN: Final = _words(
    """
    decline declined declines declining decrease decreased decreases decreasing drop dropped drops dropping
    fall fell fallen falling worse worsen worsened worsening weaker weakened slip slipped slipping downward
    down lower deteriorated deteriorating
    """
)


class Known(NamedTuple):
    """What texts may refer to."""

    facts: Mapping[str, Fact]
    evidence: Mapping[str, Evidence]


class Verdict(NamedTuple):
    """What stays of a text, and why the other sentences don't, one reason for each."""

    kept: tuple[str, ...]
    dropped: tuple[DropReason, ...]

    @property
    def text(self) -> str:
        """The kept sentences as one text."""
        return " ".join(self.kept)


def checked(text: str, known: Known) -> Verdict:
    """Judge every sentence of `text`."""
    kept: list[str] = []
    dropped: list[DropReason] = []
    for sentence in sentences(text):
        reason = fault(sentence, known)
        if reason is None:
            kept.append(sentence)
        else:
            dropped.append(reason)
    return Verdict(tuple(kept), tuple(dropped))


def sentences(text: str) -> list[str]:
    """The sentences of a text in plain characters: look-alikes made normal, invisible ones gone."""
    parts = _SENTENCE_END.split(_visible(text))
    return [" ".join(part.split()) for part in parts if part.strip()]


def fault(sentence: str, known: Known) -> DropReason | None:
    """Why the sentence can't stay; None when it can."""
    if len(sentence) > LONGEST_SENTENCE:
        return "too_long"
    references = list(REFERENCE.finditer(sentence))
    bare = REFERENCE.sub(" ", sentence)
    if _INSTRUCTION.search(bare):
        return "instruction"
    if _MARKUP.search(bare):
        return "markup"
    if _QUOTES.search(bare):
        return "unproven_quote"
    if _has_number(bare):
        return "number"
    for reference in references:
        reason = _unknown(reference, known)
        if reason:
            return reason
    return "contradiction" if _contradicts(bare, references, known) else None


def _visible(text: str) -> str:
    lines = text.replace("\r", "\n").replace("\t", " ")
    # Before NFKC: afterwards a Roman numeral or an ideograph for a number is an ordinary letter.
    marked = "".join("0" if _is_numeral(each) else each for each in lines)
    normal = unicodedata.normalize("NFKC", marked)
    return "".join(each for each in normal if each == "\n" or unicodedata.category(each)[0] != "C")


def _is_numeral(character: str) -> bool:
    return not character.isascii() and unicodedata.numeric(character, None) is not None


def _has_number(bare: str) -> bool:
    if any(unicodedata.numeric(each, None) is not None for each in bare) or "%" in bare or "‰" in bare:
        return True
    if _PER_CENT.search(bare):
        return True
    words = _WORD.findall(_INNOCENT.sub(" ", _without_accents(bare)).casefold())
    return any(part in _NUMBER_WORDS for word in words for part in (word, word.replace("-", ""), *word.split("-")))


def _without_accents(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


def _unknown(reference: re.Match[str], known: Known) -> DropReason | None:
    if reference["fact"]:
        fact = known.facts.get(reference["fact"])
        if fact is None:
            return "unknown_reference"
        return None if reference["name"] or fact.text is not None else "no_value"
    evidence = known.evidence.get(reference["evidence"])
    if evidence is None:
        return "unknown_reference"
    return "no_value" if reference["score"] and evidence.score is None else None


def _contradicts(bare: str, references: list[re.Match[str]], known: Known) -> bool:
    """Whether the sentence claims a movement that a change it cites doesn't show."""
    directions = {
        known.facts[each["fact"]].direction
        for each in references
        if each["fact"] and not each["name"] and known.facts[each["fact"]].kind == "change"
    }
    if not directions:
        return False
    words = set(re.findall(r"[a-z]+", bare.casefold()))
    up, down = bool(words & _UP), bool(words & _DOWN)
    if not up and not down:
        return False
    if up and "up" not in directions:
        return True
    return down and "down" not in directions
