"""Puts together what is done when somebody has left; imported when somebody has."""

from functools import cache
from typing import TYPE_CHECKING

from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds

if TYPE_CHECKING:
    from debrief.coaching.leaving_service import Leaving


@cache
def leaving() -> "Leaving":
    """The coaching of those who have left."""
    from debrief.coaching.assignments.marks_store import MarkStore
    from debrief.coaching.assignments.store import AssignmentStore
    from debrief.coaching.leaving_service import Leaving
    from debrief.coaching.pairing.due_wiring import pairing_lapses
    from debrief.coaching.plans.store import PlanStore
    from debrief.coaching.practice.store import PracticeStore
    from debrief.people.store import PeopleStore

    clock = SystemClock()
    practice = PracticeStore()
    return Leaving(
        PeopleStore(), PlanStore(), AssignmentStore(), MarkStore(), pairing_lapses(), practice, clock, UlidIds(clock)
    )
