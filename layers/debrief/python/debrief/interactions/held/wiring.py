"""Puts the batches' parts together for the functions that start, run and look after them."""

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from debrief.interactions.held.deadlines import STALLED_AFTER
from debrief.interactions.held.store import BatchStore
from debrief.interactions.held.workflow_client import StepFunctionsWorkflow
from debrief.interactions.wiring import clock, environment, ids

if TYPE_CHECKING:
    from debrief.interactions.held.batch_steps import BatchSteps
    from debrief.interactions.held.service import BatchService
    from debrief.interactions.intake.service import IntakeService


def service(desk: "IntakeService") -> "BatchService":
    """What those who deal with what is held ask for."""
    from debrief.interactions.held.service import BatchService

    return BatchService(BatchStore(), desk, StepFunctionsWorkflow(), clock, ids, patience=_patience())


@cache
def steps() -> "BatchSteps":
    """The steps of the workflow."""
    from debrief.interactions.held.batch_steps import BatchSteps
    from debrief.interactions.intake.known_names_store import KnownNameStore
    from debrief.interactions.intake.names_service import NamesService
    from debrief.interactions.intake.store import IntakeStore
    from debrief.interactions.intake.wiring import intake
    from debrief.people.access import Access
    from debrief.people.store import PeopleStore

    return BatchSteps(
        BatchStore(),
        intake(),
        IntakeStore(),
        NamesService(KnownNameStore(), clock, ids),
        Access(PeopleStore()),
        StepFunctionsWorkflow(),
        clock,
        ids,
        patience=_patience(),
    )


def _patience() -> timedelta:
    seconds = environment().stalled_after_s
    return timedelta(seconds=seconds) if seconds else STALLED_AFTER
