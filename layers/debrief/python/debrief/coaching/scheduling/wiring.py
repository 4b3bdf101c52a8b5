"""The use cases of scheduling, wired over one store."""

from typing import NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.meetings.service import MeetingService
from debrief.coaching.meetings.store import MeetingStore
from debrief.coaching.scheduling.feed_wiring import feeds_service
from debrief.coaching.scheduling.feeds_service import FeedsService
from debrief.coaching.scheduling.service import SchedulingService
from debrief.coaching.scheduling.shifts_service import ShiftsService
from debrief.coaching.scheduling.store import SchedulingStore
from debrief.insights.projection.store import RollupStore
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.web.paging import Cursors
from debrief.people.access import Access
from debrief.people.store import PeopleStore


class Scheduling(NamedTuple):
    """The services of the room, and that of the 1-to-1s themselves."""

    meetings: MeetingService
    times: SchedulingService
    shifts: ShiftsService
    feeds: FeedsService


def scheduling_services(people: PeopleStore, access: Access, cursors: Cursors, clock: Clock, ids: Ids) -> Scheduling:
    """Wire the services; nothing is read from the environment or AWS yet."""
    store, reach = SchedulingStore(), CoachingAccess(people, access)
    return Scheduling(
        meetings=MeetingService(MeetingStore(), reach, cursors, clock, ids),
        times=SchedulingService(store, RollupStore(), reach, access, people, clock),
        shifts=ShiftsService(store, reach, people, clock, ids),
        feeds=feeds_service(people, access, clock, ids),
    )
