"""Puts the asking of automations together, for the pipeline and for tests."""

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.automations.store import AutomationStore
from debrief.quality.automations.taking_service import AutomationTaking
from debrief.quality.evaluations.assigning_service import Assigning
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore


def taking(
    evaluations: EvaluationStore, scorecards: ScorecardStore, interactions: InteractionStore, clock: Clock, ids: Ids
) -> AutomationTaking:
    """Decides and does, over the given stores."""
    people = PeopleStore()
    access = Access(people)
    assigning = Assigning(evaluations, scorecards, interactions, access, clock, ids)
    return AutomationTaking(AutomationStore(), evaluations, scorecards, assigning, people, access, clock, ids)
