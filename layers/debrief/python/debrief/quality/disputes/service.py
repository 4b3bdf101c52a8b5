"""Disputes raised, listed and decided (S4.8)."""

from datetime import datetime

from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Forbidden, RuleBroken, Stale
from debrief.kernel.ids import Ids, derived_id
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.model import NoticeKind
from debrief.notices.telling import Told, tell
from debrief.people.access import Access
from debrief.people.model import SettingsValues
from debrief.quality.disputes.deadlines import UNDECIDED, is_reminded, undecided
from debrief.quality.disputes.deciding import (
    Candidate,
    check_decided,
    check_disputed,
    decided,
    decisions,
    is_fit,
    raised,
    wanted_deciders,
)
from debrief.quality.disputes.events import DISPUTE_DECIDED, DISPUTE_RAISED, dispute_data
from debrief.quality.disputes.model import AnswerDecision, Dispute, NewDecision, NewDispute
from debrief.quality.disputes.reading_service import DisputeReadings
from debrief.quality.disputes.store import DisputeStore
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.given_answers import AnswerChange, GivenAnswer
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.review_store import look_again, settle, tell_no_more
from debrief.quality.evaluations.reviewing import asked_anew, disputed, handed_to, may_decide, why_undisputable
from debrief.quality.evaluations.service import EvaluationService
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.table_store import QualityRow


