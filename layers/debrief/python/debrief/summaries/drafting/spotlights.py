"""The first page: one line item to praise and one to work on, each with the words that show it best. Chosen by rule.

Of the strongest line items the one is praised that clearly improved, else the first of which more than a greeting can
be quoted. Of the weakest the one is worked on that clearly fell, else the weakest of all. The words are those that an
answer to this very line item rests on: where it was met for praise, where it was missed for work. What is missed is
often not said at all: then they are the words that called for it. What was said next, or elsewhere, bears out another
line item, or none, and isn't quoted under this one.
"""

import re
from collections.abc import Collection, Sequence
from typing import Final

from debrief.interactions.conversations.words import Speaker
from debrief.summaries.facts.material import AnswerQuote, EvaluationDigest
from debrief.summaries.facts.model import Fact
from debrief.summaries.report.report import LineItem

MOST_LOOKED_UP: Final = 8
"""Quotes that are looked up in their transcripts, best first, until one is found there."""

_OPENING_TURNS: Final = 2
"""Turns with which a conversation opens: what is said there is a greeting or the reason of the call."""

_COURTESY: Final = re.compile(
    r"^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|welcome|thank(?:s| you) for "
    r"(?:calling|contacting|writing|your (?:call|message|e-?mail|patience))|how (?:can|may) i help|bye|goodbye"
    r"|have a (?:nice|good|great))\b",
    re.IGNORECASE,
)
_FEWEST_WORDS: Final = 5
_MOST_WORDS: Final = 45

Found = tuple[EvaluationDigest, AnswerQuote]
Place = tuple[str, int]
"""A turn of a conversation: the interaction's id and the turn's index."""
Question = tuple[str, str]
"""A question of a scorecard, by the ids of both."""


def to_praise(
    items: Sequence[LineItem], facts: Sequence[Fact], evaluations: Sequence[EvaluationDigest]
) -> LineItem | None:
    """The line item to praise. items: the strongest, in their order."""
    return _moved(items, facts, "up") or _quoted(items, evaluations, met=True) or (items[0] if items else None)


def to_work_on(
    items: Sequence[LineItem], facts: Sequence[Fact], evaluations: Sequence[EvaluationDigest]
) -> LineItem | None:
    """The line item to work on. items: the weakest, in their order."""
    if not items:
        return None
    level = [each for each in items if each.passed * items[0].applicable == items[0].passed * each.applicable]
    return _moved(items, facts, "down") or _quoted(level, evaluations, met=False) or items[0]


def _moved(items: Sequence[LineItem], facts: Sequence[Fact], direction: str) -> LineItem | None:
    moved = {fact.of for fact in facts if fact.kind == "change" and fact.direction == direction}
    return next((item for item in items if item.fact_id in moved), None)


def _quoted(items: Sequence[LineItem], evaluations: Sequence[EvaluationDigest], *, met: bool) -> LineItem | None:
    """The first of which something is quoted that tells more than that somebody was greeted; of what is missed one that
    rests on words itself comes before one that words called for."""
    for item in items:
        if any(not _is_opening(quote) for _, quote in quotes_for(item, evaluations, met=met)[:1]):
            return item
    return next((item for item in items if words_before(item, evaluations, met=met)), None)


def _is_opening(quote: AnswerQuote) -> bool:
    return quote.turn_index < _OPENING_TURNS or _COURTESY.search(quote.text) is not None


def _is_handy(quote: AnswerQuote) -> bool:
    return _FEWEST_WORDS <= len(quote.text.split()) <= _MOST_WORDS


def newest(item: LineItem, evaluations: Sequence[EvaluationDigest], *, met: bool) -> EvaluationDigest | None:
    """The newest evaluation that met a line item, or missed it. evaluations: newest first."""
    return next((each for each in evaluations if _on_side(each, item, met=met)), None)


def question_shown(
    evaluation: EvaluationDigest, named: Sequence[Fact], shown: Sequence[Question], *, met: bool | None
) -> str | None:
    """The question at which an evaluation shows a point; none where it answers none of what the point is about.

    named: what the note on the evaluation tells of, which comes first. shown: the line items of the point, in their
    order. met: whether these were met there; None for a point of either, for which what was missed comes first.
    """
    answered = {*evaluation.met, *evaluation.missed}
    told = (fact.question_id for fact in named if fact.scorecard_id == evaluation.scorecard_id)
    own = [question for card, question in shown if card == evaluation.scorecard_id]
    sides = {True: [evaluation.met], False: [evaluation.missed], None: [evaluation.missed, evaluation.met]}[met]
    found = (question for side in sides for question in own if question in side)
    return next((each for each in (*told, *found) if each in answered), None)


def words_before(
    item: LineItem, evaluations: Sequence[EvaluationDigest], *, met: bool, taken: Collection[Place] = ()
) -> list[Found]:
    """The words that called for a line item where it was missed and no answer rests on words, best first.

    Words that bear out another line item of the same evaluation aren't among them: they would be read as that one's.
    """
    found = [
        (each, quote)
        for each in evaluations
        if not met and _on_side(each, item, met=False)
        for quote in each.arose
        if quote.question_id == item.question_id and not _shows_another(each, quote)
    ]

    def rank(pair: Found) -> tuple[bool, bool, bool, bool]:
        evaluation, quote = pair
        return (
            (evaluation.interaction_id, quote.turn_index) in taken,
            quote.speaker is not Speaker.CUSTOMER,
            _COURTESY.search(quote.text) is not None,
            not _is_handy(quote),
        )

    # What a customer opens with is often what calls for something: here it is no greeting.
    return sorted(found, key=rank)


def _shows_another(evaluation: EvaluationDigest, of: AnswerQuote) -> bool:
    return any(each.turn_index == of.turn_index and each.question_id != of.question_id for each in evaluation.quotes)


def _on_side(evaluation: EvaluationDigest, item: LineItem, *, met: bool) -> bool:
    answered = evaluation.met if met else evaluation.missed
    return evaluation.scorecard_id == item.scorecard_id and item.question_id in answered


def quotes_for(
    item: LineItem, evaluations: Sequence[EvaluationDigest], *, met: bool, taken: Collection[Place] = ()
) -> list[Found]:
    """The quotes that answers to a line item rest on, best first.

    evaluations: newest first. met: of those that met it, else of those that missed it. taken: turns that are quoted
    already. The agent's own words come first, then words from the middle of a conversation before greetings, and before
    those that are too few or too many. Newer ones come before older ones.
    """
    found = [
        (evaluation, quote)
        for evaluation in evaluations
        if _on_side(evaluation, item, met=met)
        for quote in evaluation.quotes
        if quote.question_id == item.question_id
    ]

    def rank(pair: Found) -> tuple[bool, bool, bool, bool]:
        evaluation, quote = pair
        return (
            (evaluation.interaction_id, quote.turn_index) in taken,
            quote.speaker is not Speaker.AGENT,
            _is_opening(quote),
            not _is_handy(quote),
        )

    # The sort is stable: among equals the newer one stays first.
    return sorted(found, key=rank)
