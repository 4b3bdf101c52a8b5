"""Keeps coaching in step with what happens elsewhere: reviews of the conversations that assignments are about, and
agents who leave; and lets a practice follow from each coaching log. Events off a queue.
"""

from typing import Any

from debrief.coaching.assignments.due_wiring import following
from debrief.coaching.assignments.events import ASSIGNMENT_CREATED
from debrief.coaching.leaving_wiring import leaving
from debrief.coaching.monitor.due_wiring import colleagues
from debrief.coaching.practice.due_wiring import LOG_WRITTEN, practice_of_log
from debrief.kernel.events.consumers import Consumer, LambdaContext
from debrief.kernel.faults import safely
from debrief.kernel.storage.outbox import Event
from debrief.people.events import USER_DEACTIVATED
from debrief.quality.disputes.events import DISPUTE_DECIDED, DISPUTE_RAISED
from debrief.quality.evaluations.events import (
    EVALUATION_ACKNOWLEDGED,
    EVALUATION_COMPLETED,
    EVALUATION_DELETED,
    EVALUATION_RESCORED,
    EVALUATION_SUPERSEDED,
)

consumer = Consumer("follow_reviews")


@consumer.on(
    EVALUATION_ACKNOWLEDGED,
    EVALUATION_COMPLETED,
    EVALUATION_DELETED,
    EVALUATION_RESCORED,
    EVALUATION_SUPERSEDED,
)
def evaluation_changed(event: Event) -> None:
    """Look at the assignments that coach on the evaluation's conversation."""
    following().evaluation_changed(event.subject, event.data.get("interaction_id"))


@consumer.on(DISPUTE_DECIDED, DISPUTE_RAISED)
def dispute_moved(event: Event) -> None:
    """The same for the evaluation that is disputed."""
    following().evaluation_changed(str(event.data["evaluation_id"]), None)


@consumer.on(ASSIGNMENT_CREATED)
def assignment_made(event: Event) -> None:
    """Look once more at what a new assignment rests on, and fix whom its agent is held against."""
    following().assignment_made(event.subject)
    colleagues().fix(event.subject)


@consumer.on(LOG_WRITTEN)
def log_written(event: Event) -> None:
    """Let a practice scenario follow from a coaching log."""
    practice_of_log(event)


@consumer.on(USER_DEACTIVATED)
def user_left(event: Event) -> None:
    """End what is open of their own coaching."""
    leaving().left(event.subject)


@safely
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Work off a batch of messages."""
    return consumer.work_off(event, context)
