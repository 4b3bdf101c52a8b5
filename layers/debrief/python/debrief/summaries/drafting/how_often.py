"""How often something happens, in words: no number, but nothing to say without a reference either."""

import re
from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.sentence import Sentence, any_of

_SELDOM_A_LAPSE: Final = LatePattern(
    r"\b(?:rarely|seldom|(?:hardly|scarcely) ever) (?:(?:has|have|needs?) to )?(?:"
    r"interrupts?|rush(?:es)?|hurr(?:y|ies)|argues?|blames?|hesitates?|rambles?|stumbles?|digress(?:es)?|misses"
    r"|forgets?|"
    r"skips?|ignores?|loses|raises? (?:a|the|their|his|her) voice|talks? over|cuts? (?:\w+ )?(?:off|short)|"
    r"(?:repeats?|corrects?) (?:him|her|them)sel\w+|puts? (?:\w+ ){1,2}on hold|"
    r"(?:uses?|falls? (?:back )?into|slips? into|resorts? to) (?:technical |internal )?(?:jargon|fillers?|filler words|"
    r"acronyms|abbreviations)|"
    r"(?:leaves?|keeps?|lets?) (?:\w+ ){1,3}(?:without|waiting|wait|alone|hanging|in the dark|unanswered|guessing)"
    r")\b"
)
"""That a lapse is rare: told of how somebody acts it counts no more than that they don't interrupt."""


def without_rare_lapses(text: str, sentence: Sentence) -> str:
    """`text` with a blank for each, where no figure is cited that could tell how rare."""
    if any(each.is_fact for each in sentence.references):
        return text
    return _SELDOM_A_LAPSE.sub(" ~ ", text)


def says_how_often(sentence: Sentence) -> bool:
    """Whether it says how often something happens: no number, but nothing to say without a reference either."""
    bare = without_rare_lapses(sentence.bare, sentence)
    often = any_of(bare.split(), {"rarely", "seldom"}) or _HOW_OFTEN.search(bare) is not None
    return often and not (sentence.is_question or sentence.is_advice)


_HOW_OFTEN: Final = re.compile(
    r"\b(?:customers|callers|clients|conversations|calls|chats|people) "
    r"(?:usually|mostly|generally|typically|normally|largely|mainly|almost)\b"
)
