"""The AI answers its questions of a draft, when the evaluator asks for it (S4.7).

Asking notes it in the draft and starts a workflow: a model needs longer than a request may take. The evaluator goes on
meanwhile; what they have answered when the AI is done stays.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from debrief.interactions.conversations.model import Interaction, Transcript
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller
from debrief.kernel.errors import PASSING, Conflict, DebriefError, NotFound, RuleBroken, Stale
from debrief.kernel.model import Entity
from debrief.kernel.workflows import MOST_TRIES, note_unstarted
from debrief.quality.answering.answerable import why_unanswerable
from debrief.quality.answering.workflow_client import Workflow
from debrief.quality.evaluations.ai_answering import NOT_STARTED, sentence_of
from debrief.quality.evaluations.answers import open_for_ai
from debrief.quality.evaluations.given_answers import in_order
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.evaluations.service import EvaluationService
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.model import ScorecardVersion

if TYPE_CHECKING:
    from debrief.quality.answering.answerer_service import AiAnswerer, AiAnswers


class DraftRequests:
    """Takes the wish that the AI answers a draft. workflow: starts the state machine that does it."""

    def __init__(
        self,
        evaluations: EvaluationService,
        store: EvaluationStore,
        interactions: InteractionStore,
        workflow: Workflow,
    ) -> None:
        self._evaluations = evaluations
        self._store = store
        self._interactions = interactions
        self._workflow = workflow

    def ask(self, caller: Caller, evaluation_id: str) -> Evaluation:
        """Let the AI answer its questions of a draft that are still open; the draft says that it is at it.

        Asking again while it answers changes nothing; where nothing is open for it, nothing is under way.

        Raises:
            NotFound, Forbidden, Conflict: see `EvaluationService.answer`. RuleBroken: there is nothing in the
            transcript to go by. Stale: the draft was changed meanwhile. Throttled, Unavailable: the work couldn't be
            started, which the draft says too, whatever the evaluator has done to it since.
        """
        before = self._evaluations.draft_of(caller, evaluation_id)
        if before.calibration_id is not None:
            raise Conflict("In a calibration people answer, every question")
        if before.ai_answering and before.ai_answering.status == "answering":
            return before
        if not open_for_ai(self._evaluations.version_of(before), before.answers):
            return before
        reason = why_unanswerable(self._interactions.transcript(self._evaluations.interaction_of(before)))
        if reason:
            raise RuleBroken(f"{reason}, so the AI can't answer")
        # Drafts of before only know the attempt that is under way or has failed.
        attempt = 1 + max(before.ai_attempts, before.ai_answering.attempt if before.ai_answering else 0)
        asked = self._evaluations.let_ai_answer(caller, before, attempt)
        try:
            self._workflow.start(asked, attempt)
        except DebriefError as error:
            note_unstarted(
                error,
                asked,
                note=lambda draft: self._evaluations.ai_failed(draft, NOT_STARTED),
                again=lambda: _waiting(self._store, evaluation_id, attempt),
            )
            raise
        return asked


class Outcome(Entity):
    """What became of one attempt: `answered`, or `superseded` where the draft has moved on without it."""

    evaluation_id: str
    outcome: str
    dropped_quotes: int = 0


class DraftAnswering:
    """The steps of the state machine `draft_answers`; each is harmless when repeated."""

    def __init__(
        self,
        evaluations: EvaluationService,
        store: EvaluationStore,
        interactions: InteractionStore,
        answerer: "AiAnswerer",
    ) -> None:
        self._evaluations = evaluations
        self._store = store
        self._interactions = interactions
        self._answerer = answerer

    def answer(self, evaluation_id: str, attempt: int) -> Outcome:
        """Ask the AI, and save what it answers to questions that are open by then.

        Raises:
            RuleBroken: there is nothing in the transcript to go by. Stale: the evaluator changed the draft at the same
            moment, several times. ModelThrottled, ModelTimedOut, ModelUnavailable, ModelRefused, ModelInputTooLong,
            ModelAnswerInvalid, BudgetSpent.
        """
        draft = _waiting(self._store, evaluation_id, attempt)
        if draft is None:
            return Outcome(evaluation_id=evaluation_id, outcome="superseded")
        version = self._evaluations.version_of(draft)
        interaction, transcript = self._conversation_of(draft)
        if any(each.unchecked for each in draft.answers):
            # What was answered before isn't asked anew, nor paid for again: only the second look at it is missing.
            again = self._answerer.check_again(version, interaction, transcript, draft.answers, draft.provenance, ())
            going_on = again.later is not None or bool(open_for_ai(version, draft.answers))
            saved = self._save(evaluation_id, attempt, version, again, _looked_at, going_on=going_on)
            if saved is None or not going_on:
                return Outcome(evaluation_id=evaluation_id, outcome="answered" if saved else "superseded")
            if again.later is not None:
                raise again.later
            draft = saved
        given = self._answerer.answer(version, interaction, transcript, open_for_ai(version, draft.answers))
        passing = given.later if isinstance(given.later, PASSING) else None
        if self._save(evaluation_id, attempt, version, given, _with_open, going_on=passing is not None) is None:
            return Outcome(evaluation_id=evaluation_id, outcome="superseded")
        if passing is not None:
            raise passing
        return Outcome(evaluation_id=evaluation_id, outcome="answered", dropped_quotes=given.dropped_quotes)

    def _save(
        self,
        evaluation_id: str,
        attempt: int,
        version: ScorecardVersion,
        given: "AiAnswers",
        merged: Callable[[ScorecardVersion, Sequence[Answer], Sequence[Answer]], Mapping[str, Answer]],
        *,
        going_on: bool,
    ) -> Evaluation | None:
        """The draft with the answers as `merged` puts them into those that are there; None where it moved on."""
        for left in reversed(range(MOST_TRIES)):
            draft = _waiting(self._store, evaluation_id, attempt)
            if draft is None:
                return None
            answers = in_order(version, merged(version, draft.answers, given.answers))
            try:
                return self._evaluations.with_ai_answers(
                    draft, version, answers, given.provenance, given.to_review, going_on=going_on
                )
            except Stale:
                if not left:
                    raise
        raise AssertionError("the last try either saves or raises")

    def fail(self, evaluation_id: str, attempt: int, error: str) -> Outcome:
        """Note in the draft why the AI couldn't answer. error: the name of what went wrong.

        Raises:
            Stale: the evaluator changed the draft at the same moment.
        """
        draft = _waiting(self._store, evaluation_id, attempt)
        if draft is None:
            return Outcome(evaluation_id=evaluation_id, outcome="superseded")
        version = self._evaluations.version_of(draft)
        if any(each.unchecked for each in draft.answers) and not open_for_ai(version, draft.answers):
            # It did answer all; that nobody looked at the answers again is told with them.
            self._evaluations.with_ai_answers(draft, version, draft.answers, None, draft.to_review)
            return Outcome(evaluation_id=evaluation_id, outcome="answered")
        self._evaluations.ai_failed(draft, sentence_of(error))
        return Outcome(evaluation_id=evaluation_id, outcome="failed")

    def _conversation_of(self, draft: Evaluation) -> tuple[Interaction, Transcript]:
        interaction = self._interactions.interaction(draft.interaction_id)
        if interaction is None:
            raise NotFound("The interaction of this evaluation is gone")
        transcript = self._interactions.transcript(interaction)
        reason = why_unanswerable(transcript)
        if transcript is None or reason:
            raise RuleBroken(f"{reason}, so the AI can't answer")
        return interaction, transcript


def _waiting(store: EvaluationStore, evaluation_id: str, attempt: int) -> Evaluation | None:
    """The draft, while it waits for this attempt; None when it was completed, deleted, or asked for anew."""
    draft = store.evaluation(evaluation_id)
    asked = draft.ai_answering if draft else None
    if draft is None or draft.status != "draft" or asked is None or asked.status != "answering":
        return None
    return draft if asked.attempt == attempt else None


def _with_open(version: ScorecardVersion, there: Sequence[Answer], given: Sequence[Answer]) -> Mapping[str, Answer]:
    """The answers by question, with those that were given to what is still open; remarks on a question stay."""
    wanted = {question.id for question in open_for_ai(version, there)}
    return _with(there, [each for each in given if each.question_id in wanted])


def _looked_at(_: ScorecardVersion, there: Sequence[Answer], given: Sequence[Answer]) -> Mapping[str, Answer]:
    """The answers by question, with the second look at those that have stayed the AI's."""
    new = {each.question_id: each for each in given}
    waiting = [new[each.question_id] for each in there if each.unchecked and each.question_id in new]
    return _with(there, waiting)


def _with(there: Sequence[Answer], given: Sequence[Answer]) -> Mapping[str, Answer]:
    remarks = {each.question_id: each.comment for each in there}
    return {each.question_id: each for each in there} | {
        each.question_id: each.model_copy(update={"comment": remarks.get(each.question_id, "")}) for each in given
    }
