"""Puts plans together for whoever asks the API for them, and for the clock."""

from functools import cache

from debrief.coaching.access import CoachingAccess
from debrief.coaching.plans.figures_reader import PlanFigures
from debrief.coaching.plans.refresh_service import PlanRefresh
from debrief.coaching.plans.service import PlanService
from debrief.coaching.plans.store import PlanStore
from debrief.insights.benchmarks.store import BenchmarkStore
from debrief.insights.effectiveness.effectiveness_reader import EffectivenessReader
from debrief.insights.projection.store import RollupStore
from debrief.kernel.clock import Clock, SystemClock
from debrief.kernel.ids import Ids, UlidIds
from debrief.kernel.web.paging import Cursors
from debrief.people.access import Access
from debrief.people.store import PeopleStore


def plan_service(people: PeopleStore, access: Access, cursors: Cursors, clock: Clock, ids: Ids) -> PlanService:
    """The use cases of plans; nothing is read from the environment or AWS yet."""
    return PlanService(PlanStore(), figures(), people, CoachingAccess(people, access), cursors, clock, ids)


@cache
def refreshing() -> PlanRefresh:
    """What the clock does with plans."""
    clock = SystemClock()
    return PlanRefresh(PlanStore(), figures(), PeopleStore(), clock, UlidIds(clock))


def figures() -> PlanFigures:
    """What plans are made of."""
    return PlanFigures(EffectivenessReader(RollupStore(), BenchmarkStore()))
