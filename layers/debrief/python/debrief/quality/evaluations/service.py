"""Drafts opened, answered and completed, and evaluations deleted (S4.4, S4.7)."""

from collections.abc import Sequence
from typing import Final, Protocol

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Forbidden, NotFound, Stale
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.model import NoticeKind
from debrief.notices.telling import withdraw
from debrief.people.access import Access
from debrief.quality.evaluations.completed_service import (
    CompletedEvaluations,
    expect_as_read,
    still_to_review,
    type_with_a_person,
)
from debrief.quality.evaluations.events import EVALUATION_COMPLETED, EVALUATION_DELETED, evaluation_data
from debrief.quality.evaluations.given_answers import AnswerChange, merged
from debrief.quality.evaluations.history import step
from debrief.quality.evaluations.model import AiAnswering, Answer, Evaluation
from debrief.quality.evaluations.opening import began_by_itself, opened
from debrief.quality.evaluations.review_store import settle, tell_agent, tell_no_more
from debrief.quality.evaluations.reviewing import asked_anew
from debrief.quality.evaluations.scorecard_reader import scorecard_for
from debrief.quality.evaluations.scoring import score
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.evaluations.words import ReviewReason
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.table_store import QualityRow

_HAND_IN_ATTEMPTS: Final = 8
"""Assessors who may be in each other's way; each time one of them gets through."""


class Calibrating(Protocol):
    """What takes in the evaluations that are made for calibrations."""

    def hand_in(self, tx: Transaction, evaluation: Evaluation) -> None:
        """Note, with `tx`, that an assessor has answered. Raises Conflict where the calibration takes no more."""
        ...


