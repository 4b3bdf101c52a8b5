"""What happened to an evaluation, step by step: who did what, and what it changed (S4.8).

Steps carry ids, options and scores; what somebody wrote stands where it was written, in the evaluation and its
disputes.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import Field

from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.scorecards.model import Percent

StepKind = Literal[
    "completed",
    "rescored",
    "acknowledged",
    "disputed",
    "re_evaluated",
    "re_affirmed",
    "handed_over",
    "superseded",
    "reinstated",
]
"""What happened. handed_over: somebody else is to decide a dispute. superseded, reinstated: the conversation's words
were replaced, and came back."""

MOST_MOVED: Final = 200
"""Answers of which a step says how they changed; of more it says how many."""


class Choice(Entity):
    """What was chosen: an option, or N/A; neither where the question was open.

    no_opportunity: it is N/A because nothing made the question applicable, as the AI found.
    """

    option_id: str | None = None
    not_applicable: bool = False
    no_opportunity: bool = False


class MovedAnswer(Entity):
    """An answer that a step changed."""

    question_id: str
    before: Choice
    after: Choice


class HistoryStep(Entity):
    """One thing that happened to an evaluation.

    revision: of the evaluation, once it had happened. by: whose doing it was; none for Debrief's own. by_silence: of an
    acknowledgement, that the time for an answer had passed. percent_before, percent: the score, where it may have
    changed. moved: the answers that changed, MOST_MOVED at most; moved_more: how many others. dispute_id: the dispute
    that it was about, or that led to it.
    """

    revision: Annotated[int, Field(ge=0)]
    at: Instant
    kind: StepKind
    by: str | None
    by_silence: bool = False
    percent_before: Percent | None = None
    percent: Percent | None = None
    moved: tuple[MovedAnswer, ...] = ()
    moved_more: Annotated[int, Field(ge=0)] = 0
    dispute_id: str | None = None


def step(
    kind: StepKind,
    after: Evaluation,
    at: datetime,
    *,
    by: str | None,
    before: Evaluation | None = None,
    dispute_id: str | None = None,
    by_silence: bool = False,
) -> HistoryStep:
    """The step that makes `after`, which is about to be written, of `before`; without it nothing was changed."""
    moved = moved_answers(before.answers, after.answers) if before else []
    return HistoryStep(
        revision=after.revision + 1,
        at=at,
        kind=kind,
        by=by,
        by_silence=by_silence,
        percent_before=before.score.percent if before and before.score else None,
        percent=after.score.percent if after.score else None,
        moved=tuple(moved[:MOST_MOVED]),
        moved_more=max(0, len(moved) - MOST_MOVED),
        dispute_id=dispute_id,
    )


def whole(evaluation: Evaluation, kept: Sequence[HistoryStep]) -> list[HistoryStep]:
    """The history, oldest first, of an evaluation of which these steps were kept.

    What the AI completed by itself, and what was completed before steps were kept, has no step of its completion: it
    follows from the evaluation.
    """
    if evaluation.completed_at is None or any(each.kind == "completed" for each in kept):
        return list(kept)
    first = next((each for each in kept if each.percent_before is not None), None)
    score = evaluation.score.percent if evaluation.score else None
    # Whoever corrected what the AI had completed became its evaluator then.
    by_person = evaluation.type != "automatic" and not (kept and any(each.kind == "rescored" for each in kept))
    begun = HistoryStep(
        revision=0,
        at=evaluation.completed_at,
        kind="completed",
        by=evaluation.evaluator_id if by_person else None,
        percent=first.percent_before if first else score,
    )
    return [begun, *kept]


def moved_answers(before: Sequence[Answer], after: Sequence[Answer]) -> list[MovedAnswer]:
    """The questions that were answered otherwise before, in the order of the answers after."""
    old = {each.question_id: choice_of(each) for each in before}
    new = {each.question_id: choice_of(each) for each in after}
    open_ = Choice()
    ids = dict.fromkeys((*new, *old))
    pairs = ((id, old.get(id, open_), new.get(id, open_)) for id in ids)
    return [MovedAnswer(question_id=id, before=was, after=now) for id, was, now in pairs if was != now]


def choice_of(answer: Answer) -> Choice:
    """What an answer chose."""
    return Choice(
        option_id=answer.option_id, not_applicable=answer.not_applicable, no_opportunity=answer.no_opportunity
    )
