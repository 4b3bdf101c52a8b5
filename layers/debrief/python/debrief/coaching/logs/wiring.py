"""The use cases of coaching logs, wired for the functions that run them."""

from debrief.coaching.access import CoachingAccess
from debrief.coaching.logs.service import LogService, Reads
from debrief.coaching.logs.store import LogStore
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.web.paging import Cursors
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.flags.store import FlagStore
from debrief.quality.scorecards.store import ScorecardStore


def log_service(
    people: PeopleStore, access: Access, interactions: InteractionStore, cursors: Cursors, clock: Clock, ids: Ids
) -> LogService:
    """The service; nothing is read from the environment or AWS yet."""
    reads = Reads(FlagStore(), EvaluationStore(), ScorecardStore(), interactions, BlindStore())
    return LogService(LogStore(), reads, CoachingAccess(people, access), cursors, clock, ids)
