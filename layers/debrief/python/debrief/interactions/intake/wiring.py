"""Puts the intake's parts together for the functions that take conversations in.

What only some of the functions need is loaded by those, and the readers of every format with the first unit.
"""

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from debrief.interactions.intake.deadlines import STALLED_AFTER
from debrief.interactions.intake.receiving_service import ReceivingService
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.intake.workflow_client import StepFunctions
from debrief.interactions.wiring import clock, environment, ids, interactions
from debrief.kernel.storage.objects import ObjectStore
from debrief.people.store import PeopleStore

if TYPE_CHECKING:
    from debrief.interactions.intake.by_hand_service import EnteredByHand
    from debrief.interactions.intake.catching_up_service import CatchingUp
    from debrief.interactions.intake.import_steps import ImportSteps
    from debrief.interactions.intake.normalise_step import Normaliser
    from debrief.interactions.intake.transcribing_service import Transcribing
    from debrief.interactions.intake.unfinished_service import UnfinishedUploads
    from debrief.interactions.intake.unit_reader import UnitReader


@cache
def reader() -> "UnitReader":
    """Reads intake units out of whichever bucket they came in."""
    from debrief.interactions.intake.unit_reader import UnitReader

    return UnitReader(PeopleStore(), ObjectStore)


@cache
def workflows() -> StepFunctions:
    """The state machines that the function may start."""
    known = environment()
    return StepFunctions(known.interaction_pipeline_state_machine_arn, known.bulk_import_state_machine_arn)


@cache
def intake() -> ReceivingService:
    """The intake with the real workflows behind it."""
    return ReceivingService(IntakeStore(), interactions(), reader, workflows(), clock, ids, patience=_patience())


@cache
def catching_up() -> "CatchingUp":
    """What makes up for what a model couldn't add."""
    from debrief.interactions.conversations.postponed_store import PostponedStore
    from debrief.interactions.intake.budget_watch_service import BudgetWatch
    from debrief.interactions.intake.catching_up_service import CatchingUp
    from debrief.interactions.intake.transcribing_service import HeldRecordings

    store, people = interactions(), PeopleStore()
    recordings = HeldRecordings(IntakeStore(), store, workflows(), clock, ids)
    watch = BudgetWatch(people, clock, ids)
    return CatchingUp(PostponedStore(store), store, workflows(), people, clock, ids, recordings, watch)


@cache
def transcribing() -> "Transcribing":
    """What pays for a transcription before it is begun."""
    import os

    from debrief.interactions.intake.transcribing_service import Transcribing
    from debrief.people.account.budget_store import MonthlyBudget

    budget = MonthlyBudget("transcription", PeopleStore(), clock)
    price = float(os.environ["TRANSCRIBE_USD_MINUTE"])
    return Transcribing(IntakeStore(), interactions(), budget, clock, ids, usd_per_minute=price)


@cache
def entered_by_hand() -> "EnteredByHand":
    """What has conversations looked at that came in through no intake."""
    from debrief.interactions.intake.by_hand_service import EnteredByHand

    return EnteredByHand(interactions(), workflows(), clock, ids, patience=_patience())


@cache
def imports() -> "ImportSteps":
    """The steps of a bulk import."""
    from debrief.interactions.intake.import_steps import ImportSteps

    return ImportSteps(IntakeStore(), intake(), workflows(), ObjectStore, clock, ids, patience=_patience())


@cache
def unfinished_uploads() -> "UnfinishedUploads":
    """What holds uploads that were left behind."""
    from debrief.interactions.intake.unfinished_service import UnfinishedUploads

    return UnfinishedUploads(IntakeStore(), ObjectStore, clock, ids)


@cache
def normaliser() -> "Normaliser":
    """The pipeline's first step."""
    from debrief.interactions.intake.normalise_step import Normaliser

    return Normaliser(IntakeStore(), interactions(), PeopleStore(), reader(), clock, ids)


def _patience() -> timedelta:
    seconds = environment().stalled_after_s
    return timedelta(seconds=seconds) if seconds else STALLED_AFTER
