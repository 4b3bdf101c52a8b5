"""Puts calibrations together for functions that read no conversation's words."""

from functools import cache

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.kernel.storage.objects import ObjectStore
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.calibrations.service import CalibrationService
from debrief.quality.calibrations.store import CalibrationStore
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore


@cache
def calibrations() -> CalibrationService:
    """The calibrations; no transcript is read, and no bucket named."""
    clock = SystemClock()
    interactions, access = InteractionStore(ObjectStore("")), Access(PeopleStore())
    return CalibrationService(
        CalibrationStore(), EvaluationStore(), ScorecardStore(), interactions, access, clock, UlidIds(clock)
    )