class DisputeService(DisputeReadings):
    """The use cases that raise and decide disputes, beside those that read them."""

    def __init__(
        self, store: DisputeStore, evaluations: EvaluationService, access: Access, clock: Clock, ids: Ids
    ) -> None:
        super().__init__(store, evaluations, access)
        self._changing = evaluations
        self._blinds = BlindStore()
        self._clock = clock
        self._ids = ids

    # Raise -----------------------------------------------------------------------------------------------------

    def raise_(self, caller: Caller, evaluation_id: str, revision: int, asked: NewDispute) -> Dispute:
        """Dispute answers of an evaluation of the caller's own work, as they have read it.

        Raises:
            NotFound. Forbidden: it is of somebody else's work. Conflict: it can't be disputed now. Stale: it was
            changed since they have read it. RuleBroken: an answer isn't there to be disputed.
        """
        before = self._evaluations.find(caller, evaluation_id)
        if before.agent_id != caller.user_id:
            raise Forbidden("Only the one whose work it is disputes an evaluation")
        now = self._clock.now()
        if why := why_undisputable(before, now):
            raise Conflict(f"The evaluation can't be disputed: {why}")
        expect_revision(before, revision)
        if errors := check_disputed(self._evaluations.version_of(before), before, asked.answers):
            raise RuleBroken("Only answers of the evaluation can be disputed", errors=errors)
        settings = self._access.settings()
        decider_id = self._decider(settings, before, raised_by=before.agent_id)
        round_ = len(before.review.dispute_ids if before.review else ()) + 1
        dispute = raised(derived_id("dp", before.id, str(round_)), before, asked.answers, decider_id, now)
        after = disputed(before, dispute.id, decider_id)

        def also(tx: Transaction) -> None:
            self._store.put(tx, dispute)
            settle(tx, before)
            self._tell_decider(tx, dispute, settings, NoticeKind.DISPUTE_RAISED, by=caller.user_id)
            tx.announce(QualityRow, DISPUTE_RAISED, dispute.id, dispute_data(dispute))

        self._changing.save_answered(after, before, "disputed", by=caller.user_id, dispute_id=dispute.id, also=also)
        return written(dispute)

    # Decide ----------------------------------------------------------------------------------------------------

    def decide(self, caller: Caller, dispute_id: str, revision: int, given: NewDecision) -> Dispute:
        """Decide a dispute: change answers, and score anew, or affirm all of them. The agent is told, and answers anew.

        Raises:
            NotFound. Forbidden: it isn't for the caller to decide. Conflict: it is decided, or nothing to decide any
            more. Stale: somebody changed it meanwhile. RuleBroken: the decision doesn't fit.
        """
        dispute = self.find(caller, dispute_id)
        before = self._evaluations.find(caller, dispute.evaluation_id)
        self._check_may_decide(caller, dispute, before)
        expect_revision(dispute, revision)
        version = self._evaluations.version_of(before)
        if errors := check_decided(version, dispute, given.answers):
            raise RuleBroken("The decision doesn't fit the dispute", errors=errors)
        answers, now = decisions(dispute, given.answers), self._clock.now()
        by, settings = caller.user_id, self._access.settings()
        upheld = [each for each in answers if each.upheld]
        after = before
        if upheld:
            after = self._changing.re_evaluated(before, _change(version, upheld), by=by)
        done = decided(dispute, answers, after, by=by, now=now)

        def also(tx: Transaction) -> None:
            self._store.put(tx, done)
            unschedule(tx, QualityRow, UNDECIDED, done.id)
            self._tell_of_decision(tx, done, by)
            tx.announce(QualityRow, DISPUTE_DECIDED, done.id, dispute_data(done))

        if upheld:
            self._changing.save_rescored(after, before, by=by, kind="re_evaluated", dispute_id=dispute.id, also=also)
        else:
            anew = asked_anew(before, settings, now)

            def affirmed(tx: Transaction) -> None:
                look_again(tx, anew, now)
                also(tx)

            self._changing.save_answered(anew, before, "re_affirmed", by=by, dispute_id=dispute.id, also=affirmed)
        return written(done)

    def _check_may_decide(self, caller: Caller, dispute: Dispute, evaluation: Evaluation) -> None:
        if caller.user_id in {dispute.raised_by, dispute.agent_id}:
            raise Forbidden("Whoever raised a dispute, or whose work it is, doesn't decide it")
        caller.require(Permission.DISPUTES_DECIDE)
        if dispute.state == "decided":
            raise Conflict("The dispute is decided already")
        if dispute.state == "set_aside" or evaluation.superseded_at is not None:
            raise Conflict("The conversation has other words now; there is nothing to decide")
        if not may_decide(caller, evaluation):
            raise Forbidden("Somebody else is to decide this dispute")

    # Look after ------------------------------------------------------------------------------------------------

    def look_after(self, dispute_id: str) -> datetime | None:
        """Look at a dispute that nobody has decided; returns when to look again, None where that needn't be.

        Whoever was to decide and left, may no longer, or judges the conversation blindly is replaced; others are
        reminded. Harmless to repeat.
        """
        dispute, now = self._store.dispute(dispute_id), self._clock.now()
        if dispute is None or dispute.state != "open" or dispute.decider_id is None:
            return None
        settings = self._access.settings()
        if not is_fit(self._candidate(dispute.decider_id, dispute), **_sides(dispute)):
            return self._hand_over(dispute, settings, now)
        if is_reminded(dispute, now, settings.time_zone):
            try:
                with Transaction(self._clock, self._ids) as tx:
                    self._store.expect(tx, dispute)
                    self._tell_decider(tx, dispute, settings, NoticeKind.DISPUTE_UNDECIDED, by=None)
            except Stale:
                # Decided, or handed to somebody else, in the same moment: nobody is reminded of what is over.
                return now
        again = undecided(dispute, now, settings.time_zone)
        return again.at if again else None

    def _hand_over(self, dispute: Dispute, settings: SettingsValues, now: datetime) -> datetime | None:
        before = self._evaluations.stored(dispute.evaluation_id)
        if before is None or before.status != "disputed" or before.superseded_at is not None:
            return None
        decider_id = self._decider(settings, dispute, raised_by=dispute.raised_by)
        handed = dispute.model_copy(update={"decider_id": decider_id})

        def also(tx: Transaction) -> None:
            self._store.put(tx, handed)
            tell_no_more(tx, dispute.evaluation_id, dispute.decider_id)
            self._tell_decider(tx, handed, settings, NoticeKind.DISPUTE_RAISED, by=dispute.raised_by)

        try:
            self._changing.save_answered(
                handed_to(before, decider_id), before, "handed_over", by=None, dispute_id=dispute.id, also=also
            )
        except Stale:
            # Decided in the same moment, or it is looked at again at once.
            return now
        again = undecided(handed, now, settings.time_zone)
        return again.at if again else None

    # ---------------------------------------------------------------------------------------------------------

    def _decider(self, settings: SettingsValues, of: Evaluation | Dispute, *, raised_by: str) -> str | None:
        """Who is to decide: the first who is wanted and fit; None for any of those with the permission."""
        return next(
            (
                each
                for each in wanted_deciders(settings, of.evaluator_id)
                if is_fit(self._candidate(each, of), agent_id=of.agent_id, raised_by=raised_by)
            ),
            None,
        )

    def _candidate(self, user_id: str, of: Evaluation | Dispute) -> Candidate | None:
        caller = self._access.standing(user_id)
        if caller is None:
            return None
        return Candidate(caller, self._access.sees(caller, of.agent_id) and not self._is_hidden_from(user_id, of))

    def _is_hidden_from(self, user_id: str, of: Evaluation | Dispute) -> bool:
        return self._blinds.spots_at(user_id, of.interaction_id).hide(of)

    def _tell_decider(
        self, tx: Transaction, dispute: Dispute, settings: SettingsValues, kind: NoticeKind, *, by: str | None
    ) -> None:
        """Tell whoever is to decide, and look after it: two writes at most. Of a queue nobody is told one by one."""
        about, to = dispute.evaluation_id, [dispute.decider_id]
        at = dispute.interaction_started_at
        tell(tx, QualityRow, kind, about=about, to=to, by=by, agent_id=dispute.agent_id, started_at=at)
        if due := undecided(dispute, self._clock.now(), settings.time_zone):
            schedule(tx, QualityRow, due)

    def _tell_of_decision(self, tx: Transaction, done: Dispute, by: str) -> None:
        """The agent is told, and the evaluator where somebody else has decided and it isn't hidden from them: four
        writes at most.
        """
        if done.decision is None:
            return
        outcome, kind = done.decision.outcome, NoticeKind.DISPUTE_DECIDED
        about = done.evaluation_id
        at = done.interaction_started_at
        what: dict[str, Told] = {"outcome": outcome, "agent_id": done.agent_id, "started_at": at}
        tell(tx, QualityRow, kind, about=about, to=[done.agent_id], by=by, **what)
        if done.evaluator_id and not self._is_hidden_from(done.evaluator_id, done):
            tell(tx, QualityRow, kind, about=about, to=[done.evaluator_id], by=by, told="evaluator", **what)
        tell_no_more(tx, about, done.decider_id)


def _sides(dispute: Dispute) -> dict[str, str]:
    return {"agent_id": dispute.agent_id, "raised_by": dispute.raised_by}


def _change(version: ScorecardVersion, upheld: list[AnswerDecision]) -> AnswerChange:
    """The answers as they are from now on, each with what was said to it, where its question takes a comment."""
    comments = {each.id for each in version.questions() if each.allow_comment}
    return AnswerChange(
        answers=tuple(
            GivenAnswer(
                question_id=each.question_id,
                option_id=each.choice.option_id,
                not_applicable=each.choice.not_applicable,
                comment=each.response if each.question_id in comments else "",
            )
            for each in upheld
        )
    )
