"""What may be counted in words: on the occasion that a sentence cites, and in advice, which counts nothing that was."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.sentence import Sentence
from debrief.summaries.facts.model import Fact

_WITHIN_ONE: Final = LatePattern(
    r"\b(?:twice|several times|a second time|(?:two|three|both|several) "
    r"(?!of |in |out |per |thirds|and |hundred|thousand|quarters|times|point|percent)"
    r"(?!(?:\w+ )?(?:customer|caller|call|client|chat|conversation|case|evaluation|agent|people|user|week|month)s?\b)"
    r"(?:[a-z]\w+ )?[a-z]\w+(?! (?:in|out) of\b)(?: at once)?|"
    r"(?:first|second|other|last) half\b(?! of (?:the )?(?:\w+ )?(?:calls|customers|chats|conversations|evaluations))|"
    r"(?<!every )(?<!only )"
    r"one (?!of |in |out |customer|caller|call|chat|third|half)"
    r"(?:more |last |open |single |short |clear )?\w+(?! (?:in|of|out)\b))\b"
)
"""What may be counted within the one conversation that a sentence cites: it is told of that occasion, as all else
is."""

_IN_ADVICE: Final = LatePattern(
    r"\b(?:(?:the )?(?:first|next|last) )?(?:one|two|three|four|five|six|seven|eight|nine|ten|a couple of|half a|"
    r"(?:a )?quarter of an) (?:\w+ )?(?:"
    r"seconds?|minutes?|hours?|questions?|options?|sentences?|words?|steps?|ideas?|phrases?|things?|examples?|points?|"
    r"ways?|"
    r"alternatives?|topics?|habits?|goals?|moments?|notes?|lines?)\b(?! (?:of|out|in) (?:the |all |every )?(?:\w+ )?(?:"
    r"calls|customers|callers|chats|conversations|cases|evaluations|ten|five))|"
    r"\bthe next (?:one|two|three|four|five|six|ten) (?:calls|chats|conversations|shifts|days|weeks)\b|"
    r"\bone-(?:sentence|line|minute|word)\b|"
    r"\b(?:once|twice|(?:two|three) times)(?: (?:a|per|every|each|in the|before|after|at|when) \w+)?\b"
    r"(?! (?:as|than|more)\b)"
)
"""How much of something is to be said or done: advice and questions count nothing that was."""

_CHOSEN: Final = LatePattern(
    r"\b(?:bring|take|pick|choose|change|replay|review|listen to|hear|read|handle|handling|compare|redo|repeat|of"
    r"|these|those|in)"
    r" (?:one|two|three|these two|those two|two of these) (?:\w+ )?(?:calls?|recordings?|chats?|conversations?"
    r"|moments?|evaluations?"
    r"|replies|messages?|e-?mails?|answers?)\b(?! (?:in|out of|of|per) (?:ten|every|all|three|four|five))"
)
"""Conversations that somebody is asked to choose, not counted."""

_IN_ONE: Final = re.compile(r"\bin one (?:conversation|call|chat|message|sentence|breath|reply)\b|\ba (?:good )?pair\b")


def without_counts_of_occasions(bare: str, sentence: Sentence, cited: Collection[str]) -> str:
    """`bare`, the sentence in small letters, with a blank for what may be counted. cited: ids of the cited evidence."""
    of_facts = any(each.is_fact for each in sentence.references)
    if len(cited) == 1 and not of_facts:
        bare = _WITHIN_ONE.sub(" ~ ", _without_places(bare, sentence))
    if len(cited) == _PAIR:
        bare = _BOTH_CITED.sub(" ~ ", bare)
    if cited:
        bare = _IN_ONE.sub(" ~ ", bare)
    if sentence.is_advice or sentence.is_question:
        bare = _CHOSEN.sub(" ~ ", bare)
    if (sentence.is_advice or sentence.is_question) and not of_facts:
        bare = _IN_ADVICE.sub(" ~ ", bare)
    return bare


def _without_places(bare: str, sentence: Sentence) -> str:
    """`bare` without what the references stand behind: "one reply in {E1}" is one reply, and not one in some."""
    for place in _BEFORE_EVIDENCE.findall(sentence.text):
        bare = bare.replace(f" {place} ", " ~ ", 1) if bare.count(f" {place} ") == 1 else bare
    return bare


_BEFORE_EVIDENCE: Final = re.compile(r"(?<=\w )(in|of|from|during) (?=\{E\d)")

_BOTH_CITED: Final = re.compile(
    r"\b(?:both|two|either|neither)(?! (?:of the )?(?:customers|callers|clients|people|agents|thirds|in|out|per)\b)"
)
"""What may be said of two conversations where just as many are cited: "two different endings"."""

_PAIR: Final = 2

_SMALL: Final = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_COUNTED_NOUN: Final = r" (?=(?:\w+ )?(?:actions?|evaluations?|conversations?|pieces? of feedback))"


def without_cited_counts(sentence: Sentence, facts: Mapping[str, Fact], bare: str) -> str:
    """ "There is one overdue action ({F5})": the count is said twice, once by its reference."""
    for each in sentence.references:
        fact = facts.get(each.id)
        if (
            each.part != "value"
            or fact is None
            or fact.kind != "count"
            or fact.value is None
            or fact.value not in range(len(_SMALL))
        ):
            continue
        noun = fact.name.split()[0]
        if noun in bare:
            bare = re.sub(rf"\b{_SMALL[int(fact.value)]}{_COUNTED_NOUN}", " ~ ", bare, count=1)
    return bare
