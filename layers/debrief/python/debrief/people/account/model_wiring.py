"""Puts the language model's client together with the account's budget for its use, and what is masked before it."""

from typing import Any

from debrief.kernel.ai.budget import Use
from debrief.kernel.ai.model_client import ModelClient, model_settings
from debrief.kernel.clock import Clock
from debrief.people.account.budget_store import MonthlyBudget
from debrief.people.store import PeopleStore


def model_client(use: Use, clock: Clock, **settings: Any) -> ModelClient:
    """The client of the configured model for one use. settings: what is other than the environment says."""
    people = PeopleStore()
    return ModelClient(
        model_settings().model_copy(update=settings),
        budget=MonthlyBudget(use, people, clock),
        masked=lambda: people.settings().masking.leaving,
    )
