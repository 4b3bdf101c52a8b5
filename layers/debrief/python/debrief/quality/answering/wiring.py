"""Puts the steps of `draft_answers` together for the functions that run them."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.kernel.storage.objects import ObjectStore
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.service import EvaluationService
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore

if TYPE_CHECKING:
    from debrief.kernel.ai.model_client import ModelClient
    from debrief.quality.answering.draft_service import DraftAnswering

clock = SystemClock()


def draft_answering(model: "Callable[[], ModelClient] | None" = None) -> "DraftAnswering":
    """The steps. model: made at the first question that needs it; the one that notes a failure needs none.

    The content bucket is nameless in the function that may not touch it. What an answer is held against is read at
    the first call; it takes long to make ready.
    """
    from debrief.quality.answering.answerer_service import AiAnswerer
    from debrief.quality.answering.draft_service import DraftAnswering
    from debrief.quality.answering.names_reader import names_in

    interactions = InteractionStore(ObjectStore(os.environ.get("CONTENT_BUCKET", "")))
    store = EvaluationStore()
    evaluations = EvaluationService(store, ScorecardStore(), interactions, Access(PeopleStore()), clock, UlidIds(clock))
    return DraftAnswering(evaluations, store, interactions, AiAnswerer(model or _no_model, wants_check, names_in))


def wants_check() -> bool:
    """Whether the account wants the AI's answers looked at once more."""
    return PeopleStore().settings().answer_check


def _no_model() -> "ModelClient":
    raise AssertionError("this step asks no model")
