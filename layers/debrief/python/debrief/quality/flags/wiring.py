"""Puts the raising of flags together, for the functions that hear of evaluations and do due work."""

import os

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.kernel.storage.objects import ObjectStore
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.flags.raising_service import FlagRaising
from debrief.quality.flags.store import FlagStore
from debrief.quality.scorecards.store import ScorecardStore


def raising() -> FlagRaising:
    """Raises flags, keeps them true, and wakes those that were snoozed."""
    clock = SystemClock()
    people = PeopleStore()
    interactions = InteractionStore(ObjectStore(os.environ.get("CONTENT_BUCKET", "")))
    return FlagRaising(
        FlagStore(),
        EvaluationStore(),
        ScorecardStore(),
        interactions,
        people,
        Access(people),
        clock,
        UlidIds(clock),
    )
