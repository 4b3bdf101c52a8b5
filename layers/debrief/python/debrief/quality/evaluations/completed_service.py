"""Completed evaluations changed: re-scored, and answered by their agents (S4.4, S4.8)."""

from collections.abc import Callable, Sequence

from debrief.interactions.conversations.masked import masked_transcript
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, Forbidden, NotFound, Stale
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.quality.evaluations.answers import check_answers, evaluation_type, is_left_open
from debrief.quality.evaluations.events import EVALUATION_RESCORED, evaluation_data
from debrief.quality.evaluations.given_answers import AnswerChange, Said, brings_quotes, merged, standing_otherwise
from debrief.quality.evaluations.history import StepKind, moved_answers, step
from debrief.quality.evaluations.model import Answer, Evaluation, Score
from debrief.quality.evaluations.reading_service import EvaluationReadings
from debrief.quality.evaluations.review_store import look_again, tell_agent
from debrief.quality.evaluations.reviewing import asked_anew
from debrief.quality.evaluations.scoring import score
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.evaluations.words import EvaluationType, ReviewReason
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.table_store import QualityRow


class ChangedScore(Entity):
    """What a completed evaluation would come to with other answers.

    score: with what is open counted as zero.
    open_points: what keeps the answers from being saved, such as a required question without one.
    """

    score: Score
    open_points: tuple[FieldError, ...]


