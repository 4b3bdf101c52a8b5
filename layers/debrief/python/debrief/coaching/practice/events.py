"""What is announced of practice, and what it hears: ids, states and scores, never what somebody said."""

from typing import Any, Final

from debrief.coaching.practice.model import Attempt, AttemptScore, Scenario
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity

LOG_WRITTEN: Final = "debrief.coaching.coaching_log.written.v1"
"""What a coaching log announces; a scenario follows from it."""

PRACTICE_APPROVED: Final = "debrief.coaching.practice.approved.v1"
PRACTICE_ATTEMPTED: Final = "debrief.coaching.practice.attempted.v1"
PRACTICE_CLOSED: Final = "debrief.coaching.practice.closed.v1"


class LogWrittenData(Entity):
    """Whose log it is, of which conversation, and its lowest criterion, if any. recurring: it was low before."""

    log_id: str
    agent_id: str
    interaction_id: str
    scorecard_id: str
    version: int
    question_id: str | None = None
    recurring: bool = False


class PracticeApprovedData(Entity):
    """Whose scenario it is, and by which criterion."""

    scenario_id: str
    agent_id: str
    scorecard_id: str
    question_id: str
    at: Instant


class PracticeClosedData(PracticeApprovedData):
    """The same of a scenario that isn't practised any more. at: since when."""


class PracticeAttemptedData(Entity):
    """What an attempt came to. score: 0–100; None where the criterion wasn't called for. number: which attempt."""

    scenario_id: str
    attempt_id: str
    agent_id: str
    scorecard_id: str
    question_id: str
    number: int
    score: float | None
    passed: bool
    at: Instant


def approved_data(scenario: Scenario, at: Instant) -> dict[str, Any]:
    """The data of a scenario that was approved."""
    return PracticeApprovedData(
        scenario_id=scenario.id,
        agent_id=scenario.agent_id,
        scorecard_id=scenario.scorecard_id,
        question_id=scenario.question_id,
        at=at,
    ).model_dump(mode="json")


def closed_data(scenario: Scenario, at: Instant) -> dict[str, Any]:
    """The data of a scenario that isn't practised any more."""
    return PracticeClosedData.model_validate(approved_data(scenario, at)).model_dump(mode="json")


def attempted_data(scenario: Scenario, attempt: Attempt, score: AttemptScore) -> dict[str, Any]:
    """The data of an attempt that was scored."""
    return PracticeAttemptedData(
        scenario_id=scenario.id,
        attempt_id=attempt.id,
        agent_id=scenario.agent_id,
        scorecard_id=scenario.scorecard_id,
        question_id=scenario.question_id,
        number=attempt.number,
        score=score.percent,
        passed=score.passed,
        at=score.at,
    ).model_dump(mode="json")
