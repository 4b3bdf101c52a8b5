"""Evaluations: opened, answered, completed, re-scored and deleted (S4.4, S4.7)."""

from collections.abc import Iterator, Sequence

from debrief.interactions.conversations.model import Interaction, Transcript
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, Forbidden, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Found, Placed, chunk_of, page_of
from debrief.people.access import Access
from debrief.quality.evaluations.ai_answering import as_seen
from debrief.quality.evaluations.answers import check_answers, evaluation_type
from debrief.quality.evaluations.events import (
    EVALUATION_COMPLETED,
    EVALUATION_DELETED,
    EVALUATION_RESCORED,
    evaluation_data,
)
from debrief.quality.evaluations.given_answers import AnswerChange, brings_quotes, merged
from debrief.quality.evaluations.listing import EvaluationFilter, EvaluationSummary, summary_of
from debrief.quality.evaluations.model import AiAnswering, Answer, Evaluation, EvaluationStatus, EvaluationType, Score
from debrief.quality.evaluations.opening import began_by_itself, opened
from debrief.quality.evaluations.scoring import score
from debrief.quality.evaluations.store import MOST_MERGED, EvaluationStore, draft_place, place_of
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.rules import applies
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.table_store import QualityRow


class ChangedScore(Entity):
    """What a completed evaluation would come to with other answers.

    score: with what is open counted as zero.
    open_points: what keeps the answers from being saved, such as a required question without one.
    """

    score: Score
    open_points: tuple[FieldError, ...]


