"""Puts together what is done when a coaching log was written; imported when one was."""

from functools import cache
from typing import TYPE_CHECKING, Final

from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds

if TYPE_CHECKING:
    from debrief.coaching.practice.service import PracticeService
    from debrief.kernel.storage.outbox import Event

LOG_WRITTEN: Final = "debrief.coaching.coaching_log.written.v1"
"""See `events`; here for whoever only routes it."""


def practice_of_log(event: "Event") -> None:
    """Let a scenario follow from the log that the event tells of. Raises Throttled, Unavailable: hear it again."""
    from debrief.coaching.practice.events import LogWrittenData

    _scenarios().from_log(LogWrittenData.from_told(event.data))


@cache
def _scenarios() -> "PracticeService":
    from debrief.coaching.access import CoachingAccess
    from debrief.coaching.practice.wiring import practice_services
    from debrief.kernel.web.paging import Cursors
    from debrief.kernel.web.secrets import cursor_secret
    from debrief.people.access import Access
    from debrief.people.store import PeopleStore

    clock, people = SystemClock(), PeopleStore()
    # Nothing is paged here: the secret of cursors is never read.
    scenarios, _ = practice_services(
        CoachingAccess(people, Access(people)), Cursors(cursor_secret), clock, UlidIds(clock)
    )
    return scenarios