class EvaluationService(CompletedEvaluations):
    """The use cases that change evaluations, drafts and completed ones, beside those that read them."""

    def __init__(
        self,
        store: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        access: Access,
        clock: Clock,
        ids: Ids,
        calibrations: Calibrating | None = None,
    ) -> None:
        super().__init__(store, scorecards, interactions, access, clock, ids)
        self._calibrations = calibrations

    def open(self, caller: Caller, interaction_id: str, scorecard_id: str, *, given: bool = False) -> Evaluation:
        """Open a draft with the preselected answers. The AI's questions are open until it is asked or a person answers.

        given: the caller didn't choose the interaction, so that nobody else is to be given it.

        Raises:
            NotFound: no such interaction in the caller's reach. Forbidden: the permission is missing, or it is the
            caller's own conversation. RuleBroken: the scorecard isn't for this. Conflict: the scorecard isn't
            published, the caller has a draft already, or another was given it a moment ago.
        """
        caller.require(Permission.EVALUATIONS_PERFORM)
        found = self._interactions.interaction(interaction_id)
        interaction = self._access.shown(caller, found, lambda each: each.agent_id)
        if interaction is None:
            raise NotFound("There is no such interaction")
        if interaction.agent_id == caller.user_id:
            raise Forbidden("Nobody evaluates their own conversation")
        if blind := self._blinds.spots_at(caller.user_id, interaction_id).spots:
            if all(each.by.startswith("chk_") for each in blind):
                raise Conflict("You check the AI's answers to this conversation: answer that first")
            raise Conflict("You assess this conversation in a calibration: until that is closed, only there")
        scorecard, version = scorecard_for(self._scorecards, scorecard_id, interaction)
        if existing := self._store.open_draft(interaction_id, scorecard_id, caller.user_id):
            raise Conflict(f"You have a draft for this interaction and scorecard already: {existing}")
        draft = opened(self._ids.new("ev"), interaction, scorecard, version, self._clock, evaluator_id=caller.user_id)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_evaluation(tx, draft)
            if given:
                self._store.give(tx, draft, caller.user_id, self._clock.now())
        return written(draft)

    def give(self, caller: Caller, draft: Evaluation) -> None:
        """Let nobody else be given, for a while, a draft that nobody has taken; it stays as it is.

        Raises:
            Conflict: another was given it a moment ago.
        """
        with Transaction(self._clock, self._ids) as tx:
            self._store.give(tx, draft, caller.user_id, self._clock.now())

    def answer(self, caller: Caller, evaluation_id: str, revision: int, change: AnswerChange) -> Evaluation:
        """Save answers of a draft; the score is the running total (S4.4).

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile. Conflict: it is completed. RuleBroken: an answer doesn't
            fit its question, or its quote doesn't stand in the transcript.
        """
        before = self.draft_of(caller, evaluation_id)
        version = self.version_of(before)
        expect_as_read(before, revision, version, change)
        answers = merged(version, before.answers, change, self.transcript_for(before, change))
        after = self._changed(before, version, answers, change.comment, caller.user_id)
        return self._save(after, before, None)

    def let_ai_answer(self, caller: Caller, before: Evaluation, attempt: int) -> Evaluation:
        """Note in a draft, read with `draft_of`, that the AI was asked; the draft is the caller's from now on.

        Raises:
            Stale: the draft was changed meanwhile.
        """
        asked = AiAnswering(
            status="answering", attempt=attempt, requested_by=caller.user_id, requested_at=self._clock.now()
        )
        after = self._changed(before, self.version_of(before), before.answers, None, caller.user_id)
        return self._save(after.model_copy(update={"ai_answering": asked, "ai_attempts": attempt}), before, None)

    def with_ai_answers(
        self,
        before: Evaluation,
        version: ScorecardVersion,
        answers: Sequence[Answer],
        provenance: AiProvenance | None,
        to_review: Sequence[ReviewReason] = (),
        *,
        going_on: bool = False,
    ) -> Evaluation:
        """Save a draft with what the AI answered; `provenance` says how. Whose draft it is stays.

        to_review: why a person has to look at the answers, beside what was known before.
        going_on: the AI isn't done with them.

        Raises:
            Stale: the draft was changed meanwhile.
        """
        changed = {
            "answers": tuple(answers),
            "type": type_with_a_person(version, answers),
            "score": score(version, answers, running=True),
            "provenance": provenance or before.provenance,
            "ai_answering": before.ai_answering if going_on else None,
            "to_review": still_to_review(before.to_review, to_review, answers),
        }
        return self._save(before.model_copy(update=changed), before, None)

    def ai_failed(self, before: Evaluation, sentence: str) -> Evaluation:
        """Note in a draft why the AI couldn't answer.

        Raises:
            Stale: the draft was changed meanwhile.
        """
        failed = before.ai_answering and before.ai_answering.model_copy(
            update={"status": "failed", "sentence": sentence}
        )
        return self._save(before.model_copy(update={"ai_answering": failed}), before, None)

    def complete(self, caller: Caller, evaluation_id: str, revision: int | None = None) -> Evaluation:
        """Complete a draft: from now on it counts in the reports. revision: at which it was read, where that is told.

        Raises:
            NotFound, Forbidden. Conflict: it is completed. RuleBroken: required answers are missing. Stale: changed
            since it was read, such as by answers of the AI that nobody has seen.
        """
        before = self.draft_of(caller, evaluation_id)
        if revision is not None:
            expect_revision(before, revision)
        version = self.version_of(before)
        after = self._changed(before, version, before.answers, None, caller.user_id, final=True)
        now = self._clock.now()
        after = after.model_copy(
            update={"status": "completed", "completed_at": now, "ai_answering": None, "to_review": ()}
        )
        if before.calibration_id is not None:
            return self._handed_in(after, before)

        settings = self._access.settings()
        after = asked_anew(after, settings, now)

        def counted(tx: Transaction) -> None:
            self._store.count_completed(tx, caller.user_id, day_of(now, caller.time_zone), now)
            self._history.add(tx, after.id, step("completed", after, now, by=caller.user_id))
            tell_agent(tx, after, "completed", by=caller.user_id, time_zone=settings.time_zone, now=now)

        return self._save(after, before, EVALUATION_COMPLETED, counted)

    def delete(self, caller: Caller, evaluation_id: str, revision: int) -> None:
        """Delete an own draft, or, with the permission for it, what the AI made: then it is gone for good.

        A draft that began by itself is the AI's in this, also when somebody has taken it.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile. Conflict: it isn't automatic.
        """
        evaluation = self.find(caller, evaluation_id)
        if evaluation.calibration_id is not None:
            raise Conflict("It belongs to a calibration, and goes with it")
        mine = evaluation.status == "draft" and evaluation.evaluator_id == caller.user_id
        own_draft = mine and not began_by_itself(evaluation)
        if not own_draft:
            caller.require(Permission.EVALUATIONS_DELETE_AUTOMATED)
            if evaluation.agent_id == caller.user_id:
                raise Forbidden("Nobody deletes evaluations of their own conversations")
            if evaluation.status != "draft" and evaluation.type != "automatic":
                raise Conflict("Only automatic evaluations can be deleted")
        expect_revision(evaluation, revision)
        with Transaction(self._clock, self._ids) as tx:
            self._history.remove(tx, evaluation.id, self._clock.now())
            # What an automation assigned would else be assigned again by a replay of the pipeline.
            by_automation = evaluation.assignment is not None and evaluation.assignment.automation_id is not None
            self._store.delete_evaluation(tx, evaluation, for_good=not own_draft or by_automation)
            if evaluation.status == "draft" and evaluation.assignment is not None:
                kind = NoticeKind.EVALUATION_ASSIGNED
                withdraw(tx, QualityRow, kind, about=evaluation.id, to=[evaluation.evaluator_id])
            if own_draft:
                self._store.give_back(tx, evaluation)
            if evaluation.status != "draft":
                settle(tx, evaluation)
                if evaluation.status == "disputed" and evaluation.review is not None:
                    tell_no_more(tx, evaluation.id, evaluation.review.decider_id)
            if evaluation.status != "draft" or began_by_itself(evaluation):
                # A draft of the AI's may have been drawn for a blind check, which is counted as long as it is there.
                tx.announce(QualityRow, EVALUATION_DELETED, evaluation.id, evaluation_data(evaluation))

    # ---------------------------------------------------------------------------------------------------------

    def draft_of(self, caller: Caller, evaluation_id: str) -> Evaluation:
        evaluation = self.find(caller, evaluation_id)
        caller.require(Permission.EVALUATIONS_PERFORM)
        if evaluation.status != "draft":
            raise Conflict("The evaluation is completed; re-score it to change it")
        if evaluation.evaluator_id not in {None, caller.user_id}:
            # Whoever may delete what began by itself sees it for that alone.
            raise Forbidden("Only the one who has taken the draft may go on with it")
        return evaluation

    def _handed_in(self, after: Evaluation, before: Evaluation) -> Evaluation:
        """Save what was made for a calibration: told to nobody but the calibration, and counted nowhere.

        Others hand theirs in at the same moment; whose own draft is unchanged tries again.
        """
        if self._calibrations is None:
            raise Conflict("It belongs to a calibration, which takes it in itself")
        for attempt in range(1, _HAND_IN_ATTEMPTS + 1):
            try:
                with Transaction(self._clock, self._ids) as tx:
                    self._store.put_evaluation(tx, after, before)
                    self._calibrations.hand_in(tx, after)
            except Stale:
                now = self._store.evaluation(before.id)
                if now is None or now.revision != before.revision or attempt == _HAND_IN_ATTEMPTS:
                    raise
            else:
                break
        return written(after)
