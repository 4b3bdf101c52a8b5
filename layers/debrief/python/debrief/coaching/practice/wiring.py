"""The use cases of practice, wired for the functions that run them."""

import os
from typing import TYPE_CHECKING

from debrief.kernel.clock import Clock, SystemClock
from debrief.kernel.ids import Ids, UlidIds
from debrief.people.store import PeopleStore

if TYPE_CHECKING:
    from debrief.coaching.access import CoachingAccess
    from debrief.coaching.practice.attempts_service import AttemptService
    from debrief.coaching.practice.service import PracticeService
    from debrief.coaching.practice.working_step import PracticeWork
    from debrief.kernel.web.paging import Cursors

clock = SystemClock()


def practice_services(
    reach: "CoachingAccess", cursors: "Cursors", clock: Clock, ids: Ids
) -> "tuple[PracticeService, AttemptService]":
    """Both services; nothing is read from the environment or AWS yet."""
    from debrief.coaching.practice.attempts_service import AttemptService
    from debrief.coaching.practice.service import PracticeService
    from debrief.coaching.practice.store import PracticeStore
    from debrief.coaching.practice.workflow_client import StepFunctionsWorkflow
    from debrief.quality.evaluations.blind_store import BlindStore
    from debrief.quality.scorecards.store import ScorecardStore

    store, workflow = PracticeStore(), StepFunctionsWorkflow()
    scenarios = PracticeService(store, ScorecardStore(), reach, workflow, BlindStore(), cursors, clock, ids)
    return scenarios, AttemptService(scenarios, store, reach, workflow, cursors, clock, ids)


def practice_work() -> "PracticeWork":
    """The steps. The content bucket is nameless in the function that may not touch it."""
    from debrief.coaching.access import CoachingAccess
    from debrief.coaching.practice.store import PracticeStore
    from debrief.coaching.practice.working_step import PracticeWork
    from debrief.interactions.conversations.store import InteractionStore
    from debrief.kernel.lazy import Lazy
    from debrief.kernel.storage.objects import ObjectStore
    from debrief.people.access import Access
    from debrief.people.account.model_wiring import model_client
    from debrief.quality.answering.answerer_service import AiAnswerer
    from debrief.quality.answering.names_reader import names_in
    from debrief.quality.answering.wiring import wants_check
    from debrief.quality.scorecards.store import ScorecardStore

    ids, people = UlidIds(clock), PeopleStore()
    model = Lazy(lambda: model_client("practice", clock, read_timeout_s=60.0))
    return PracticeWork(
        PracticeStore(),
        ScorecardStore(),
        InteractionStore(ObjectStore(os.environ.get("CONTENT_BUCKET", ""))),
        CoachingAccess(people, Access(people)),
        model,
        lambda: AiAnswerer(model, wants_check, names_in),
        names_in,
        clock,
        ids,
    )
