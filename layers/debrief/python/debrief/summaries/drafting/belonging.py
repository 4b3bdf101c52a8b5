"""What belongs into the sections of strengths and of development: no rate that stands beside it, nothing of the other.

Both sections list their line items with rates, samples and intervals. A sentence of theirs says what these don't: what
was done, where, and what changed. Nothing is called a strength that the facts don't bear out as one, in whichever
conversation it was seen, and no section that has something says that it has nothing.
"""

from collections.abc import Mapping
from typing import Final, Literal

from debrief.summaries.drafting.guard import says_nothing, sentences
from debrief.summaries.drafting.notes import MET, MISSED, Outcome, outcome_told, was_answered
from debrief.summaries.drafting.sentence import Sentence, words_of
from debrief.summaries.facts.material import EvaluationDigest
from debrief.summaries.facts.model import Fact
from debrief.summaries.report.report import DropReason

Side = Literal["strengths", "development"]

_STANDING: Final = {"strengths": "strongest", "development": "weakest"}
_DIRECTION: Final = {"strengths": "up", "development": "down"}
_OUTCOME: Final[Mapping[Side, Outcome]] = {"strengths": MET, "development": MISSED}

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


def out_of_place(
    text: str,
    facts: Mapping[str, Fact],
    side: Side,
    *,
    has_items: bool,
    evaluations: Mapping[str, EvaluationDigest] | None = None,
) -> DropReason | None:
    """Why a sentence can't stand in a section; None when it can.

    has_items: whether line items stand beside it. evaluations: by the id of the evidence that stands for each. A
    sentence that cites only conversations is looked at by other rules. One that cites facts too is held against these
    as any other; citing a conversation, it says more than a rate.
    """
    sentence = Sentence(text)
    if has_items and says_nothing(sentence):
        return "contradiction"
    cited = [facts[each.id] for each in sentence.references if each.is_fact and each.id in facts]
    if not cited:
        return None
    told = _told(sentence, facts)
    seen_in = {each.id for each in sentence.references if not each.is_fact}
    where = [found for each in sorted(seen_in) if (found := (evaluations or {}).get(each))]
    if len(seen_in) == len(where) == 1 and any(
        not was_answered(fact, where[0], outcome)
        for fact, outcome in told
        if outcome and fact.scorecard_id == where[0].scorecard_id
    ):
        return "contradiction"
    otherwise = {fact.id for fact, outcome in told if seen_in and outcome and outcome != _OUTCOME[side]}
    if not any(_bears_out(fact, side) for fact in cited if fact.id not in otherwise):
        return "misplaced"
    rates_only = not seen_in and all(fact.kind in {"line_item", "average"} for fact in cited)
    return "restated" if rates_only and all(word in _RESTATING for word in sentence.words) else None


def _told(sentence: Sentence, facts: Mapping[str, Fact]) -> list[tuple[Fact, Outcome]]:
    """The line items that the sentence names, each with how it says that they came out."""
    named = ((facts[each.id], each.at) for each in sentence.references if each.part == "name" and each.id in facts)
    return [(fact, outcome_told(sentence, at)) for fact, at in named if fact.kind == "line_item"]


def _bears_out(fact: Fact, side: Side) -> bool:
    if fact.kind == "line_item":
        return fact.standing == _STANDING[side]
    return fact.kind == "change" and fact.direction == _DIRECTION[side]
