"""An upheld dispute repairs more than one score (N15): evaluations like it are listed, and given the same answer."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from heapq import merge
from typing import Final

from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken, Stale
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.store import schedule
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Found, Placed, chunk_of, looked_at_together, page_of
from debrief.people.access import Access
from debrief.quality.disputes.deadlines import RESCORING_GOES_ON
from debrief.quality.disputes.model import Dispute
from debrief.quality.disputes.repairing import (
    NewRescoring,
    Rescoring,
    Skip,
    Skipped,
    Upheld,
    is_similar,
    outcome_of,
    upheld_answer,
    upheld_change,
    why_skipped,
)
from debrief.quality.disputes.rescoring_store import RescoringStore
from debrief.quality.disputes.service import DisputeService
from debrief.quality.evaluations.listing import EvaluationSummary, summary_of
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.outcome_store import OutcomeStore
from debrief.quality.evaluations.outcomes import Outcome, OutcomeLine
from debrief.quality.evaluations.service import EvaluationService
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.spans import Span
from debrief.quality.table_store import QualityRow

LONGEST: Final = timedelta(seconds=10)
"""In one go: a runner of due work gives each piece twenty seconds."""

MOST_LISTS: Final = 50
"""Up to so many people's own lists are read for a page; whoever sees more is shown them out of everybody's."""


class Repairs:
    """The use cases of what follows an upheld dispute, for those who may decide disputes.

    Only evaluations of agents whom they see, and never of their own work, are listed and re-scored.
    """

    def __init__(
        self,
        disputes: DisputeService,
        evaluations: EvaluationService,
        access: Access,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._disputes = disputes
        self._evaluations = evaluations
        self._access = access
        self._clock = clock
        self._ids = ids
        self._store, self._outcomes, self._rescorings = EvaluationStore(), OutcomeStore(), RescoringStore()
        self._scorecards = ScorecardStore()

    def similar(
        self, caller: Caller, dispute_id: str, question_id: str, *, limit: int, after: str | None
    ) -> Found[EvaluationSummary]:
        """A page of the evaluations with the same question, answer and kind of evidence, newest interaction first.

        Of a small line its agents' own lists are read. Of all others some hundreds of everybody's are looked at for a
        page: a short one may have a next.

        Raises:
            NotFound, Forbidden. RuleBroken: the answer wasn't upheld.
        """
        dispute, upheld = self._upheld(caller, dispute_id, question_id)
        version = self._scorecards.version(dispute.scorecard_id, dispute.scorecard_version)
        if version is None:
            raise NotFound("The scorecard of this dispute is gone")
        outcome = outcome_of(version, question_id, upheld.before)
        known = self._access.visible_people(caller, MOST_LISTS)
        lines = self._lines(dispute.scorecard_id, question_id, outcome, known, caller, limit, after)
        sight, blind = self._access.sight(caller, known), self._evaluations.blind_spots(caller)
        found: dict[str, Evaluation] = {}

        def of_interest(line: OutcomeLine) -> bool:
            other = line.evaluation_id != dispute.evaluation_id and line.agent_id != caller.user_id
            return other and not blind.hide_line(line) and line.option_id == upheld.before.option_id

        def look(some: list[OutcomeLine]) -> None:
            seen = sight.of(line.agent_id for line in some if of_interest(line))
            ids = [line.evaluation_id for line in some if of_interest(line) and line.agent_id in seen]
            found.update((each.id, each) for each in self._store.evaluations(ids))

        def wanted(line: OutcomeLine) -> bool:
            evaluation = found.get(line.evaluation_id)
            return evaluation is not None and evaluation.status != "disputed" and is_similar(evaluation, upheld)

        source: Iterator[Placed[OutcomeLine]] = looked_at_together(lines, limit + 1, look)
        page = page_of([source], wanted, limit=limit, newest_first=True, after=after)
        return Found([summary_of(found[line.evaluation_id]) for line in page.items], page.last)

    def _lines(
        self,
        scorecard_id: str,
        question_id: str,
        outcome: Outcome,
        known: frozenset[str] | None,
        caller: Caller,
        limit: int,
        after: str | None,
    ) -> Iterator[Placed[OutcomeLine]]:
        """The lines of one outcome, newest interaction first; known: of these people, where they are few enough."""
        span = Span(high=after)
        if known is None:
            return self._outcomes.lines(scorecard_id, question_id, outcome, span, chunk=limit + 1)
        agents = sorted(known - {caller.user_id})
        chunk = chunk_of(limit, len(agents))
        sources = [
            self._outcomes.lines(scorecard_id, question_id, outcome, span, chunk=chunk, agent_id=each)
            for each in agents
        ]
        return merge(*sources, key=lambda each: each[0], reverse=True)

    def rescore(self, caller: Caller, dispute_id: str, asked: NewRescoring) -> Rescoring:
        """Let evaluations like the disputed one be given the answer that it has now; how far that is can be read.

        Each is looked at again when its turn comes: one that changed meanwhile is left alone.

        Raises:
            NotFound, Forbidden. RuleBroken: the answer wasn't upheld.
        """
        dispute, upheld = self._upheld(caller, dispute_id, asked.question_id)
        now = self._clock.now()
        rescoring = Rescoring(
            id=self._ids.new("rs"),
            dispute_id=dispute.id,
            upheld=upheld,
            evaluation_ids=tuple(each for each in dict.fromkeys(asked.evaluation_ids) if each != dispute.evaluation_id),
            asked_by=caller.user_id,
            asked_at=now,
        )
        with Transaction(self._clock, self._ids) as tx:
            self._rescorings.put(tx, rescoring)
            schedule(tx, QualityRow, Due(kind=RESCORING_GOES_ON, subject=rescoring.id, at=now))
        return written(rescoring)

    def rescorings(self, caller: Caller, dispute_id: str) -> list[Rescoring]:
        """The newest re-scorings that a dispute led to. Raises NotFound, Forbidden."""
        caller.require(Permission.DISPUTES_DECIDE)
        return self._rescorings.of_dispute(self._disputes.find(caller, dispute_id).id)

    def find(self, caller: Caller, dispute_id: str, rescoring_id: str) -> Rescoring:
        """How far a re-scoring is. Raises NotFound, Forbidden."""
        caller.require(Permission.DISPUTES_DECIDE)
        dispute = self._disputes.find(caller, dispute_id)
        rescoring = self._rescorings.rescoring(rescoring_id)
        if rescoring is None or rescoring.dispute_id != dispute.id:
            raise NotFound("There is no such re-scoring")
        return rescoring

    def go_on(self, rescoring_id: str) -> datetime | None:
        """Re-score the next evaluations; returns when to come again, None where all have been looked at.

        An evaluation and how far the re-scoring has come are one transaction: whoever dies, each is re-scored once.
        """
        began = self._clock.now()
        rescoring, refused_at = self._rescorings.rescoring(rescoring_id), -1
        while rescoring is not None and rescoring.finished_at is None:
            caller = self._access.standing(rescoring.asked_by)
            if caller is None or not caller.may(Permission.DISPUTES_DECIDE):
                self._progress(rescoring, {"stopped": True, "finished_at": self._clock.now()})
                return None
            try:
                rescoring = self._next(rescoring, caller)
            except Stale:
                # Another runner was here, or somebody changed the evaluation: as it is now, then.
                rescoring = self._rescorings.rescoring(rescoring_id)
            except Conflict:
                # Once may be a moment's; what is refused again keeps those behind it waiting no longer.
                if refused_at == rescoring.position:
                    odd, behind = rescoring.evaluation_ids[rescoring.position], {"position": rescoring.position + 1}
                    rescoring = self._progress(rescoring, behind, (odd, "not_saved"))
                else:
                    refused_at = rescoring.position
            if self._clock.now() - began > LONGEST:
                return self._clock.now()
        return None

    def _next(self, rescoring: Rescoring, caller: Caller) -> Rescoring:
        """The re-scoring after one more evaluation. Raises Stale: somebody changed it, or the evaluation, meanwhile."""
        if rescoring.position == len(rescoring.evaluation_ids):
            return self._progress(rescoring, {"finished_at": self._clock.now()})
        id = rescoring.evaluation_ids[rescoring.position]
        before = self._seen(caller, self._store.evaluation(id))
        version = self._scorecards.version(before.scorecard_id, before.scorecard_version) if before else None
        reason = why_skipped(before, version, rescoring.upheld)
        if before is not None and before.agent_id == caller.user_id:
            reason = reason or "not_allowed"
        after: Evaluation | None = None
        if before is not None and reason is None:
            try:
                after = self._evaluations.re_evaluated(before, upheld_change(rescoring.upheld), by=caller.user_id)
            except RuleBroken:
                reason = "does_not_fit"
        if before is None or after is None:
            return self._progress(rescoring, {"position": rescoring.position + 1}, (id, reason or "gone"))
        done = rescoring.model_copy(update={"position": rescoring.position + 1, "rescored": rescoring.rescored + 1})
        self._evaluations.save_rescored(
            after,
            before,
            by=caller.user_id,
            kind="rescored",
            dispute_id=rescoring.dispute_id,
            also=lambda tx: self._rescorings.put(tx, done),
        )
        return written(done)

    def _progress(
        self, rescoring: Rescoring, changes: Mapping[str, object], skipped: tuple[str, Skip] | None = None
    ) -> Rescoring:
        if skipped:
            left = Skipped(evaluation_id=skipped[0], reason=skipped[1])
            changes = {**changes, "skipped": (*rescoring.skipped, left)}
        after = rescoring.model_copy(update=changes)
        with Transaction(self._clock, self._ids) as tx:
            self._rescorings.put(tx, after)
        return written(after)

    def _seen(self, caller: Caller, evaluation: Evaluation | None) -> Evaluation | None:
        """The evaluation where the caller may see it: why it isn't changed would else tell how it was answered."""
        shown = self._access.shown(caller, evaluation, lambda each: each.agent_id)
        return None if shown is None or self._evaluations.is_blind(caller, shown) else shown

    def _upheld(self, caller: Caller, dispute_id: str, question_id: str) -> tuple[Dispute, Upheld]:
        dispute = self._disputes.find(caller, dispute_id)
        caller.require(Permission.DISPUTES_DECIDE)
        if dispute.agent_id == caller.user_id:
            raise Forbidden("Whose dispute it was leaves others' evaluations alone")
        return dispute, upheld_answer(dispute, question_id)
