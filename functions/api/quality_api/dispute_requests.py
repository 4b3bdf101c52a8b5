"""What the routes of disputes take and give, beyond the entities themselves."""

from debrief.kernel.model import Entity
from debrief.quality.disputes.model import Dispute
from debrief.quality.evaluations.history import HistoryStep


class DisputeItem(Dispute):
    """A dispute with names and what the caller may do with it.

    decider_name: null where any of those with the permission may decide. decided_by_name: null while it is open.
    actions: of decide; of one that was upheld: rescore_others, define.
    """

    agent_name: str
    evaluator_name: str | None
    decider_name: str | None
    decided_by_name: str | None
    actions: list[str]


class HistoryItem(HistoryStep):
    """A step of an evaluation's history, with the name of whose doing it was; null for Debrief's own."""

    by_name: str | None


class History(Entity):
    """What happened to an evaluation, oldest first; of very much the newest."""

    items: list[HistoryItem]
