"""The use cases of pairings, wired for the function that runs them."""

from typing import NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.assignments.marks_store import BookmarkStore
from debrief.coaching.meetings.service import MeetingService
from debrief.coaching.meetings.store import MeetingStore
from debrief.coaching.pairing.moment_reader import MomentReader
from debrief.coaching.pairing.service import PairingService
from debrief.coaching.pairing.store import PairingStore
from debrief.coaching.pairing.suggesting_service import SuggestingService
from debrief.coaching.scheduling.service import SchedulingService
from debrief.coaching.scheduling.store import SchedulingStore
from debrief.insights.improvement.attribute_reader import AttributeReader
from debrief.insights.projection.rollup_reader import RollupReader
from debrief.insights.projection.store import RollupStore
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.web.paging import Cursors
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.outcome_store import OutcomeStore
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore


class Pairings(NamedTuple):
    """The services of the room."""

    suggesting: SuggestingService
    pairings: PairingService


def pairing_services(
    people: PeopleStore, access: Access, interactions: InteractionStore, cursors: Cursors, clock: Clock, ids: Ids
) -> Pairings:
    """Wire the services; nothing is read from the environment or AWS yet."""
    reach, store = CoachingAccess(people, access), PairingStore()
    rollups, scorecards, shifts = RollupStore(), ScorecardStore(), SchedulingStore()
    moments = MomentReader(
        OutcomeStore(), EvaluationStore(), interactions, BookmarkStore(), lambda: reach.settings().masking.leaving
    )
    meetings = MeetingService(MeetingStore(), reach, cursors, clock, ids)
    scheduling = SchedulingService(shifts, rollups, reach, access, people, clock)
    reader = RollupReader(rollups, scorecards, people)
    suggesting = SuggestingService(store, AttributeReader(rollups), reader, scorecards, moments, shifts, reach, clock)
    pairings = PairingService(store, suggesting, moments, meetings, scheduling, reach, cursors, clock, ids)
    return Pairings(suggesting, pairings)
