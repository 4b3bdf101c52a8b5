"""Puts the making of forecasts together, for the API and the function that does due work."""

import os

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.kernel.storage.objects import ObjectStore
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.automations.store import AutomationStore
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.forecasts.service import Forecasts
from debrief.quality.forecasts.store import ForecastStore
from debrief.quality.goals.wiring import chance
from debrief.quality.scorecards.store import ScorecardStore


def forecasts() -> Forecasts:
    """Asks for, makes and reads forecasts."""
    clock = SystemClock()
    people = PeopleStore()
    return Forecasts(
        ForecastStore(),
        AutomationStore(),
        EvaluationStore(),
        ScorecardStore(),
        InteractionStore(ObjectStore(os.environ.get("CONTENT_BUCKET", ""))),
        people,
        Access(people),
        clock,
        UlidIds(clock),
        chance,
    )
