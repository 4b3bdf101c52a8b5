"""The AI answers its questions of a draft, when the evaluator asks for it (S4.7)."""

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller
from debrief.kernel.errors import RuleBroken
from debrief.quality.answering.answerer_service import AiAnswerer, why_unanswerable
from debrief.quality.evaluations.given_answers import in_order, is_closed
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.service import EvaluationService


class DraftAnswering:
    """Lets the AI answer what is open in a draft."""

    def __init__(self, evaluations: EvaluationService, interactions: InteractionStore, answerer: AiAnswerer) -> None:
        self._evaluations = evaluations
        self._interactions = interactions
        self._answerer = answerer

    def ask(self, caller: Caller, evaluation_id: str) -> Evaluation:
        """Let the AI answer its questions of a draft that are still open; what a person answered stays.

        A question that a person gave evidence for is theirs to answer: the AI's reasons would stand beside their quote.

        Raises:
            NotFound, Forbidden, Conflict: see `EvaluationService.answer`. RuleBroken: there is nothing in the
            transcript to go by. Stale: the draft was changed meanwhile.
            ModelThrottled, ModelTimedOut, ModelUnavailable, ModelRefused, ModelAnswerInvalid: the draft stays as it is.
        """
        before = self._evaluations.draft_of(caller, evaluation_id)
        version = self._evaluations.version_of(before)
        taken = {each.question_id for each in before.answers if is_closed(each) or each.quote}
        asked = [each for each in version.questions() if each.answerer == "ai" and each.id not in taken]
        if not asked:
            return before
        interaction = self._evaluations.interaction_of(before)
        transcript = self._interactions.transcript(interaction)
        reason = why_unanswerable(transcript)
        if transcript is None or reason:
            raise RuleBroken(f"{reason}, so the AI can't answer")
        given = self._answerer.answer(version, interaction, transcript, asked)
        remarks = {each.question_id: each.comment for each in before.answers}
        answers = {each.question_id: each for each in before.answers} | {
            each.question_id: each.model_copy(update={"comment": remarks.get(each.question_id, "")})
            for each in given.answers
        }
        return self._evaluations.answered(caller, before, version, in_order(version, answers), given.provenance)
