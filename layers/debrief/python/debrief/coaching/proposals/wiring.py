"""The use cases of proposals, wired for the function that runs them."""

from debrief.coaching.access import CoachingAccess
from debrief.coaching.assignments.marks_store import BookmarkStore
from debrief.coaching.proposals.service import ProposalService
from debrief.coaching.proposals.store import ProposalStore
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.web.paging import Cursors
from debrief.people.access import Access
from debrief.people.store import PeopleStore


def proposal_service(
    people: PeopleStore, access: Access, interactions: InteractionStore, cursors: Cursors, clock: Clock, ids: Ids
) -> ProposalService:
    """The service; nothing is read from the environment or AWS yet."""
    reach = CoachingAccess(people, access)
    return ProposalService(ProposalStore(), BookmarkStore(), interactions, reach, cursors, clock, ids)
