"""What the context's functions share: their environment, and the interactions."""

from functools import cache

from debrief.interactions.conversations.store import InteractionStore
from debrief.interactions.removal_service import ObjectRemoval
from debrief.kernel.clock import SystemClock
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.ids import UlidIds
from debrief.kernel.storage.objects import ObjectStore

clock = SystemClock()
ids = UlidIds(clock)


class IntakeEnvironment(Environment):
    """What the functions of the intake read; those that start no workflow have no ARN of it.

    stalled_after_s: seconds after which a run is looked after, where it isn't `STALLED_AFTER`.
    """

    content_bucket: str = ""
    recordings_bucket: str = ""
    interaction_pipeline_state_machine_arn: str = ""
    bulk_import_state_machine_arn: str = ""
    stalled_after_s: float | None = None


@cache
def environment() -> IntakeEnvironment:
    """The function's environment, read at first use."""
    return read_environment(IntakeEnvironment)


@cache
def interactions() -> InteractionStore:
    """The interactions and their transcripts."""
    return InteractionStore(ObjectStore(environment().content_bucket))


@cache
def removal() -> ObjectRemoval:
    """The removal of the objects of what was erased."""
    return ObjectRemoval(ObjectStore, clock)
