"""What the routes of disputes take and give, beyond the entities themselves."""

from debrief.kernel.model import Entity
from debrief.quality.disputes.model import Dispute
from debrief.quality.disputes.repairing import QuestionDraft, Rescoring
from debrief.quality.evaluations.history import HistoryStep
from debrief.quality.evaluations.listing import EvaluationSummary


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


class SimilarItem(EvaluationSummary):
    """An evaluation that went as the disputed one did, with names."""

    agent_name: str
    evaluator_name: str | None


class Rescorings(Entity):
    """The newest re-scorings that a dispute led to."""

    items: list[Rescoring]


class QuestionDrafts(Entity):
    """The drafts of a scorecard's questions."""

    items: list[QuestionDraft]


class HistoryItem(HistoryStep):
    """A step of an evaluation's history, with the name of whose doing it was; null for Debrief's own."""

    by_name: str | None


class History(Entity):
    """What happened to an evaluation, oldest first; of very much the newest."""

    items: list[HistoryItem]
