"""Puts the imports' parts together for the functions that start, run and look after them."""

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from debrief.kernel.clock import SystemClock
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.ids import UlidIds
from debrief.kernel.storage.objects import ObjectStore
from debrief.people.imports.deadlines import STALLED_AFTER
from debrief.people.imports.store import ImportStore
from debrief.people.imports.workflow_client import StepFunctionsWorkflow
from debrief.people.store import PeopleStore

if TYPE_CHECKING:
    from debrief.people.imports.import_steps import ImportSteps
    from debrief.people.imports.service import ImportService

clock = SystemClock()
ids = UlidIds(clock)


class ImportEnvironment(Environment):
    """content_bucket: where the parts lie; nameless for who doesn't touch them.

    stalled_after_s: seconds after which a run is looked after, where it isn't `STALLED_AFTER`.
    """

    content_bucket: str = ""
    stalled_after_s: float | None = None


@cache
def environment() -> ImportEnvironment:
    """The function's environment, read at first use."""
    return read_environment(ImportEnvironment)


@cache
def service() -> "ImportService":
    """What those who import ask for."""
    from debrief.people.imports.service import ImportService

    return ImportService(PeopleStore(), _imports(), StepFunctionsWorkflow(), clock, ids, patience=_patience())


@cache
def steps() -> "ImportSteps":
    """The steps of the workflow."""
    from debrief.people.access import Access
    from debrief.people.imports.import_steps import ImportSteps

    store = PeopleStore()
    return ImportSteps(store, Access(store), _imports(), StepFunctionsWorkflow(), clock, ids, patience=_patience())


def _imports() -> ImportStore:
    return ImportStore(lambda: ObjectStore(environment().content_bucket))


def _patience() -> timedelta:
    seconds = environment().stalled_after_s
    return timedelta(seconds=seconds) if seconds else STALLED_AFTER