class CompletedEvaluations(EvaluationReadings):
    """The use cases that change completed evaluations, beside those that read them."""

    def __init__(
        self,
        store: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        access: Access,
        clock: Clock,
        ids: Ids,
    ) -> None:
        super().__init__(store, scorecards, interactions, access, clock)
        self._ids = ids

    def rescore(self, caller: Caller, evaluation_id: str, revision: int, change: AnswerChange) -> Evaluation:
        """Change answers of a completed evaluation; its score is made anew.

        By its evaluator. An automatic one may be corrected by anybody who may evaluate the agent; they become its
        evaluator, and what they answered otherwise makes it blended. Where that changes what its agent has read, it is
        theirs to answer anew.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile. Conflict: it is a draft, or disputed. RuleBroken: the answers
            don't fit.
        """
        before = self._completed(caller, evaluation_id)
        if before.status == "disputed":
            raise Conflict("The agent disputes it: what they dispute is decided first")
        version = self.version_of(before)
        expect_as_read(before, revision, version, change)
        answers = merged(version, before.answers, change, self.transcript_for(before, change))
        after = self._changed(before, version, answers, change.comment, caller.user_id, final=True)
        return self.save_rescored(after, before, by=caller.user_id, kind="rescored")

    def save_rescored(
        self,
        after: Evaluation,
        before: Evaluation,
        *,
        by: str,
        kind: StepKind,
        dispute_id: str | None = None,
        also: Callable[[Transaction], None] = lambda _: None,
    ) -> Evaluation:
        """Write a completed evaluation with other answers. The agent is told, and answers anew, where that is news.

        kind: what its history calls it. by: whose doing it is. also: what else is written with it.

        Raises:
            Stale: it was changed meanwhile.
        """
        now, settings = self._clock.now(), self._access.settings()
        news = (
            before.status == "disputed" or moved_answers(before.answers, after.answers) or after.score != before.score
        )
        if news:
            after = asked_anew(after, settings, now)

        def noted(tx: Transaction) -> None:
            self._history.add(tx, after.id, step(kind, after, now, by=by, before=before, dispute_id=dispute_id))
            if news and before.status != "disputed":
                tell_agent(tx, after, "changed", by=by, time_zone=settings.time_zone, now=now)
            elif news:
                look_again(tx, after, now)
            also(tx)

        return self._save(after, before, EVALUATION_RESCORED, noted)

    def re_evaluated(self, before: Evaluation, change: AnswerChange, *, by: str) -> Evaluation:
        """What a completed evaluation is with other answers of `by`, who becomes its evaluator where it has none.

        Nothing is saved. Raises RuleBroken: the answers don't fit.
        """
        version = self.version_of(before)
        answers = merged(version, before.answers, change, self.transcript_for(before, change))
        return self._changed(before, version, answers, change.comment, before.evaluator_id or by, final=True)

    def save_answered(
        self,
        after: Evaluation,
        before: Evaluation,
        kind: StepKind,
        *,
        by: str | None,
        dispute_id: str | None = None,
        also: Callable[[Transaction], None] = lambda _: None,
    ) -> Evaluation:
        """Write a completed evaluation whose answers stay, after its agent, or who decides, has said something to it.

        kind: what its history calls it. by: whose doing it is; none for Debrief's own. also: what else is written.

        Raises:
            Stale: it was changed meanwhile.
        """
        now = self._clock.now()
        silent = after.review is not None and after.review.by_silence

        def noted(tx: Transaction) -> None:
            told = step(kind, after, now, by=by, dispute_id=dispute_id, by_silence=silent)
            self._history.add(tx, after.id, told)
            also(tx)

        return self._save(after, before, None, noted)

    def score_with(self, caller: Caller, evaluation_id: str, change: AnswerChange) -> ChangedScore:
        """What a completed evaluation would come to with `change` (S4.4), for those who may re-score it.

        Nothing is saved. Raises: as `rescore`, apart from what is only missing: that is told beside the score.
        """
        evaluation = self._completed(caller, evaluation_id)
        version = self.version_of(evaluation)
        answers = merged(version, evaluation.answers, change, self.transcript_for(evaluation, change))
        return ChangedScore(
            score=score(version, answers, running=True),
            open_points=check_answers(version, answers, completing=True),
        )

    # ---------------------------------------------------------------------------------------------------------

    def _completed(self, caller: Caller, evaluation_id: str) -> Evaluation:
        evaluation = self.find(caller, evaluation_id)
        caller.require(Permission.EVALUATIONS_PERFORM)
        if evaluation.agent_id == caller.user_id:
            raise Forbidden("Nobody evaluates their own conversation")
        if evaluation.status == "draft":
            raise Conflict("The evaluation is still a draft")
        if evaluation.calibration_id is not None:
            raise Conflict("What was handed in for a calibration stays as it is")
        if evaluation.superseded_at:
            raise Conflict("The conversation has other words now; this evaluation counts no more")
        if evaluation.evaluator_id not in {None, caller.user_id}:
            raise Forbidden("Only the one who evaluated may change the evaluation")
        return evaluation

    def interaction_of(self, evaluation: Evaluation) -> Interaction:
        interaction = self._interactions.interaction(evaluation.interaction_id)
        if interaction is None:
            raise NotFound("The interaction of this evaluation is gone")
        return interaction

    def transcript_for(self, evaluation: Evaluation, change: AnswerChange) -> Said | None:
        """What was said, where quotes of the change have to be looked up in it; most changes bring none."""
        if not brings_quotes(evaluation.answers, change):
            return None
        transcript = self._interactions.transcript(self.interaction_of(evaluation))
        if transcript is None:
            return None
        return Said(transcript, masked_transcript(transcript, self._access.settings().masking.leaving))

    def _changed(
        self,
        evaluation: Evaluation,
        version: ScorecardVersion,
        answers: Sequence[Answer],
        comment: str | None,
        by: str,
        *,
        final: bool = False,
    ) -> Evaluation:
        return evaluation.model_copy(
            update={
                "answers": tuple(answers),
                "comment": evaluation.comment if comment is None else comment,
                "evaluator_id": by,
                "type": type_with_a_person(version, answers),
                "score": score(version, answers, running=not final),
                "to_review": still_to_review(evaluation.to_review, (), answers),
            }
        )

    def _save(
        self,
        after: Evaluation,
        before: Evaluation,
        event: str | None,
        also: Callable[[Transaction], None] = lambda _: None,
    ) -> Evaluation:
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_evaluation(tx, after, before)
            also(tx)
            if event:
                tx.announce(QualityRow, event, after.id, evaluation_data(after))
        return written(after)


def expect_as_read(before: Evaluation, revision: int, version: ScorecardVersion, change: AnswerChange) -> None:
    """Raises Stale, telling what stands otherwise now, unless the evaluation is as the caller has read it."""
    if before.revision != revision:
        told = standing_otherwise(version, before.answers, change)
        raise Stale("It was changed by somebody else meanwhile; read it again", errors=told)


def type_with_a_person(version: ScorecardVersion, answers: Sequence[Answer]) -> EvaluationType:
    """Whatever a person has in hand is no longer automatic from end to end."""
    kind = evaluation_type(version, answers)
    return "blended" if kind == "automatic" else kind


def still_to_review(
    before: Sequence[ReviewReason], new: Sequence[ReviewReason], answers: Sequence[Answer]
) -> tuple[ReviewReason, ...]:
    """The reasons of before and the new ones, without those of which no answer is left."""
    gone = set()
    if not any(each.unchecked for each in answers):
        gone.add("unchecked")
    if not any(each.unsupported for each in answers):
        gone.add("unsupported")
    if not any(is_left_open(each) for each in answers):
        gone.add("no_opportunity")
    return tuple(each for each in dict.fromkeys((*before, *new)) if each not in gone)
