"""What belongs into the sections of strengths and of development: no rate that stands beside it, nothing of the other.

Both sections list their line items with rates, samples and intervals. A sentence of theirs says what these don't: what
was done, where, and what changed. Nothing is called a strength that the facts don't bear out as one, and no section
that has something says that it has nothing.
"""

from collections.abc import Mapping
from typing import Final, Literal

from debrief.summaries.drafting.guard import says_nothing, sentences
from debrief.summaries.drafting.sentence import Sentence, words_of
from debrief.summaries.facts.model import Fact
from debrief.summaries.report.report import DropReason

Side = Literal["strengths", "development"]

_STANDING: Final = {"strengths": "strongest", "development": "weakest"}
_DIRECTION: Final = {"strengths": "up", "development": "down"}

_RESTATING: Final = words_of(
    """
    a all also among an and are area areas as at be being best both but by clear clearly consistent consistently
    demonstrated
    development during established evaluation evaluations for from generally good great grow grown growing growth has
    have high highest
    improve improvement in indicates is it its item items leading leads leave leaves least line low lower lowest most
    needing needs of
    often on one opportunity out over overall particularly pass passed passes passing pattern patterns percent
    performance
    period point points positive priority rate rated rates reached reaches remain remains result results room score
    scored scores scoring
    shines show showed shown shows sits skill skills solid stand standing stands stay stays still strength strengths
    strong
    stronger strongest struggle struggles that the there these this those to together top very was weak weaker weakest
    weakness weaknesses were which while with work worked working worst
    """
)
"""Words with which a sentence only says how often a line item passes, and how that stands among others."""


def adds_nothing(text: str) -> bool:
    """Whether a text only says that there is nothing to say: beside line items it isn't shown, and is no fault."""
    return all(says_nothing(Sentence(each)) for each in sentences(text))


def out_of_place(text: str, facts: Mapping[str, Fact], side: Side, *, has_items: bool) -> DropReason | None:
    """Why a sentence can't stand in a section; None when it can.

    has_items: whether line items stand beside it. A sentence that cites only conversations is looked at by other rules.
    """
    sentence = Sentence(text)
    if has_items and says_nothing(sentence):
        return "contradiction"
    cited = [facts[each.id] for each in sentence.references if each.is_fact and each.id in facts]
    if not cited or any(not each.is_fact for each in sentence.references):
        return None
    if not any(_bears_out(fact, side) for fact in cited):
        return "misplaced"
    rates_only = all(fact.kind in {"line_item", "average"} for fact in cited)
    return "restated" if rates_only and all(word in _RESTATING for word in sentence.words) else None


def _bears_out(fact: Fact, side: Side) -> bool:
    if fact.kind == "line_item":
        return fact.standing == _STANDING[side]
    return fact.kind == "change" and fact.direction == _DIRECTION[side]
