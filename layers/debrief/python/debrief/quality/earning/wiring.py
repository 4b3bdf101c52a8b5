"""Puts together what the pipeline and tests need to ask whether the AI scores alone."""

from secrets import token_hex

from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.earning.earning_service import Earning
from debrief.quality.earning.lapsing_service import Lapses
from debrief.quality.earning.store import EarningStore
from debrief.quality.evaluations.store import EvaluationStore


def chance() -> str:
    """A seed that nobody can foresee: 128 bits."""
    return token_hex(16)


def earning(evaluations: EvaluationStore, clock: Clock, ids: Ids) -> Earning:
    """What is asked while automatic evaluations are made."""
    people = PeopleStore()
    return Earning(EarningStore(), evaluations, people, Access(people), clock, ids, chance)


def lapses(clock: Clock, ids: Ids) -> Lapses:
    """What is asked when the time for a blind check is over."""
    return Lapses(EarningStore(), clock, ids)