class EvaluationService:
    """The use cases of evaluations.

    A draft is seen by its evaluator alone, so that several evaluators of one interaction don't sway each other; one
    that nobody has taken yet is seen by all who may evaluate that agent, and belongs to whoever first changes it.
    Nobody evaluates their own conversation. What a caller may not see is `NotFound`.
    """

    def __init__(
        self,
        store: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        access: Access,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._scorecards = scorecards
        self._interactions = interactions
        self._access = access
        self._clock = clock
        self._ids = ids

    # Reading ---------------------------------------------------------------------------------------------------

    def find(self, caller: Caller, evaluation_id: str) -> Evaluation:
        """The evaluation, if the caller may see it. Raises NotFound."""
        found = self._store.evaluation(evaluation_id)
        evaluation = self._access.shown(caller, found, lambda each: each.agent_id)
        if evaluation is None or not _may_open(caller, evaluation):
            raise NotFound("There is no such evaluation")
        return as_seen(evaluation, self._clock.now())

    def is_of_earlier_words(self, evaluation: Evaluation) -> bool:
        """Whether the interaction's words were replaced by others since the evaluation was begun, as far as is known.

        What a person answered stays as it is; whoever reads it is told.
        """
        if evaluation.transcript_digest is None:
            return evaluation.superseded_at is not None
        interaction = self._interactions.interaction(evaluation.interaction_id)
        return interaction is not None and interaction.transcript_digest != evaluation.transcript_digest

    def version_of(self, evaluation: Evaluation) -> ScorecardVersion:
        """The version that the evaluation was made with."""
        version = self._scorecards.version(evaluation.scorecard_id, evaluation.scorecard_version)
        if version is None:
            raise NotFound("The scorecard of this evaluation is gone")
        return version

    def page(
        self, caller: Caller, wanted: EvaluationFilter, status: EvaluationStatus, *, limit: int, after: str | None
    ) -> Found[EvaluationSummary]:
        """A page of evaluations that the caller may see, newest first.

        Completed ones by the start of their interaction; drafts (the caller's own, and those that nobody has taken)
        by when they were opened. A page that a filter leaves short still tells where the next one starts.
        """
        if wanted.interaction_id is not None:
            several = self._of_interaction(caller, wanted.interaction_id, status, after)
            return page_of([several], wanted.admits, limit=limit, newest_first=True, after=after)
        if status == "draft":
            return self._drafts(caller, wanted, limit, after)
        agents = self._agents(caller, wanted)
        narrowed = wanted._replace(agent_ids=agents)
        span = wanted.span
        if after is not None:
            span = span._replace(high=after if span.high is None else min(span.high, after))
        sources: list[Iterator[Placed[EvaluationSummary]]]
        if agents is not None and len(agents) <= MOST_MERGED:
            chunk = chunk_of(limit, len(agents))
            sources = [self._store.lines_of_agent(agent, span, chunk=chunk) for agent in sorted(agents)]
        else:
            by, card = wanted.evaluator_id, wanted.scorecard_id
            sources = [self._store.lines(span, chunk=limit + 1, evaluator_id=by, scorecard_id=card)]
        return page_of(sources, narrowed.admits, limit=limit, newest_first=True, after=after)

    def actions(self, caller: Caller, evaluation: Evaluation | EvaluationSummary) -> list[str]:
        """What the caller may do with an evaluation that they see."""
        mine, free = evaluation.evaluator_id == caller.user_id, evaluation.evaluator_id is None
        performs = caller.may(Permission.EVALUATIONS_PERFORM) and evaluation.agent_id != caller.user_id
        deletes = caller.may(Permission.EVALUATIONS_DELETE_AUTOMATED) and evaluation.agent_id != caller.user_id
        allowed: list[str] = []
        if evaluation.status == "draft":
            if performs and (mine or free):
                allowed += ["answer", *([] if _ai_is_at_it(evaluation) else ["ask_ai"]), "complete"]
            if (performs and mine and (deletes or not began_by_itself(evaluation))) or (deletes and free):
                allowed.append("delete")
        else:
            superseded = isinstance(evaluation, Evaluation) and evaluation.superseded_at is not None
            if performs and (mine or free) and not superseded:
                allowed.append("rescore")
            if deletes and evaluation.type == "automatic":
                allowed.append("delete")
        return allowed

    # Writing ---------------------------------------------------------------------------------------------------

    def open(self, caller: Caller, interaction_id: str, scorecard_id: str) -> Evaluation:
        """Open a draft with the preselected answers. The AI's questions are open until it is asked or a person answers.

        Raises:
            NotFound: no such interaction in the caller's reach. Forbidden: the permission is missing, or it is the
            caller's own conversation. RuleBroken: the scorecard isn't for this. Conflict: the scorecard isn't
            published, or the caller has a draft already.
        """
        caller.require(Permission.EVALUATIONS_PERFORM)
        found = self._interactions.interaction(interaction_id)
        interaction = self._access.shown(caller, found, lambda each: each.agent_id)
        if interaction is None:
            raise NotFound("There is no such interaction")
        if interaction.agent_id == caller.user_id:
            raise Forbidden("Nobody evaluates their own conversation")
        scorecard = self._scorecards.scorecard(scorecard_id)
        version = self._scorecards.version(scorecard_id, scorecard.current_version) if scorecard else None
        if scorecard is None or version is None or scorecard.status == "draft":
            raise _refused("/scorecard_id", "There is no such scorecard to evaluate with")
        if scorecard.status == "archived":
            raise Conflict("The scorecard is archived")
        if not (fit := applies(version, interaction)).holds:
            why = "; ".join(part.sentence for part in fit.parts if not part.holds)
            raise _refused("/scorecard_id", f"The scorecard isn't for this conversation: {why}")
        if existing := self._store.open_draft(interaction_id, scorecard_id, caller.user_id):
            raise Conflict(f"You have a draft for this interaction and scorecard already: {existing}")
        draft = opened(self._ids.new("ev"), interaction, scorecard, version, self._clock, evaluator_id=caller.user_id)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_evaluation(tx, draft)
        return written(draft)

    def answer(self, caller: Caller, evaluation_id: str, revision: int, change: AnswerChange) -> Evaluation:
        """Save answers of a draft; the score is the running total (S4.4).

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile. Conflict: it is completed. RuleBroken: an answer doesn't
            fit its question, or its quote doesn't stand in the transcript.
        """
        before = self.draft_of(caller, evaluation_id)
        expect_revision(before, revision)
        version = self.version_of(before)
        answers = merged(version, before.answers, change, self._transcript_for(before, change))
        after = self._changed(before, version, answers, change.comment, caller)
        return self._save(after, before, None)

    def let_ai_answer(self, caller: Caller, before: Evaluation, attempt: int) -> Evaluation:
        """Note in a draft, read with `draft_of`, that the AI was asked; the draft is the caller's from now on.

        Raises:
            Stale: the draft was changed meanwhile.
        """
        asked = AiAnswering(
            status="answering", attempt=attempt, requested_by=caller.user_id, requested_at=self._clock.now()
        )
        after = self._changed(before, self.version_of(before), before.answers, None, caller)
        return self._save(after.model_copy(update={"ai_answering": asked, "ai_attempts": attempt}), before, None)

    def with_ai_answers(
        self, before: Evaluation, version: ScorecardVersion, answers: Sequence[Answer], provenance: AiProvenance | None
    ) -> Evaluation:
        """Save a draft with what the AI answered; `provenance` says how. Whose draft it is stays.

        Raises:
            Stale: the draft was changed meanwhile.
        """
        changed = {
            "answers": tuple(answers),
            "type": _type_with_a_person(version, answers),
            "score": score(version, answers, running=True),
            "provenance": provenance or before.provenance,
            "ai_answering": None,
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

    def complete(self, caller: Caller, evaluation_id: str) -> Evaluation:
        """Complete a draft: from now on it counts in the reports.

        Raises:
            NotFound, Forbidden. Conflict: it is completed. RuleBroken: required answers are missing.
        """
        before = self.draft_of(caller, evaluation_id)
        version = self.version_of(before)
        after = self._changed(before, version, before.answers, None, caller, final=True)
        after = after.model_copy(
            update={"status": "completed", "completed_at": self._clock.now(), "ai_answering": None}
        )
        return self._save(after, before, EVALUATION_COMPLETED)

    def rescore(self, caller: Caller, evaluation_id: str, revision: int, change: AnswerChange) -> Evaluation:
        """Change answers of a completed evaluation; its score is made anew.

        By its evaluator. An automatic one may be corrected by anybody who may evaluate the agent; they become its
        evaluator, and what they answered otherwise makes it blended.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile. Conflict: it is a draft. RuleBroken: the answers don't fit.
        """
        before = self._completed(caller, evaluation_id)
        expect_revision(before, revision)
        version = self.version_of(before)
        answers = merged(version, before.answers, change, self._transcript_for(before, change))
        after = self._changed(before, version, answers, change.comment, caller, final=True)
        return self._save(after, before, EVALUATION_RESCORED)

    def score_with(self, caller: Caller, evaluation_id: str, change: AnswerChange) -> ChangedScore:
        """What a completed evaluation would come to with `change` (S4.4), for those who may re-score it.

        Nothing is saved. Raises: as `rescore`, apart from what is only missing: that is told beside the score.
        """
        evaluation = self._completed(caller, evaluation_id)
        version = self.version_of(evaluation)
        answers = merged(version, evaluation.answers, change, self._transcript_for(evaluation, change))
        return ChangedScore(
            score=score(version, answers, running=True),
            open_points=check_answers(version, answers, completing=True),
        )

    def delete(self, caller: Caller, evaluation_id: str, revision: int) -> None:
        """Delete an own draft, or, with the permission for it, what the AI made: then it is gone for good.

        A draft that began by itself is the AI's in this, also when somebody has taken it.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile. Conflict: it isn't automatic.
        """
        evaluation = self.find(caller, evaluation_id)
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
            self._store.delete_evaluation(tx, evaluation, for_good=not own_draft)
            if evaluation.status != "draft":
                tx.announce(QualityRow, EVALUATION_DELETED, evaluation.id, evaluation_data(evaluation))

    # ---------------------------------------------------------------------------------------------------------

    def _agents(self, caller: Caller, wanted: EvaluationFilter) -> frozenset[str] | None:
        if wanted.agent_ids is None:
            return self._access.visible_people(caller)
        return self._access.seen_ids(caller, wanted.agent_ids)

    def _of_interaction(
        self, caller: Caller, interaction_id: str, status: EvaluationStatus, before: str | None
    ) -> Iterator[Placed[EvaluationSummary]]:
        """The interaction's evaluations that the caller may see and that hold, newest first: drafts, or all others."""
        place = draft_place if status == "draft" else place_of
        found = self._store.evaluations_of_interaction(interaction_id)
        # All are of the interaction's agent.
        seen = self._access.sees(caller, found[0].agent_id if found else None)
        shown = [
            (place(each), summary_of(each))
            for each in (found if seen else ())
            if (each.status == "draft") == (status == "draft") and not each.superseded_at and _may_open(caller, each)
        ]
        placed = sorted(shown, key=lambda one: one[0], reverse=True)
        return (one for one in placed if before is None or one[0] < before)

    def _drafts(
        self, caller: Caller, wanted: EvaluationFilter, limit: int, after: str | None
    ) -> Found[EvaluationSummary]:
        if not caller.may(Permission.EVALUATIONS_PERFORM):
            return Found([], None)
        agents = self._agents(caller, wanted)
        narrowed = wanted._replace(agent_ids=agents)

        def wanted_here(line: EvaluationSummary) -> bool:
            return line.agent_id != caller.user_id and narrowed.admits(line)

        def summaries(evaluator_id: str | None) -> Iterator[Placed[EvaluationSummary]]:
            drafts = self._store.drafts(evaluator_id, before=after, chunk=limit + 1)
            return ((place, summary_of(draft)) for place, draft in drafts)

        sources = [summaries(caller.user_id), summaries(None)]
        return page_of(sources, wanted_here, limit=limit, newest_first=True, after=after)

    def draft_of(self, caller: Caller, evaluation_id: str) -> Evaluation:
        evaluation = self.find(caller, evaluation_id)
        caller.require(Permission.EVALUATIONS_PERFORM)
        if evaluation.status != "draft":
            raise Conflict("The evaluation is completed; re-score it to change it")
        return evaluation

    def _completed(self, caller: Caller, evaluation_id: str) -> Evaluation:
        evaluation = self.find(caller, evaluation_id)
        caller.require(Permission.EVALUATIONS_PERFORM)
        if evaluation.agent_id == caller.user_id:
            raise Forbidden("Nobody evaluates their own conversation")
        if evaluation.status == "draft":
            raise Conflict("The evaluation is still a draft")
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

    def _transcript_for(self, evaluation: Evaluation, change: AnswerChange) -> Transcript | None:
        """The transcript, where quotes of the change have to be looked up in it; most changes bring none."""
        if not brings_quotes(evaluation.answers, change):
            return None
        return self._interactions.transcript(self.interaction_of(evaluation))

    def _changed(
        self,
        evaluation: Evaluation,
        version: ScorecardVersion,
        answers: Sequence[Answer],
        comment: str | None,
        caller: Caller,
        *,
        final: bool = False,
    ) -> Evaluation:
        return evaluation.model_copy(
            update={
                "answers": tuple(answers),
                "comment": evaluation.comment if comment is None else comment,
                "evaluator_id": caller.user_id,
                "type": _type_with_a_person(version, answers),
                "score": score(version, answers, running=not final),
            }
        )

    def _save(self, after: Evaluation, before: Evaluation, event: str | None) -> Evaluation:
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_evaluation(tx, after, before)
            if event:
                tx.announce(QualityRow, event, after.id, evaluation_data(after))
        return written(after)


def _may_open(caller: Caller, evaluation: Evaluation) -> bool:
    """Whether the caller, who sees the agent, may see it: of drafts their own, and those that nobody has taken."""
    if evaluation.status != "draft":
        return True
    if evaluation.agent_id == caller.user_id or not caller.may(Permission.EVALUATIONS_PERFORM):
        return False
    return evaluation.evaluator_id in {None, caller.user_id}


def _ai_is_at_it(evaluation: Evaluation | EvaluationSummary) -> bool:
    asked = evaluation.ai_answering if isinstance(evaluation, Evaluation) else None
    return asked is not None and asked.status == "answering"


def _type_with_a_person(version: ScorecardVersion, answers: Sequence[Answer]) -> EvaluationType:
    """Whatever a person has in hand is no longer automatic from end to end."""
    kind = evaluation_type(version, answers)
    return "blended" if kind == "automatic" else kind


def _refused(pointer: str, message: str) -> RuleBroken:
    return RuleBroken(message, errors=[FieldError(pointer=pointer, message=message)])
