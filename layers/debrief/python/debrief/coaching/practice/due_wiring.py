"""Puts together what is done when a coaching log was written, changed or deleted; imported when one was."""

from functools import cache
from typing import TYPE_CHECKING, Final

from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds

if TYPE_CHECKING:
    from debrief.coaching.practice.following_service import PracticeFollowing
    from debrief.kernel.storage.outbox import Event

OF_LOGS: Final = (
    "debrief.coaching.coaching_log.written.v1",
    "debrief.coaching.coaching_log.changed.v1",
    "debrief.coaching.coaching_log.deleted.v1",
)
"""See `logs.events`; here for whoever only routes them."""


def practice_of_log(event: "Event") -> None:
    """Let the scenario follow the log that the event tells of. Raises Throttled, Unavailable: hear it again."""
    _following().log_changed(event.subject)


@cache
def _following() -> "PracticeFollowing":
    from debrief.coaching.access import CoachingAccess
    from debrief.coaching.logs.store import LogStore
    from debrief.coaching.practice.following_service import PracticeFollowing
    from debrief.coaching.practice.store import PracticeStore
    from debrief.coaching.practice.workflow_client import StepFunctionsWorkflow
    from debrief.people.access import Access
    from debrief.people.store import PeopleStore
    from debrief.quality.scorecards.store import ScorecardStore

    clock, people = SystemClock(), PeopleStore()
    reach = CoachingAccess(people, Access(people))
    ids = UlidIds(clock)
    return PracticeFollowing(PracticeStore(), LogStore(), ScorecardStore(), reach, StepFunctionsWorkflow(), clock, ids)
