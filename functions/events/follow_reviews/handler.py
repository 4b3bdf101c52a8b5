"""Keeps coaching in step with what happens elsewhere: reviews of the conversations that assignments are about, what is
flagged and gets a coaching log, and with it a practice, and agents who leave. Events off a queue.
"""

from typing import TYPE_CHECKING, Any

from debrief.coaching.assignments.due_wiring import following
from debrief.coaching.assignments.events import ASSIGNMENT_CREATED
from debrief.coaching.leaving_wiring import leaving
from debrief.coaching.monitor.due_wiring import colleagues
from debrief.coaching.practice.due_wiring import OF_LOGS, practice_of_log
from debrief.interactions.conversations.events import DELETED
from debrief.kernel.events.consumers import Consumer, LambdaContext
from debrief.kernel.faults import safely
from debrief.kernel.lazy import Lazy
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
from debrief.quality.flags.announced import FLAG_RAISED, FLAG_REOPENED, FLAG_RESOLVED, FLAG_WITHDRAWN

if TYPE_CHECKING:
    from debrief.coaching.logs.writing_service import LogWriting


def _logs() -> "LogWriting":
    from debrief.coaching.logs.following_wiring import log_writing

    return log_writing()


consumer = Consumer("follow_reviews")
logs = Lazy(_logs)


@consumer.on(
    EVALUATION_ACKNOWLEDGED,
    EVALUATION_COMPLETED,
    EVALUATION_DELETED,
    EVALUATION_RESCORED,
    EVALUATION_SUPERSEDED,
)
def evaluation_changed(event: Event) -> None:
    """Look at the assignments that coach on the evaluation's conversation, and at its coaching logs."""
    interaction_id = event.data.get("interaction_id")
    following().evaluation_changed(event.subject, interaction_id)
    if interaction_id is not None and event.type != EVALUATION_ACKNOWLEDGED:
        logs().conversation_changed(str(interaction_id), event.subject)


@consumer.on(DISPUTE_DECIDED, DISPUTE_RAISED)
def dispute_moved(event: Event) -> None:
    """The same for the evaluation that is disputed."""
    following().evaluation_changed(str(event.data["evaluation_id"]), None)
    logs().evaluation_changed(str(event.data["evaluation_id"]))


@consumer.on(FLAG_RAISED, FLAG_WITHDRAWN)
def flag_changed(event: Event) -> None:
    """Look at the coaching logs of what is flagged, or was: of a pattern also where it was told of before."""
    from debrief.quality.flags.events import FlagData

    data = FlagData.from_told(event.data)
    for interaction_id in {data.interaction_id, data.was_interaction_id} - {None}:
        logs().conversation_changed(str(interaction_id), data.evaluation_id)


@consumer.on(FLAG_REOPENED, FLAG_RESOLVED)
def flag_settled(event: Event) -> None:
    """Look at the coaching logs of a conversation that seems to instruct the AI, once a person has decided of it."""
    if event.data["kind"] == "addresses_ai":
        logs().conversation_changed(str(event.data["interaction_id"]))


@consumer.on(DELETED)
def conversation_deleted(event: Event) -> None:
    """Let the coaching logs of a conversation go that is gone."""
    logs().conversation_deleted(event.subject)


@consumer.on(ASSIGNMENT_CREATED)
def assignment_made(event: Event) -> None:
    """Look once more at what a new assignment rests on, and fix whom its agent is held against."""
    following().assignment_made(event.subject)
    colleagues().fix(event.subject)


@consumer.on(*OF_LOGS)
def log_changed(event: Event) -> None:
    """Let a practice scenario follow from a coaching log, and follow what becomes of it."""
    practice_of_log(event)


@consumer.on(USER_DEACTIVATED)
def user_left(event: Event) -> None:
    """End what is open of their own coaching."""
    leaving().left(event.subject)


@safely
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Work off a batch of messages."""
    return consumer.work_off(event, context)
