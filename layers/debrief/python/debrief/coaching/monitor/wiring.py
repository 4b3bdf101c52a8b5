"""The use cases of the monitor, wired for the functions that run them."""

from debrief.coaching.access import CoachingAccess
from debrief.coaching.assignments.store import AssignmentStore
from debrief.coaching.monitor.colleagues_service import ColleagueChoice
from debrief.coaching.monitor.service import MonitorService
from debrief.insights.improvement.attribute_reader import AttributeReader
from debrief.insights.projection.store import RollupStore
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.web.paging import Cursors
from debrief.people.access import Access
from debrief.people.store import PeopleStore


def monitor(people: PeopleStore, access: Access, cursors: Cursors, clock: Clock) -> MonitorService:
    """The monitor; nothing is read from the environment or AWS yet."""
    reach = CoachingAccess(people, access)
    return MonitorService(AssignmentStore(), AttributeReader(RollupStore()), reach, cursors, clock)


def colleague_choice(people: PeopleStore, access: Access, clock: Clock, ids: Ids) -> ColleagueChoice:
    """Who fixes whom somebody is held against."""
    reach = CoachingAccess(people, access)
    return ColleagueChoice(AssignmentStore(), AttributeReader(RollupStore()), reach, clock, ids)
