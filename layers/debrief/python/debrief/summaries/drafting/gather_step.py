"""The first step of the workflow: everything is read once, and the facts are computed."""

from debrief.kernel.clock import Clock
from debrief.kernel.errors import DebriefError
from debrief.kernel.ids import Ids
from debrief.summaries.drafting.attempt_step import AttemptStep, Done
from debrief.summaries.drafting.material_reader import MaterialReader
from debrief.summaries.facts.dossier import Dossier
from debrief.summaries.model import Step, Summary
from debrief.summaries.store import DOSSIER, SummaryStore


class NoData(DebriefError):
    """The period holds nothing to write about."""

    status, type, title = 422, "no-data", "Nothing to write about"


class GatherStep(AttemptStep):
    """The step over its store and what it reads with."""

    def __init__(self, store: SummaryStore, gatherer: MaterialReader, clock: Clock, ids: Ids) -> None:
        super().__init__(store, clock, ids)
        self._gatherer = gatherer

    def gather(self, summary_id: str, attempt: int) -> Done:
        """Read everything once and compute the facts.

        Raises:
            NotFound: the summary was deleted. NoData: there is nothing in the period.
        """
        summary = self._under_way(summary_id, attempt)
        if summary is None or self._has(summary, DOSSIER):
            return self._done(summary_id, summary, DOSSIER)
        counts = summary.sources
        evaluations, conversations = counts.evaluations.analysed, counts.conversations.analysed
        summary = self._progress(
            summary, Step.GATHERING, f"Reading {evaluations} evaluations and {conversations} conversations"
        )
        dossier = self._original(summary, DOSSIER, Dossier) or self._gather(summary)
        self._store.put_object(summary, DOSSIER, dossier)
        return self._done(summary_id, summary, DOSSIER)

    def _gather(self, summary: Summary) -> Dossier:
        dossier = self._gatherer.dossier(summary)
        material = dossier.material
        if not any((material.evaluations, material.conversations, material.feedback, material.actions)):
            raise NoData("There is nothing in this period")
        return dossier
