"""How the AI answers the questions of a scorecard (S2.2, S4.7): exact matches by rule, the others in one model call.

No name, team or history reaches the model: it reads placeholders (`placeholders`, decision 0085). Of each question it
says first what made it applicable; without that there is no answer to count (decision 0084).

No score is taken from the model. Each quote is looked for in the transcript (N1) and shown with its whole sentence; one
that isn't there is dropped and counted. What gives the agent credit is looked at once more, in one further call that
sees no conversation (`checking`). What the second look doesn't bear out waits for a person, and so does what couldn't
be looked at again: an answer that isn't checked never counts by itself (decision 0058).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from debrief.interactions.analysis.guarding import Conversation
from debrief.interactions.analysis.instructing import instructing, speaks_of_its_evaluation
from debrief.interactions.conversations.masked import masked_turns
from debrief.interactions.conversations.model import Interaction, SourceFormat, Transcript
from debrief.kernel.ai.model_client import ModelClient
from debrief.kernel.ai.provenance import AiProvenance, together
from debrief.kernel.errors import NOT_ITS_FAULT, BudgetSpent, DebriefError
from debrief.kernel.faults import log_passing
from debrief.quality.answering import asking, checking
from debrief.quality.answering.exact_match import answer_exact_match
from debrief.quality.answering.judging import judged, reasons
from debrief.quality.answering.placeholders import Blinded, Names
from debrief.quality.evaluations.answers import is_left_open
from debrief.quality.evaluations.model import Answer
from debrief.quality.evaluations.words import ReviewReason
from debrief.quality.scorecards.model import Question, ScorecardVersion


class AiAnswers(NamedTuple):
    """Answers of the AI, in the order of the scorecard.

    provenance: of all calls; None when no question needed the model. dropped_quotes: quotes that nobody said.
    to_review: why a person has to look at them before they count; empty where nobody has to.
    later: why the second look couldn't be had now, where trying again may help; the answers are marked, and stay the
        same: `AiAnswerer.check_again` asks for the second look alone.
    """

    answers: tuple[Answer, ...]
    provenance: AiProvenance | None
    dropped_quotes: int
    to_review: tuple[ReviewReason, ...] = ()
    later: DebriefError | None = None


class AiAnswerer:
    """Answers questions of a scorecard from a transcript.

    model: made when the first question needs it. check: whether the account wants the second look; read when there is
    something to look at. names: what those in a conversation are known by; read when there is something to ask.
    """

    def __init__(
        self,
        model: Callable[[], ModelClient],
        check: Callable[[], bool],
        names: Callable[[Interaction], Names],
    ) -> None:
        self._model = model
        self._check = check
        self._names = names

    def answer(
        self,
        version: ScorecardVersion,
        interaction: Interaction,
        transcript: Transcript,
        questions: Sequence[Question] | None = None,
    ) -> AiAnswers:
        """Answers to `questions`, or to all of the version that the AI answers. Two calls of the model at most.

        Raises:
            ModelThrottled, ModelTimedOut, ModelUnavailable: try again later.
            ModelRefused: the model says no. ModelAnswerInvalid: twice no answer that fits the questions.
            ModelInputTooLong: questions and transcript are more than it reads. BudgetSpent: nothing more this month.
            All of the first call; what keeps the second one from being had is told in the answers.
        """
        asked = [each for each in (version.questions() if questions is None else questions) if each.answerer == "ai"]
        by_rule = self._by_rule([each for each in asked if each.check == "exact_match"], transcript)
        by_intent = [each for each in asked if each.check == "intent"]
        if not by_intent:
            to_review = (*_left_open(by_rule.values()), *_of_notes(transcript))
            return AiAnswers(tuple(by_rule.values()), None, 0, to_review)
        model = self._model()
        blinded = Blinded(masked_turns(transcript.turns, model.masked()), self._names(interaction))
        prompt = asking.prompt_of(interaction.channel, blinded, by_intent).about(_subject(interaction, version))
        said = model.ask(prompt, asking.TOOL, asking.shape_of(by_intent))
        known = [text for question in by_intent for text in (question.text, *asking.guidance_of(question).values())]
        conversation = Conversation(blinded.turns, known)
        found = [
            judged(question, getattr(said.value, key), blinded, conversation)
            for key, question in asking.keyed(by_intent).items()
        ]
        dropped = sum(each.quotes_dropped for each in found)
        of_intent = {each.answer.question_id: each.answer for each in found}
        provenance = said.provenance.model_copy(
            update={
                "inputs": (
                    f"{version.scorecard_id}@{version.number}",
                    f"{interaction.id}@{interaction.revision}",
                ),
                "parameters": {
                    **said.provenance.parameters,
                    "dropped_quotes": float(dropped),
                    "dropped_sentences": float(sum(each.sentences_dropped for each in found)),
                },
            }
        )
        answers = tuple((by_rule | of_intent)[each.id] for each in asked)
        looked_at = self._second_look(version, interaction, blinded, answers, provenance)
        to_review = reasons(
            version,
            looked_at.answers,
            instructs=bool(instructing(interaction, transcript.turns)),
            of_evaluation=lambda: speaks_of_its_evaluation(transcript.turns),
        )
        to_review = (*to_review, *_left_open(answers), *_of_notes(transcript))
        return looked_at._replace(dropped_quotes=dropped, to_review=to_review)

    def check_again(
        self,
        version: ScorecardVersion,
        interaction: Interaction,
        transcript: Transcript,
        answers: Sequence[Answer],
        provenance: AiProvenance | None,
        to_review: Sequence[ReviewReason],
    ) -> AiAnswers:
        """Answers that couldn't be looked at again, with the second look, where it can be had by now.

        to_review: why a person has to look at them so far. What was answered isn't asked anew.
        """
        waiting = [each for each in answers if each.unchecked]
        blinded = Blinded(transcript.turns, self._names(interaction))
        looked_at = self._second_look(version, interaction, blinded, waiting, provenance)
        new = {each.question_id: each for each in looked_at.answers}
        all_of_them = tuple(new.get(each.question_id, each) for each in answers)
        why = [each for each in to_review if each not in ("unchecked", "unsupported")]
        if any(each.unsupported for each in all_of_them):
            why.append("unsupported")
        if any(each.unchecked for each in all_of_them):
            why.append("unchecked")
        return looked_at._replace(answers=all_of_them, to_review=tuple(why))

    def _by_rule(self, questions: Sequence[Question], transcript: Transcript) -> dict[str, Answer]:
        """Answers to exact matches, with quotes as anybody may read them (decision 0107)."""
        if not questions:
            return {}
        shown = masked_turns(transcript.turns, self._model().masked())
        return {each.id: answer_exact_match(each, transcript.turns, shown) for each in questions}

    def _second_look(
        self,
        version: ScorecardVersion,
        interaction: Interaction,
        blinded: Blinded,
        answers: Sequence[Answer],
        provenance: AiProvenance | None,
    ) -> AiAnswers:
        """The answers after the second look, or marked where it can't be had."""
        claims = checking.claims_in(version, answers, blinded.text)
        if not claims:
            return AiAnswers(tuple(answers), provenance, 0)
        prompt = checking.prompt_of(claims).about(_subject(interaction, version))
        try:
            if not self._check():
                return AiAnswers(checking.unmarked(answers), provenance, 0)
            said = self._model().ask(prompt, checking.TOOL, checking.shape_of(claims))
        except DebriefError as error:
            # What was paid for the answers isn't lost: they are kept as they are, and wait.
            log_passing("answers can't be looked at again", error, interaction_id=interaction.id)
            later = error if isinstance(error, (*NOT_ITS_FAULT, BudgetSpent)) else None
            return AiAnswers(checking.unchecked(answers, claims), provenance, 0, later=later)
        found = checking.verdicts(claims, said.value)
        parts = [each for each in (provenance, said.provenance) if each is not None]
        both = together(parts) or said.provenance
        doubted = sum(each == "not_supported" for each in found.values())
        told: dict[str, str | float | bool] = {
            "check": prompt.label,
            "check_hash": prompt.hash,
            "checked": float(len(found)),
            "not_supported": float(doubted),
        }
        both = both.model_copy(update={"parameters": {**both.parameters, **told}})
        return AiAnswers(checking.checked(answers, found), both, 0)


def _left_open(answers: Iterable[Answer]) -> tuple[ReviewReason, ...]:
    return ("no_opportunity",) if any(is_left_open(each) for each in answers) else ()


def _of_notes(transcript: Transcript) -> tuple[ReviewReason, ...]:
    """Somebody's notes show neither what was said nor that anything wasn't: a person who knows has to look."""
    return ("notes",) if transcript.source_format is SourceFormat.NOTES else ()


def _subject(interaction: Interaction, version: ScorecardVersion) -> str:
    return f"{interaction.id}@{version.scorecard_id}"
