"""What is announced of coaching logs: ids and states, never scores or what somebody wrote."""

from typing import Any, Final

from debrief.coaching.logs.model import CoachingLog, LogState
from debrief.kernel.model import Entity

LOG_WRITTEN: Final = "debrief.coaching.coaching_log.written.v1"
LOG_CHANGED: Final = "debrief.coaching.coaching_log.changed.v1"
LOG_DELETED: Final = "debrief.coaching.coaching_log.deleted.v1"


class LogData(Entity):
    """A log as it is now. question_id: the lowest criterion, none where none fell short; recurring: whether it is."""

    log_id: str
    agent_id: str
    interaction_id: str
    scorecard_id: str
    version: int
    question_id: str | None = None
    recurring: bool
    state: LogState


def log_data(log: CoachingLog) -> dict[str, Any]:
    """The data of an event about a log."""
    data = LogData(
        log_id=log.id,
        agent_id=log.agent_id,
        interaction_id=log.interaction_id,
        scorecard_id=log.scorecard_id,
        version=log.scorecard_version,
        question_id=log.looked_at.question_id,
        recurring=log.looked_at.recurring,
        state=log.state,
    )
    return data.model_dump(mode="json")
