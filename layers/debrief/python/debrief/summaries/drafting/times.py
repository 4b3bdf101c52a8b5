"""Times that no fact is of: a summary knows its period, the one before and the weeks that it cites, and no other.

"Since spring", "compared with last year", "the best ever", "for the third month in a row", "mornings go better": whatever
is told of such a time nobody computed. What is to be done may have any time, and so may what an agent promises.
"""

from collections.abc import Mapping
from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.languages import is_foreign
from debrief.summaries.drafting.sentence import Sentence, words_of
from debrief.summaries.facts.model import Fact

_SPANS: Final = words_of(
    "year years quarter season spring summer autumn winter month months decade easter christmas weeks days fortnight"
)
"""Lengths and seasons of time. Weeks are facts by themselves, see `_of_a_week`."""

_PAST: Final = words_of(
    "last past previous this recent since over during throughout within through before after until earlier early late "
    "in by for many of every each all the"
)
_BEHIND: Final = words_of("ago running earlier now before back later")
_DAYTIMES: Final = words_of("mornings afternoons evenings nights weekends")
_SAID_OF_NOW: Final = words_of("yesterday today tonight nowadays")
_PLANNED: Final = words_of("to could should can may might will would worth for")
_ELAPSED: Final = LatePattern(
    r"\b(?:an?|the|new|personal) (?:\w+ )?records?(?= (?:high|low|for|of)\b|\W*$)|\bpersonal best\b|\ba (?:new )?(?:peak|high point|low point)\b"
    r"|\bsince (?:the|a|an|his|her|their) (?:\w+ )?(?:change|move|arrival|departure|introduction|switch|start|launch|update|reform"
    r"|merger|training|coaching|holidays?|break|leave|return|transfer|incident|complaint)\b(?! of the period)"
    r"|\bin a row\b|\b(?:month|day|year) (?:after|by|on|upon) (?:week|month|day|year)\b"
    r"|\b(?:has|have|had) ever\b|\b(?:best|worst|highest|lowest|strongest|weakest|fastest|slowest|most|least) (?:\w+ )?ever\b"
    r"|\b(?:all[- ]time|on record|of all time|ever (?:seen|recorded|measured|reached)|in (?:its|their|living) history)\b"
    r"|\b(?:this|last|past) (?:morning|afternoon|evening|night|weekend)\b"
    r"|\b(?:morning|afternoon|evening|night|early|late|weekend) shifts?\b"
    r"|\b(?:from|since) (?:the )?(?:very )?(?:start|beginning) of the (?:year|month|quarter)\b"
    r"|\b(?:since|before|after) (?:joining|starting|the (?:agent )?(?:joined|started|holidays?|vacation|training))\b"
)
_WEEKS: Final = LatePattern(
    r"\b(?:this|last|past|previous|recent|these|final) (?:\w+ )?weeks?\b|\bweeks? (?:ago|running)\b"
)


_PREDICTED: Final = LatePattern(
    r"(?<!\S)(?:agent|they|he|she|\{f\d+\.name\}|scores?|rates?|average|results?|performance|xnps|sentiment|everything|it|items?)"
    r" (?:will|won't|is going to|are going to|is bound to|is about to|is set to|is sure to|is certain to)"
    r"(?! (?:\w+ly )?(?:benefit|need|hear|notice|be able|be worth|be easier|help|be discussed|be a topic|take))"
)


_WHAT: Final = words_of("how what when where why which whether until before if that who")
"""With which somebody is told what will be: "says how it will be put right"."""


def foretells(sentence: Sentence) -> bool:
    """Whether it says what is going to be: no fact tells that."""
    if sentence.is_question or sentence.is_advice:
        return False
    text = sentence.spaced.casefold()
    return any(
        not text[: found.start()].split()[-1:] or text[: found.start()].split()[-1] not in _WHAT
        for found in _PREDICTED.finditer(text)
    )


def is_of_another_time(sentence: Sentence, facts: Mapping[str, Fact], *, of_one: bool = False) -> bool:
    """Whether it tells of a time that no fact is of. Questions and advice tell nothing that was.

    of_one: it is about a single conversation, in which days and months may have been spoken of; so is what cites
    nothing but evidence.
    """
    if sentence.is_question or sentence.is_advice or is_foreign(sentence):
        return False
    if _ELAPSED.search(sentence.bare) is not None:
        return True
    if of_one or (any(not each.is_fact for each in sentence.references) and not _cites_a_fact(sentence)):
        return False
    words = sentence.words
    if _DAYTIMES & set(words) or any(not _PLANNED & set(sentence.before(at, 5)) for at in _now(sentence)):
        return True
    for at, token in enumerate(sentence.tokens):
        if token.text not in _SPANS:
            continue
        if token.text in {"spring", "season"} and sentence.text_at(at - 1) in {"to", "a"}:
            continue
        before = sentence.before(at, 3)
        if token.text == "quarter" and before[-1:] == ("after",):
            continue
        if set(before) & _PAST - {"the", "all"} and not {"next", "coming", "following"} & set(before):
            return True
        if sentence.text_at(at + 1) in _BEHIND:
            return True
    return _WEEKS.search(sentence.bare) is not None and not _cites_a_week(sentence, facts)


def _cites_a_fact(sentence: Sentence) -> bool:
    return any(each.is_fact for each in sentence.references)


def _now(sentence: Sentence) -> list[int]:
    return [at for at, token in enumerate(sentence.tokens) if token.text in _SAID_OF_NOW]


def _cites_a_week(sentence: Sentence, facts: Mapping[str, Fact]) -> bool:
    return any(each.id in facts and facts[each.id].kind == "week" for each in sentence.references)
