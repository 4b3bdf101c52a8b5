"""Puts the writing of coaching logs together, for the function that hears of flags and evaluations."""

from debrief.coaching.access import CoachingAccess
from debrief.coaching.logs.store import LogStore
from debrief.coaching.logs.writing_service import LogWriting
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.kernel.storage.objects import ObjectStore
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.flags.store import FlagStore
from debrief.quality.scorecards.store import ScorecardStore


def log_writing() -> LogWriting:
    """Writes logs and keeps them true; no transcript is read."""
    clock = SystemClock()
    people = PeopleStore()
    return LogWriting(
        LogStore(),
        FlagStore(),
        EvaluationStore(),
        ScorecardStore(),
        InteractionStore(ObjectStore("")),
        CoachingAccess(people, Access(people)),
        clock,
        UlidIds(clock),
    )
