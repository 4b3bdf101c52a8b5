"""What is announced of the AI's standing: ids, states and counts."""

from debrief.kernel.model import Entity
from debrief.quality.earning.model import Check, State, Term

AI_QUESTION_CHANGED = "debrief.quality.ai_question.changed.v1"
CHECK_ANSWERED = "debrief.quality.blind_check.answered.v1"


class BlindCheckData(Entity):
    """That a check of the AI was answered; neither by whom nor what."""

    check_id: str
    evaluation_id: str
    interaction_id: str
    scorecard_id: str
    scorecard_version: int


def blind_check_data(check: Check) -> dict[str, object]:
    """The data of the event about a check that is answered."""
    data = BlindCheckData(
        check_id=check.id,
        evaluation_id=check.evaluation_id,
        interaction_id=check.interaction_id,
        scorecard_id=check.scorecard_id,
        scorecard_version=check.scorecard_version,
    )
    return data.model_dump(mode="json")


class AiQuestionData(Entity):
    """That a check has changed the AI's standing at a question. state: as it is from now on.

    checks, alike: how many of the newest checks it rests on, and in how many of them person and AI agree.
    """

    ai_question_id: str
    scorecard_id: str
    question_id: str
    state: State
    checks: int
    alike: int
    revision: int


def ai_question_data(term: Term) -> dict[str, object]:
    """The data of the event about a term that is about to be written: its next revision goes along."""
    data = AiQuestionData(
        ai_question_id=term.id,
        scorecard_id=term.scorecard_id,
        question_id=term.question_id,
        state=term.state,
        checks=term.checks,
        alike=term.alike,
        revision=term.revision + 1,
    )
    return data.model_dump(mode="json")
