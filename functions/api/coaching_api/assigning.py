"""Puts the use cases of assignments together, with the first request that needs them."""

from typing import TYPE_CHECKING

from api.coaching_api.wiring import access, clock, cursors, ids, people
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.lazy import Lazy

if TYPE_CHECKING:
    from debrief.coaching.assignments.wiring import Assigning
    from debrief.coaching.monitor.service import MonitorService
    from debrief.interactions.conversations.store import InteractionStore


class AssigningEnvironment(Environment):
    """What these routes read beside the tables: what was said in best responses."""

    content_bucket: str


def _assigning() -> "Assigning":
    from debrief.coaching.assignments.wiring import assigning

    return assigning(people, access, interactions(), cursors, clock, ids)


def _interactions() -> "InteractionStore":
    from debrief.interactions.conversations.store import InteractionStore
    from debrief.kernel.storage.objects import ObjectStore

    return InteractionStore(ObjectStore(read_environment(AssigningEnvironment).content_bucket))


def _monitor() -> "MonitorService":
    from debrief.coaching.monitor.wiring import monitor as wired

    return wired(people, access, cursors, clock)


interactions = Lazy(_interactions)
rooms = Lazy(_assigning)
monitor = Lazy(_monitor)
