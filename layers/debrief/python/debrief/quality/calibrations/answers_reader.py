"""Reads what was answered in a closed calibration, and what the AI had answered to the same."""

from debrief.quality.calibrations.model import Calibration
from debrief.quality.evaluations.answers import of_the_ai
from debrief.quality.evaluations.model import Evaluation, counts
from debrief.quality.evaluations.opening import began_by_itself
from debrief.quality.evaluations.store import EvaluationStore


def answers_of(
    calibration: Calibration, evaluations: EvaluationStore
) -> tuple[dict[str, Evaluation], Evaluation | None]:
    """The evaluations that were handed in, by assessor, and the AI's own (a query and a batch).

    The AI's: what it made of the conversation by itself, with the same version of the scorecard, as it had answered;
    what people have corrected in it since, or decided of it, is theirs.
    """
    handed_in = {each.evaluation_id: each.user_id for each in calibration.assessors if each.handed_in_at}
    listed = evaluations.evaluations_of_interaction(calibration.interaction_id)
    # Each as it is now: the index may be moments behind.
    found = evaluations.evaluations([*handed_in, *(each.id for each in listed if _is_the_ais(calibration, each))])
    by_people = {handed_in[each.id]: each for each in found if each.id in handed_in and each.status == "completed"}
    by_ai = next((each for each in found if counts(each) and _is_the_ais(calibration, each)), None)
    return by_people, by_ai and by_ai.model_copy(update={"answers": of_the_ai(by_ai.answers)})


def _is_the_ais(calibration: Calibration, evaluation: Evaluation) -> bool:
    with_the_same = (evaluation.scorecard_id, evaluation.scorecard_version) == (
        calibration.scorecard_id,
        calibration.scorecard_version,
    )
    return with_the_same and (evaluation.type == "automatic" or began_by_itself(evaluation))
