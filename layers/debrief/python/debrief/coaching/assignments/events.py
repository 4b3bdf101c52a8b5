"""What is announced of assignments: ids and what is so of them. Nothing tells of a group."""

from typing import Any, Final

from debrief.coaching.assignments.model import Assignment
from debrief.coaching.assignments.standing import Looked, Waits, facts_of
from debrief.kernel.model import Entity

ASSIGNMENT_CREATED: Final = "debrief.coaching.assignment.created.v1"
ASSIGNMENT_CHANGED: Final = "debrief.coaching.assignment.changed.v1"
ASSIGNMENT_DELETED: Final = "debrief.coaching.assignment.deleted.v1"


class AssignmentData(Entity):
    """Whose it is, how much of it was looked at, and for whom a review of its evaluations waits."""

    agent_id: str
    looked: Looked
    waits: Waits


def assignment_data(assignment: Assignment) -> dict[str, Any]:
    """The data of an event about an assignment."""
    return AssignmentData(agent_id=assignment.agent_id, **facts_of(assignment)._asdict()).model_dump(mode="json")
