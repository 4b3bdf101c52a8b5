"""Puts what follows an assignment together for the function that hears of it."""

from functools import cache
from typing import TYPE_CHECKING

from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds

if TYPE_CHECKING:
    from debrief.coaching.monitor.colleagues_service import ColleagueChoice

clock = SystemClock()


@cache
def colleagues() -> "ColleagueChoice":
    """Who fixes whom somebody is held against."""
    from debrief.coaching.monitor.wiring import colleague_choice
    from debrief.people.access import Access
    from debrief.people.store import PeopleStore

    people = PeopleStore()
    return colleague_choice(people, Access(people), clock, UlidIds(clock))
