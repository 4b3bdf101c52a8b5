"""Raises flags and keeps them true: events of evaluations, conversations and people off a queue."""

from typing import TYPE_CHECKING, Any

from debrief.interactions.conversations.events import ANALYSED, DELETED
from debrief.kernel.auth import Permission
from debrief.kernel.events.consumers import Consumer, LambdaContext
from debrief.kernel.faults import safely
from debrief.kernel.lazy import Lazy
from debrief.kernel.storage.outbox import Event
from debrief.people.events import ROLE_CHANGED, USER_ACTIVATED, USER_CHANGED, USER_DEACTIVATED, RoleData, UserData
from debrief.quality.evaluations.events import (
    EVALUATION_COMPLETED,
    EVALUATION_DELETED,
    EVALUATION_RESCORED,
    EVALUATION_SUPERSEDED,
    EvaluationData,
)

if TYPE_CHECKING:
    from debrief.quality.flags.raising_service import FlagRaising

_MOVED = frozenset({"manager_id", "role_ids", "status"})
"""What of a person says whose flags are whose."""

_OF_ROLES = frozenset({Permission.FLAGS_MANAGE.value, "reach"})
"""What of a role does."""


def _raising() -> "FlagRaising":
    from debrief.quality.flags.wiring import raising

    return raising()


consumer = Consumer("raise_flags")
flags = Lazy(_raising)


@consumer.on(EVALUATION_COMPLETED, EVALUATION_DELETED, EVALUATION_RESCORED, EVALUATION_SUPERSEDED)
def evaluation_changed(event: Event) -> None:
    """Look at what is flagged of an evaluation, and at the patterns that it belongs to."""
    flags().evaluation_changed(EvaluationData.from_told(event.data))


@consumer.on(ANALYSED)
def conversation_analysed(event: Event) -> None:
    """Look at what is flagged of a conversation's words."""
    flags().conversation_changed(event.subject)


@consumer.on(DELETED)
def conversation_deleted(event: Event) -> None:
    """Let go what was flagged of a conversation that is gone."""
    flags().conversation_deleted(event.subject)


@consumer.on(ROLE_CHANGED)
def role_changed(event: Event) -> None:
    """Have the flags looked at of those who may work with flags now, or no longer may."""
    if _OF_ROLES & set(RoleData.from_told(event.data).changed):
        flags().role_changed(event.subject)


@consumer.on(USER_ACTIVATED, USER_CHANGED, USER_DEACTIVATED)
def person_changed(event: Event) -> None:
    """Have the flags looked at of somebody who was moved, has left or is back."""
    if _MOVED & set(UserData.from_told(event.data).changed):
        flags().person_changed(event.subject)


@safely
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Work off a batch of messages."""
    return consumer.work_off(event, context)
