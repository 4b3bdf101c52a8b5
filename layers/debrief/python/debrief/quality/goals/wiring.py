"""Puts the drawing of goals together, for the function that does due work and for tests."""

import os
from secrets import token_hex

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.kernel.storage.objects import ObjectStore
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.goals.drawing_service import GoalDrawing
from debrief.quality.goals.store import GoalStore
from debrief.quality.scorecards.store import ScorecardStore


def chance() -> str:
    """A seed that nobody can foresee: 128 bits."""
    return token_hex(16)


def drawing() -> GoalDrawing:
    """Draws goals."""
    clock = SystemClock()
    people = PeopleStore()
    return GoalDrawing(
        GoalStore(),
        EvaluationStore(),
        ScorecardStore(),
        InteractionStore(ObjectStore(os.environ.get("CONTENT_BUCKET", ""))),
        people,
        Access(people),
        clock,
        UlidIds(clock),
        chance,
    )
