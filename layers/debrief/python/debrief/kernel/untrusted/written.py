"""What may stay of a sentence that a model wrote, whatever it is about (N1, N6).

Sentences are judged one by one. One that breaks a rule is left out and counted, never mended. What a sentence may say
of its subject, whoever knows the subject judges.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from debrief.kernel.untrusted.instructions import instructions_in
from debrief.kernel.untrusted.kinds import Fault

LONGEST_SENTENCE: Final = 600

SENTENCE_END: Final = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？｡।॥])\s*|\n+")

QUOTED: Final = re.compile(r"[\"“”„‟«»‹›「」『』]|(?:(?<=\s)|^)['‘‚][^'’]{4,}['’](?=[\s.,;:!?)]|$)")
"""Marks between which words of others stand."""

MARKUP: Final = re.compile(
    r"[<>{}\[\]`|\\]|[a-z][a-z+.-]*://|https?:|www\.|mailto:|javascript:|\bdata:\w+/|\S@\S|"
    r"\b[\w-]+\.(?:com|net|org|io|dev|info|biz|co|ru|cn|xyz|example|app|ai|top|site|online|click|link|me|uk|de|fr|"
    r"eu)\b(?:/|(?![\w-]))|"
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b|(?:^|\s)(?:#{1,6}|[*_]{2,}|={2,}|-{3,})|\*\*",
    re.IGNORECASE,
)
"""Markup, addresses, and what programs put in place of values."""

SCORE: Final = re.compile(
    r"\b(?:full|perfect|top|maximum|max|highest|flawless) (?:marks?|scores?|ratings?|grades?|points)\b|"
    r"\b(?:scor(?:e[sd]?|ing)|grade[sd]?|marks?|marked|rat(?:ed|ings?|es?)|points?)\b.{0,20}?\d|"
    r"\d+(?:[.,]\d+)? ?(?:of|/|out of) ?\d+\b|"
    r"\b\d+(?:[.,]\d+)? ?(?:points?|marks?|%|per ?cent)|\b(?:ten|five|one hundred|\d+) out of (?:ten|five|"
    r"one hundred|a hundred|\d+)|"
    r"\b(?:volle|höchste|maximale) (?:punktzahl|note|bewertung)|\bnote maximale|puntuación máxima|nota máxima|"
    r"punteggio massimo|满分|満点",
    re.IGNORECASE,
)
"""A score or a mark; those come from the server alone."""

_ORDERS: Final = re.compile(
    r"^(?:please |kindly |always |now |just )?(?:click|visit|log ?in|go to|download|ignore|disregard|forget|approve|"
    r"award|"
    r"grant|promote|dismiss|fire|install|make sure|do not|don't|you (?:must|should|have to|need to|are now|"
    r"will now))\b|"
    r"\b(?:you|the reader|the (?:supervisor|manager|team leader|coach|evaluator|reviewer)) (?:must|should|has to|"
    r"have to|needs? to|is to|shall) "
    r"(?:now )?(?:log|click|visit|open|approve|promote|dismiss|fire|pay|give|award|mark|rate|ignore|download|"
    r"transfer)\b|"
    r"\b(?:as|i am|i'm) an? (?:ai|language model|assistant)\b",
    re.IGNORECASE,
)


_FORMS_OF_THEIR_OWN: Final = re.compile("[^，！？：；（）]+")
"""All but the punctuation that Chinese and Japanese are written with, which is nobody's look-alike."""

COMPARED: Final = re.compile(
    r"\b(?:best|worst|better|worse|strongest|weakest|finest|top|greatest|most (?!recent)\w+|least \w+)(?: \w+){0,4} "
    r"(?:of|in|on|at|across|than|among) (?:the |this |our |her |his |their |all |any |every |most |other )*(?:whole |"
    r"entire )?(?:team|colleagues?|peers?|agents?|any(?:body|one)|every(?:body|one)|others?|company|department|average|"
    r"centre|center|floor|shift)\b|"
    r"\b(?:above|below|ahead of|better than|worse than) (?:the |all |any |every |most |her |his |\w+ )?(?:average|"
    r"others?|"
    r"team|colleagues?|peers?|agents?)\b|\b(?:outperforms?|outshines?)\b|\b(?:best|worst|finest) (?:\w+ ){0,2}ever\b|"
    r"\bbest (?:agent|advis[eo]r|representative|employee|colleague)\b|\b(?:deserves?|earned|merits?) (?:a |"
    r"the )?(?:bonus|raise|promotion|award)\b|"
    r"\b(?:should|must|has to|ought to|needs to) be (?:promoted|dismissed|fired|rewarded|sacked|suspended|warned|"
    r"praised)\b",
    re.IGNORECASE,
)
"""A comparison with others, or what is to become of somebody."""


def sentences(text: str) -> list[str]:
    """The sentences of a text in plain characters: look-alikes made normal, invisible ones gone."""
    return [" ".join(part.split()) for part in SENTENCE_END.split(visible(text)) if part.strip()]


def visible(text: str) -> str:
    """`text` in plain characters; lines end with `\\n`, and what nobody sees is gone."""
    lines = re.sub("\r\n?|[\v\f\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    # Before NFKC: afterwards a Roman numeral or an ideograph for a number is an ordinary letter.
    marked = "".join(map(_numeral, lines))
    normal = _FORMS_OF_THEIR_OWN.sub(lambda part: unicodedata.normalize("NFKC", part[0]), marked)
    return "".join(map(_visible, normal))


@lru_cache(maxsize=4096)
def _visible(character: str) -> str:
    if character == "\n" or character in "\u200c\u200d":
        return character
    return "" if unicodedata.category(character)[0] == "C" else character


@lru_cache(maxsize=4096)
def _numeral(character: str) -> str:
    """Numerals that stand for themselves, as digits."""
    if character.isascii() or unicodedata.category(character) not in {"Nl", "No"}:
        return character
    value = unicodedata.numeric(character, None)
    return character if value is None else f"{value:g}"


NAMED_SITE: Final = re.compile(r"(?<![\w/@.-])[a-z0-9-]+(?:\.[a-z0-9-]+)+(?![\w/@-])", re.IGNORECASE)
"""The name of a site, without anything that leads into it."""


def fault_of_form(sentence: str, said: Collection[str] = ()) -> Fault | None:
    """Why the sentence can't stay, whatever it is about; None when its form is that of a plain statement.

    said: names of sites, in small letters, that may be named as they were said.
    """
    if said:
        sentence = NAMED_SITE.sub(lambda name: "it" if name[0].casefold() in said else name[0], sentence)
    if len(sentence) > LONGEST_SENTENCE:
        return "too_long"
    if instructs(sentence):
        return "instruction"
    return "markup" if MARKUP.search(sentence) else None


_REPORTED: Final = re.compile(
    r"\b(?:told|said|says|explained|informed|added|confirmed|stated|mentioned|replied)\b[^.!?;]{0,40}\bthat$",
    re.IGNORECASE,
)
_ONLY_APPROVES: Final = re.compile(r"\b(?:approve|open|pay|transfer)$", re.IGNORECASE)


def instructs(sentence: str) -> bool:
    """Whether the sentence tells its reader, or a model, what to do, instead of what happened."""
    return any(not _is_told(sentence, order) for order in _ORDERS.finditer(sentence)) or bool(instructions_in(sentence))


def _is_told(sentence: str, order: re.Match[str]) -> bool:
    """Whether it only tells what somebody said of others: that a manager has to approve something."""
    return bool(_REPORTED.search(sentence[: order.start()].rstrip()) and _ONLY_APPROVES.search(order[0]))
