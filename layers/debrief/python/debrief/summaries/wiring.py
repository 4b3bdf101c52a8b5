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
    from debrief.people.store import PeopleStore
    from debrief.summaries.budget_service import BudgetAwaiting
    from debrief.summaries.drafting.steps import Steps
    from debrief.summaries.generation_service import Generation
    from debrief.summaries.overnight_service import Overnight

clock = SystemClock()


@cache
def content() -> ObjectStore:
    """The content bucket; nameless in the one function that may not touch it."""
    return ObjectStore(os.environ.get("CONTENT_BUCKET", ""))


def steps(*, model: "ModelClient | None" = None) -> "Steps":
    """The steps after the first, with what the function's own one needs beside the store.

    What they judge a draft by is read at the first call; it takes long to make ready.
    """
    from debrief.people.store import PeopleStore
    from debrief.summaries.drafting.steps import Steps

    return Steps(
        SummaryStore(content()), PeopleStore(), clock, UlidIds(clock), model=model, context_tokens=context_tokens()
    )


def removal() -> SummaryRemoval:
    """The removal of what deleted summaries leave behind."""
    return SummaryRemoval(SummaryStore(content()), clock, UlidIds(clock))


def overnight() -> "Overnight":
    """The reports that are made in the night before a 1-to-1; loaded where one may be."""
    from debrief.coaching.meetings.store import MeetingStore
    from debrief.people.access import Access
    from debrief.people.store import PeopleStore
    from debrief.summaries.overnight_service import Overnight

    people, summaries = PeopleStore(), SummaryStore(content())
    return Overnight(MeetingStore(), summaries, people, Access(people), _generation(people), clock, UlidIds(clock))


def budget_awaiting() -> "BudgetAwaiting":
    """The reports that wait until there is budget again; loaded where one may be made."""
    from debrief.people.access import Access
    from debrief.people.store import PeopleStore
    from debrief.summaries.budget_service import BudgetAwaiting

    people = PeopleStore()
    return BudgetAwaiting(SummaryStore(content()), people, Access(people), _generation(people), clock)


def _generation(people: "PeopleStore") -> "Generation":
    """What asks for summaries, where nobody has called for one just now."""
    from debrief.coaching.access import CoachingAccess
    from debrief.coaching.history_reader import HistoryReader
    from debrief.coaching.meetings.service import MeetingService
    from debrief.coaching.meetings.store import MeetingStore
    from debrief.insights.projection.rollup_reader import RollupReader
    from debrief.insights.projection.store import RollupStore
    from debrief.kernel.web.paging import Cursors
    from debrief.kernel.web.secrets import cursor_secret
    from debrief.people.access import Access
    from debrief.quality.scorecards.store import ScorecardStore
    from debrief.summaries.access import SummaryAccess
    from debrief.summaries.generation_service import Generation
    from debrief.summaries.workflow_client import StepFunctionsWorkflow

    ids, store, summaries = UlidIds(clock), MeetingStore(), SummaryStore(content())
    access = Access(people)
    # Nothing is listed here, so no cursor is ever made and the secret never read.
    meetings = MeetingService(store, CoachingAccess(people, access), Cursors(cursor_secret), clock, ids)
    return Generation(
        summaries,
        SummaryAccess(people, access, meetings),
        people,
        meetings,
        HistoryReader(),
        RollupReader(RollupStore(), ScorecardStore(), people),
        StepFunctionsWorkflow(),
        clock,
        ids,
    )
