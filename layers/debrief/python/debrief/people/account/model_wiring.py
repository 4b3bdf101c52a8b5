"""Puts the language model's client together with the account's budget for its use, and what is masked before it.

What asks is imported with the first client: a step that finds nothing to ask starts without it.
"""

from typing import TYPE_CHECKING, Any

from debrief.kernel.ai.budget import Use
from debrief.kernel.clock import Clock
from debrief.people.store import PeopleStore

if TYPE_CHECKING:
    from debrief.kernel.ai.model_client import ModelClient


def model_client(use: Use, clock: Clock, **settings: Any) -> "ModelClient":
    """The client of the configured model for one use. settings: what is other than the environment says."""
    from debrief.kernel.ai.model_client import ModelClient, model_settings
    from debrief.people.account.budget_store import MonthlyBudget

    people = PeopleStore()
    return ModelClient(
        model_settings().model_copy(update=settings),
        budget=MonthlyBudget(use, people, clock),
        masked=lambda: people.settings().masking.leaving,
    )
