"""Single happenings that are told without saying where: "the customer hung up", "a complaint was filed".

How the agent works may be told in either tense. What customers did and what became of a call or a complaint happened in
conversations that can be cited; without one of them, nothing bears it out.
"""

from typing import Final

from debrief.summaries.drafting.languages import is_foreign
from debrief.summaries.drafting.sentence import SOFT, Sentence, words_of

_HAPPENED: Final = words_of(
    """
    was were had did got went came took gave said told made kept left lost hung spoke began broke brought bought caught
    chose cut drove fell felt forgot found grew heard held hurt knew led lent lied meant met paid put ran rang read rose sold
    sent shook shut slept stole stood swore taught threw thought understood woke won wrote became
    """
)
_WHO: Final = words_of(
    "customer customers caller callers client clients somebody someone supervisor manager complaint complaints call calls "
    "chat chats conversation conversations refund mistake problem issue ticket case order parcel recording evaluation"
)
_NO_PAST: Final = words_of(
    "need embed exceed feed indeed proceed speed succeed agreed-upon based related needed used supposed red"
)


def tells_what_happened(sentence: Sentence) -> bool:
    """Whether it tells what customers did, or what became of a call, without citing anything. Questions and advice don't."""
    if sentence.references or sentence.is_question or sentence.is_advice or is_foreign(sentence):
        return False
    for at, token in enumerate(sentence.tokens):
        if token.kind != "word":
            continue
        before = sentence.text_at(at - 1)
        if before.endswith("ly"):
            before = sentence.text_at(at - 2)
        if _has_begun_otherwise(sentence, at):
            return False
        past = token.text in _HAPPENED or (
            token.text.endswith("ed") and len(token.text) > 4 and token.text not in _NO_PAST
        )
        if past and before in _WHO and _begins_a_clause(sentence, at - 1):
            return True
    return False


def _begins_a_clause(sentence: Sentence, at: int) -> bool:
    place = at
    while place > 0 and sentence.text_at(place - 1) not in SOFT | {".", "("} and at - place < _LONGEST_SUBJECT:
        place -= 1
    return all(sentence.text_at(each) in _BEFORE_SUBJECTS for each in range(place, at))


_LONGEST_SUBJECT: Final = 4
_BEFORE_SUBJECTS: Final = words_of(
    "a an the one some several this that another and but so then often later here there his her their few"
)


def _has_begun_otherwise(sentence: Sentence, at: int) -> bool:
    """Whether a clause of its own begins here: what it tells is a condition, a reason or an object of the first one."""
    return sentence.text_at(at) in _SUBORDINATE or sentence.text_at(at) in _PRESENT


_SUBORDINATE: Final = words_of(
    "if when once until unless how what that which who whose whether before after because where while as"
)
_PRESENT: Final = words_of("is are has have does do can could should may might must will would")
