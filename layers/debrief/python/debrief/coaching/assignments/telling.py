"""Whom an assignment concerns: the agent it is for, and whoever gave it. Each is told alone, so that nobody shows
beside others.
"""

from typing import TYPE_CHECKING

from debrief.coaching.assignments.model import Assignment
from debrief.notices.criteria import criterion
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell, withdraw

if TYPE_CHECKING:
    from debrief.kernel.storage.tables import Row
    from debrief.kernel.storage.transactions import Transaction


def tell_given(tx: "Transaction", outbox: type["Row"], assignment: Assignment) -> None:
    """The agent has coaching to begin: one write."""
    kind, by = NoticeKind.COACHING_ASSIGNED, assignment.assigned_by
    tell(
        tx,
        outbox,
        kind,
        about=assignment.id,
        to=[assignment.agent_id],
        by=by,
        follow_up=assignment.follow_up,
        **_of(assignment),
    )


def tell_completed(tx: "Transaction", outbox: type["Row"], assignment: Assignment) -> None:
    """Whoever gave it reads that the agent has looked at everything: one write."""
    kind, by = NoticeKind.COACHING_COMPLETED, assignment.agent_id
    to = [assignment.assigned_by]
    tell(tx, outbox, kind, about=assignment.id, to=to, by=by, follow_up=assignment.follow_up, **_of(assignment))


def take_back(tx: "Transaction", outbox: type["Row"], assignment: Assignment) -> None:
    """It is gone before it was read: one write."""
    withdraw(tx, outbox, NoticeKind.COACHING_ASSIGNED, about=assignment.id, to=[assignment.agent_id])


def _of(assignment: Assignment) -> dict[str, str]:
    """The first criterion that it coaches, where it coaches any."""
    areas = (each for each in assignment.areas if each.question_id)
    return next((criterion(each.scorecard_id, each.question_id) for each in areas), {})
