"""Reads what was answered in a closed calibration, and what the AI had answered to the same."""

from debrief.quality.calibrations.model import Calibration
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.store import EvaluationStore


def answers_of(
    calibration: Calibration, evaluations: EvaluationStore
) -> tuple[dict[str, Evaluation], Evaluation | None]:
    """The evaluations that were handed in, by assessor, and the AI's own (a batch and a query).

    The AI's: what it made of the conversation by itself, with the same version of the scorecard.
    """
    handed_in = {each.evaluation_id: each.user_id for each in calibration.assessors if each.handed_in_at}
    found = evaluations.evaluations(list(handed_in))
    by_ai = (
        each
        for each in evaluations.evaluations_of_interaction(calibration.interaction_id)
        if each.type == "automatic"
        and each.status != "draft"
        and not each.superseded_at
        and each.scorecard_id == calibration.scorecard_id
        and each.scorecard_version == calibration.scorecard_version
    )
    return {handed_in[each.id]: each for each in found if each.status == "completed"}, next(by_ai, None)
