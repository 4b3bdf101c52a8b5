"""What is announced of evaluations: ids, states and the day's inputs, never answers, names or comments."""

from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.words import EvaluationType

EVALUATION_COMPLETED = "debrief.quality.evaluation.completed.v1"
EVALUATION_RESCORED = "debrief.quality.evaluation.rescored.v1"
EVALUATION_DELETED = "debrief.quality.evaluation.deleted.v1"
EVALUATION_SUPERSEDED = "debrief.quality.evaluation.superseded.v1"
EVALUATION_ACKNOWLEDGED = "debrief.quality.evaluation.acknowledged.v1"


class EvaluationData(Entity):
    """An evaluation as it is now, or as it was last when it is deleted.

    revision: grows with every change of the evaluation, so that a consumer can tell an older event from a newer one.
    """

    evaluation_id: str
    agent_id: str
    interaction_id: str
    scorecard_id: str
    scorecard_version: int
    type: EvaluationType
    interaction_started_at: Instant
    revision: int


class AcknowledgedData(EvaluationData):
    """An evaluation that its agent has acknowledged. by_silence: by letting the time for an answer pass."""

    by_silence: bool


def acknowledged_data(evaluation: Evaluation) -> dict[str, object]:
    """The data of the event about `evaluation`, which is about to be acknowledged."""
    review = evaluation.review
    return {**evaluation_data(evaluation), "by_silence": review is not None and review.by_silence}


def evaluation_data(evaluation: Evaluation) -> dict[str, object]:
    """The data of an event about `evaluation`, about to be written or deleted: its next revision goes along."""
    data = EvaluationData(
        evaluation_id=evaluation.id,
        agent_id=evaluation.agent_id,
        interaction_id=evaluation.interaction_id,
        scorecard_id=evaluation.scorecard_id,
        scorecard_version=evaluation.scorecard_version,
        type=evaluation.type,
        interaction_started_at=evaluation.interaction_started_at,
        revision=evaluation.revision + 1,
    )
    return data.model_dump(mode="json")
