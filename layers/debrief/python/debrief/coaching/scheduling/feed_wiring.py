"""What reads, makes and revokes feeds, without what else scheduling needs: whoever asks for a calendar doesn't wait."""

from secrets import token_urlsafe

from debrief.coaching.access import CoachingAccess
from debrief.coaching.scheduling.feeds_service import FeedsService
from debrief.coaching.scheduling.store import SchedulingStore
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.people.access import Access
from debrief.people.store import PeopleStore


def feeds_service(people: PeopleStore, access: Access, clock: Clock, ids: Ids) -> FeedsService:
    """The service over its own store."""
    reach = CoachingAccess(people, access)
    return FeedsService(SchedulingStore(), reach, access, clock, ids, lambda: token_urlsafe(32))
