"""The use cases of coaching, one service for meetings, actions and feedback each, wired over one store."""

from typing import NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.actions.service import ActionFilter, ActionService
from debrief.coaching.actions.store import ActionStore
from debrief.coaching.feedback.service import FeedbackFilter, FeedbackService
from debrief.coaching.feedback.store import FeedbackStore
from debrief.coaching.meetings.service import MeetingFilter, MeetingService, SeenMeeting
from debrief.coaching.meetings.store import MeetingStore
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.web.paging import Cursors
from debrief.people.access import Access
from debrief.people.store import PeopleStore

__all__ = [
    "ActionFilter",
    "ActionService",
    "Coaching",
    "FeedbackFilter",
    "FeedbackService",
    "MeetingFilter",
    "MeetingService",
    "SeenMeeting",
    "coaching_services",
]


class Coaching(NamedTuple):
    """The services of the context."""

    meetings: MeetingService
    actions: ActionService
    feedback: FeedbackService


def coaching_services(people: PeopleStore, access: Access, cursors: Cursors, clock: Clock, ids: Ids) -> Coaching:
    """Wire the services; nothing is read from the environment or AWS yet."""
    meetings, reach = MeetingStore(), CoachingAccess(people, access)
    return Coaching(
        meetings=MeetingService(meetings, reach, cursors, clock, ids),
        actions=ActionService(ActionStore(), meetings, reach, cursors, clock, ids),
        feedback=FeedbackService(FeedbackStore(), reach, cursors, clock, ids),
    )
