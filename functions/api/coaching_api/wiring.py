"""Puts the parts of the coaching API together.

What a room needs is imported when it is first asked for, since one function answers for all of them.
"""

from debrief.kernel.auth import Permission
from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.kernel.web.api import Api
from debrief.kernel.web.paging import Cursors
from debrief.kernel.web.secrets import cursor_secret
from debrief.people.access import Access
from debrief.people.store import PeopleStore

_ROUTES: dict[str, tuple[str, ...]] = {
    "meetings": ("scheduling_routes",),
    "shifts": ("scheduling_routes",),
    "calendar-feeds": ("scheduling_routes",),
    "coaching-marks": ("mark_routes",),
    "coaching-groups": ("mark_routes",),
    "bookmarks": ("mark_routes",),
    "assignments": ("assignment_routes",),
    "coaching-monitor": ("monitor_routes",),
    "plans": ("plan_routes",),
    "pairings": ("pairing_routes",),
    "proposals": ("proposal_routes",),
    "coaching-logs": ("log_routes",),
    "practice": ("practice_routes", "attempt_routes"),
}
"""Modules with routes, by the first part of their paths; those of 1-to-1s, actions and feedback are in the handler."""

COACH = Permission.COACHING_MANAGE
clock = SystemClock()
ids = UlidIds(clock)
people = PeopleStore()
access = Access(people)
cursors = Cursors(cursor_secret)
app = Api(
    access.caller,
    access.seen_ids,
    rooms={root: [f"api.coaching_api.{name}" for name in names] for root, names in _ROUTES.items()},
)
