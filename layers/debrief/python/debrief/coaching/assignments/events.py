"""What is announced of assignments: ids and what is so of them. Nothing tells of a group."""

from datetime import date
from typing import Any, Final

from debrief.coaching.assignments.model import Assignment
from debrief.coaching.assignments.standing import Looked, Waits, facts_of
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity

ASSIGNMENT_CREATED: Final = "debrief.coaching.assignment.created.v1"
ASSIGNMENT_CHANGED: Final = "debrief.coaching.assignment.changed.v1"
ASSIGNMENT_DELETED: Final = "debrief.coaching.assignment.deleted.v1"


class AssignmentCriterion(Entity):
    """A question or a section that is coached; whatever is coached in words alone isn't told of."""

    scorecard_id: str
    question_id: str | None = None
    section_id: str | None = None


class AssignmentData(Entity):
    """Whose it is, how much of it was looked at, and for whom a review of its evaluations waits.

    revision: 1 of a new one, and one more with each change, so that who hears of two knows which is the newer. done_at:
    when the last of it was looked at; none before. criteria: those whose scores can be followed.
    """

    agent_id: str
    looked: Looked
    waits: Waits
    revision: int = 0
    assigned_at: Instant | None = None
    follow_up: date | None = None
    done_at: Instant | None = None
    criteria: tuple[AssignmentCriterion, ...] = ()


def assignment_data(assignment: Assignment) -> dict[str, Any]:
    """The data of an event about an assignment, in the transaction that writes it."""
    looked_at = [each.looked_at for each in assignment.items if each.looked_at is not None]
    facts = facts_of(assignment)
    return AssignmentData(
        agent_id=assignment.agent_id,
        **facts._asdict(),
        revision=assignment.revision + 1,
        assigned_at=assignment.assigned_at,
        follow_up=assignment.follow_up,
        done_at=max(looked_at, default=None) if facts.looked == "all" else None,
        criteria=tuple(
            AssignmentCriterion(
                scorecard_id=area.scorecard_id, question_id=area.question_id, section_id=area.section_id
            )
            for area in assignment.areas
            if area.scorecard_id is not None
        ),
    ).model_dump(mode="json")
