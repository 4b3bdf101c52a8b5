"""Evaluations acknowledged: by their agents, or, where the account wants that, by letting the time pass (S4.8).

Whoever writes first holds: an agent's answer and the schedule's meet in the evaluation's revision. Whichever finds that
it was changed looks again, and leaves alone what is settled.
"""

from datetime import datetime
from typing import Final

from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Forbidden, Stale, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.revisions import expect_revision
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.criteria import criterion
from debrief.notices.model import NoticeKind
from debrief.notices.telling import Told, tell
from debrief.people.access import Access
from debrief.quality.evaluations.deadlines import UNANSWERED, unanswered
from debrief.quality.evaluations.events import EVALUATION_ACKNOWLEDGED, acknowledged_data
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.review_store import last_day, settle
from debrief.quality.evaluations.reviewing import (
    acknowledged,
    awaits_answer,
    is_overdue,
    is_to_be_reminded,
    next_look,
)
from debrief.quality.evaluations.service import EvaluationService
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.table_store import QualityRow

_TRIES: Final = 4
_WHY_NOT: Final = {
    "acknowledged": "The evaluation is acknowledged already",
    "disputed": "The evaluation is disputed: it can be acknowledged once that is decided",
    "draft": "The evaluation is still a draft",
}


class Acknowledgements:
    """The use cases of acknowledging."""

    def __init__(
        self, evaluations: EvaluationService, store: EvaluationStore, access: Access, clock: Clock, ids: Ids
    ) -> None:
        self._evaluations = evaluations
        self._store = store
        self._access = access
        self._clock = clock
        self._ids = ids

    def acknowledge(self, caller: Caller, evaluation_id: str, revision: int) -> Evaluation:
        """Acknowledge an evaluation of the caller's own work, as they have read it.

        Raises:
            NotFound. Forbidden: it is of somebody else's work. Conflict: it isn't for them to answer now. Stale: it was
            changed since they have read it.
        """
        before = self._evaluations.find(caller, evaluation_id)
        if before.agent_id != caller.user_id:
            raise Forbidden("Only the one whose work it is acknowledges an evaluation")
        if not awaits_answer(before):
            raise Conflict(_WHY_NOT.get(before.status, "Agents don't answer this evaluation"))
        expect_revision(before, revision)
        return self._written(before, by=caller.user_id)

    def see_to(self, evaluation_id: str) -> datetime | None:
        """Look at an evaluation whose agent hasn't answered: remind them, or acknowledge what is overdue.

        Returns when to look again, None where there is nothing to look at. Harmless to repeat: each of it happens once.
        """
        for _ in range(_TRIES):
            evaluation, now = self._store.evaluation(evaluation_id), self._clock.now()
            if evaluation is None or not awaits_answer(evaluation):
                return None
            try:
                if is_overdue(evaluation, now):
                    self._written(evaluation, by=None)
                    return None
                if is_to_be_reminded(evaluation, now):
                    self._remind(evaluation, now)
                return next_look(evaluation, now)
            except Stale:
                # The agent, or somebody else, was faster: what they wrote holds.
                continue
        raise Unavailable("The evaluation keeps being changed", retry_after_s=1)

    def _remind(self, evaluation: Evaluation, now: datetime) -> None:
        """Tell the agent once: what is due moves on in the same transaction."""
        zone = self._access.settings().time_zone
        required = "yes" if evaluation.review and evaluation.review.required else "no"
        day = last_day(evaluation, zone)
        kind = NoticeKind.EVALUATION_UNANSWERED
        with Transaction(self._clock, self._ids) as tx:
            self._store.expect(tx, evaluation.id, evaluation)
            to = [evaluation.agent_id]
            started_at, which = evaluation.interaction_started_at, criterion(evaluation.scorecard_id)
            about: dict[str, Told] = {"started_at": started_at, **which}
            tell(tx, QualityRow, kind, about=evaluation.id, to=to, by=None, last_day=day, required=required, **about)
            if due := unanswered(evaluation, now):
                schedule(tx, QualityRow, due)
            else:
                unschedule(tx, QualityRow, UNANSWERED, evaluation.id)

    def _written(self, before: Evaluation, *, by: str | None) -> Evaluation:
        after = acknowledged(before, self._clock.now(), by_silence=by is None)

        def settled(tx: Transaction) -> None:
            settle(tx, before)
            tx.announce(QualityRow, EVALUATION_ACKNOWLEDGED, after.id, acknowledged_data(after))

        return self._evaluations.save_answered(after, before, "acknowledged", by=by, also=settled)
