"""Puts the services of disputes together for the functions that run them."""

from functools import cache
from typing import TYPE_CHECKING

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.kernel.storage.objects import ObjectStore
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.disputes.store import DisputeStore
from debrief.quality.evaluations.service import EvaluationService
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore

if TYPE_CHECKING:
    from debrief.quality.disputes.acknowledging_service import Acknowledgements
    from debrief.quality.disputes.repairing_service import Repairs
    from debrief.quality.disputes.service import DisputeService

clock = SystemClock()
ids = UlidIds(clock)
access = Access(PeopleStore())


@cache
def evaluations() -> EvaluationService:
    """Evaluations as due work changes them: it reads no transcripts, and may not."""
    interactions = InteractionStore(ObjectStore(""))
    return EvaluationService(EvaluationStore(), ScorecardStore(), interactions, access, clock, ids)


@cache
def acknowledgements() -> "Acknowledgements":
    """What is overdue."""
    from debrief.quality.disputes.acknowledging_service import Acknowledgements

    return Acknowledgements(evaluations(), EvaluationStore(), access, clock, ids)


@cache
def disputes() -> "DisputeService":
    """What waits to be decided."""
    from debrief.quality.disputes.service import DisputeService

    return DisputeService(DisputeStore(), evaluations(), access, clock, ids)


@cache
def repairs() -> "Repairs":
    """Many evaluations that are given the answer that a dispute ended with."""
    from debrief.quality.disputes.repairing_service import Repairs

    return Repairs(disputes(), evaluations(), access, clock, ids)
