"""Puts the steps of the workflow together for the functions that run them."""

import os
from functools import cache
from typing import TYPE_CHECKING

from debrief.kernel.ai.model_client import context_tokens
from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.kernel.storage.objects import ObjectStore
from debrief.summaries.removal_service import SummaryRemoval
from debrief.summaries.store import SummaryStore

if TYPE_CHECKING:
    from debrief.kernel.ai.model_client import ModelClient
    from debrief.summaries.drafting.steps import Steps

clock = SystemClock()


@cache
def content() -> ObjectStore:
    """The content bucket; nameless in the one function that may not touch it."""
    return ObjectStore(os.environ.get("CONTENT_BUCKET", ""))


def steps(*, model: "ModelClient | None" = None) -> "Steps":
    """The steps after the first, with what the function's own one needs beside the store.

    What they judge a draft by is read at the first call; it takes long to make ready.
    """
    from debrief.summaries.drafting.steps import Steps

    return Steps(SummaryStore(content()), clock, UlidIds(clock), model=model, context_tokens=context_tokens())


def removal() -> SummaryRemoval:
    """The removal of what deleted summaries leave behind."""
    return SummaryRemoval(SummaryStore(content()), clock, UlidIds(clock))
