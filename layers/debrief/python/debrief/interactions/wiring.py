"""Puts the context's parts together for the functions that take conversations in."""

from functools import cache

from debrief.interactions.imports import Imports
from debrief.interactions.intake import Intake
from debrief.interactions.intake_store import IntakeStore
from debrief.interactions.normalise import Normaliser
from debrief.interactions.pipeline import StepFunctions
from debrief.interactions.reading import UnitReader
from debrief.interactions.store import InteractionStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.ids import UlidIds
from debrief.kernel.objects import ObjectStore
from debrief.people.store import PeopleStore

clock = SystemClock()
ids = UlidIds(clock)


class IntakeEnvironment(Environment):
    """What the functions of the intake read; those that start no workflow have no ARN of it."""

    content_bucket: str = ""
    recordings_bucket: str = ""
    interaction_pipeline_state_machine_arn: str = ""
    bulk_import_state_machine_arn: str = ""


@cache
def environment() -> IntakeEnvironment:
    """The function's environment, read at first use."""
    return read_environment(IntakeEnvironment)


@cache
def reader() -> UnitReader:
    """Reads intake units out of whichever bucket they came in."""
    return UnitReader(PeopleStore(), ObjectStore)


@cache
def interactions() -> InteractionStore:
    """The interactions and their transcripts."""
    return InteractionStore(ObjectStore(environment().content_bucket))


@cache
def workflows() -> StepFunctions:
    """The state machines that the function may start."""
    known = environment()
    return StepFunctions(known.interaction_pipeline_state_machine_arn, known.bulk_import_state_machine_arn)


@cache
def intake() -> Intake:
    """The intake with the real workflows behind it."""
    return Intake(IntakeStore(), interactions(), reader(), workflows(), clock, ids)


@cache
def imports() -> Imports:
    """The steps of a bulk import."""
    return Imports(IntakeStore(), intake(), workflows(), ObjectStore, clock, ids)


@cache
def normaliser() -> Normaliser:
    """The pipeline's first step."""
    return Normaliser(IntakeStore(), interactions(), PeopleStore(), reader(), ObjectStore, clock, ids)
