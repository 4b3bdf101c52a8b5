"""Puts the services of assignments together for what nobody asks for: due work, and events.

What they need is imported when something of theirs is there to be done.
"""

from functools import cache
from typing import TYPE_CHECKING

from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds

if TYPE_CHECKING:
    from debrief.coaching.assignments.following_service import Following
    from debrief.coaching.assignments.groups_service import GroupService
    from debrief.coaching.assignments.missing_follow_ups_service import MissingFollowUps
    from debrief.coaching.assignments.wiring import Assigning

clock = SystemClock()


@cache
def _services() -> "Assigning":
    """No transcript is read here, and no page is asked for."""
    from debrief.coaching.assignments.wiring import assigning
    from debrief.interactions.conversations.store import InteractionStore
    from debrief.kernel.storage.objects import ObjectStore
    from debrief.kernel.web.paging import Cursors
    from debrief.people.access import Access
    from debrief.people.store import PeopleStore

    people = PeopleStore()
    cursors = Cursors(lambda: b"")
    return assigning(people, Access(people), InteractionStore(ObjectStore("")), cursors, clock, UlidIds(clock))


def groups() -> "GroupService":
    """Groups that are being sent."""
    return _services().groups


def following() -> "Following":
    """Assignments that follow evaluations."""
    return _services().following


def missing_follow_ups() -> "MissingFollowUps":
    """Follow-ups that are found by their day once it has looked at them."""
    from debrief.coaching.assignments.missing_follow_ups_service import MissingFollowUps
    from debrief.coaching.assignments.store import AssignmentStore
    from debrief.people.store import PeopleStore

    return MissingFollowUps(AssignmentStore(), PeopleStore(), clock, UlidIds(clock))
