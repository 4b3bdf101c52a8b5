"""What is kept of the evaluations of conversations that are coached on, and when it is out of date."""

from collections.abc import Iterable

from debrief.coaching.assignments.model import (
    Assignment,
    CoachedInteraction,
    LinkedEvaluation,
    ReviewState,
)
from debrief.quality.evaluations.model import Evaluation


def linked(evaluation: Evaluation) -> LinkedEvaluation | None:
    """What is kept of an evaluation; None of what counts nowhere: a draft, one that was superseded, a calibration's."""
    if evaluation.status == "draft" or evaluation.superseded_at or evaluation.calibration_id is not None:
        return None
    return LinkedEvaluation(
        evaluation_id=evaluation.id, type=evaluation.type, state=_state(evaluation), revision=evaluation.revision
    )


def with_evaluation(
    assignment: Assignment, interaction_id: str, evaluation_id: str, now: Evaluation | None
) -> Assignment:
    """The assignment with an evaluation of one of its conversations as it is now; None where it is gone.

    What is kept of a later revision stays, whichever is heard of first.
    """
    found = linked(now) if now else None
    kept: list[CoachedInteraction] = []
    for each in assignment.interactions:
        if each.interaction_id == interaction_id:
            own = next((link for link in each.evaluations if link.evaluation_id == evaluation_id), None)
            if own is None or now is None or own.revision <= now.revision:
                others = tuple(link for link in each.evaluations if link.evaluation_id != evaluation_id)
                each = each.model_copy(update={"evaluations": _in_order((*others, *([found] if found else [])))})
        kept.append(each)
    return assignment.model_copy(update={"interactions": tuple(kept)})


def with_evaluations(interaction: CoachedInteraction, found: Iterable[Evaluation]) -> CoachedInteraction:
    """The conversation with these evaluations of it as well, each as it was seen last."""
    links = {each.evaluation_id: each for each in interaction.evaluations}
    for link in filter(None, map(linked, found)):
        known = links.get(link.evaluation_id)
        if known is None or known.revision <= link.revision:
            links[link.evaluation_id] = link
    return interaction.model_copy(update={"evaluations": _in_order(links.values())})


def _state(evaluation: Evaluation) -> ReviewState:
    if evaluation.review is None:
        return "none"
    if evaluation.status == "disputed":
        return "supervisor"
    if evaluation.status == "completed" and not evaluation.review.ended:
        return "agent"
    # Acknowledged; or completed anew while agents had no say, after a dispute of before: nobody is asked any more.
    return "settled"


def _in_order(links: Iterable[LinkedEvaluation]) -> tuple[LinkedEvaluation, ...]:
    return tuple(sorted(links, key=lambda each: each.evaluation_id))
