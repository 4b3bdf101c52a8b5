"""Which evaluations are checked blindly, which of their questions, and by whom: by lot (N13, N14).

A seed of 128 bits of chance is drawn for an evaluation when it is made. Whether it is checked, which questions of it
are, and by whom all follow from that seed alone, so that whoever reads the draw can compute it again. What the AI
answered has no part in it: that a question was drawn tells nothing of the answer.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from debrief.quality.drawing.lot import WhyPassedOver, agrees, drawn, in_order, place
from debrief.quality.earning.model import MOST_TOGETHER, Draw, LeftOutOfCheck
from debrief.quality.scorecards.model import Question

_DIGITS: Final = 13
"""Of a place, in hex: as many as a float holds exactly."""


def is_drawn(seed: str, evaluation_id: str, percent: float) -> bool:
    """Whether the seed draws the evaluation: so many percent of all."""
    return int(place(seed, evaluation_id)[:_DIGITS], 16) * 100 < percent * 16**_DIGITS


def by_model(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Those that a model answers; of what a rule answers there is nothing to earn."""
    return tuple(each for each in questions if each.answerer == "ai" and each.check == "intent")


def draw(
    seed: str,
    evaluation_id: str,
    percent: float,
    questions: Sequence[Question],
    enough: Collection[str],
    checkers: Sequence[str],
    why_not: Callable[[str], WhyPassedOver | None],
) -> Draw | None:
    """The draw of an evaluation that the seed draws; None where no question is wanted or nobody can check it.

    questions: those of the scorecard that the AI answers. enough: ids of those that were drawn often enough lately.
    why_not: what keeps somebody from checking it.
    """
    asked = by_model(questions)
    frame = [each.id for each in asked if each.id not in enough]
    if not frame:
        return None
    lot = drawn(seed, checkers, why_not)
    if lot.chosen is None:
        return None
    model = {each.id for each in asked}
    left_out = [LeftOutOfCheck(question_id=each.id, why="by_rule") for each in questions if each.id not in model]
    left_out += [LeftOutOfCheck(question_id=each.id, why="enough") for each in asked if each.id in enough]
    return Draw(
        evaluation_id=evaluation_id,
        seed=seed,
        percent=percent,
        frame=tuple(sorted(frame)),
        left_out=tuple(left_out),
        questions=tuple(in_order(seed, frame)[:MOST_TOGETHER]),
        checkers=lot,
    )


def questions_recompute(found: Draw) -> bool:
    """Whether that it was drawn, and which questions, comes to the same, computed again from what was kept."""
    same = is_drawn(found.seed, found.evaluation_id, found.percent)
    return same and tuple(in_order(found.seed, found.frame)[: found.most]) == found.questions


def recomputes(found: Draw) -> bool:
    """Whether all of the draw does, and by whom it is checked."""
    lot = found.checkers
    return questions_recompute(found) and lot.seed == found.seed and lot.chosen is not None and agrees(lot)
