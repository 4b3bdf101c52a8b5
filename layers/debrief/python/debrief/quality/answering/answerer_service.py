"""How the AI answers the questions of a scorecard (S2.2, S4.7): exact matches by rule, the others in one model call.

The model chooses among a question's options and can say nothing else: the schema of its answer has one field for each
question, and that field admits the ids of that question's options and, where allowed, N/A (N6). It never sees points
or what fails, and no score is taken from it. Each quote is looked for in the transcript (N1); one that isn't there is
dropped and counted, and its answer stays with a confidence of `UNSUPPORTED_CONFIDENCE` at most, so that a person sees
that nothing supports it.
"""

import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, Field, create_model

from debrief.interactions.conversations.model import Interaction, Transcript, Turn
from debrief.interactions.conversations.quotes import LONGEST_QUOTE
from debrief.kernel.ai.model_client import ModelClient
from debrief.kernel.ai.prompts import Prompt, data_json, fence, one_line, prompt_template
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.model import Entity
from debrief.quality.answering.exact_match import answer_exact_match
from debrief.quality.evaluations.evidence import verified_quote
from debrief.quality.evaluations.model import Answer
from debrief.quality.scorecards.model import Question, ScorecardVersion

TOOL = "record_answers"
NOT_APPLICABLE = "not_applicable"
UNSUPPORTED_CONFIDENCE = 0.3

_LONGEST_RATIONALE = 1000


def _cut(text: str) -> str:
    return text[:_LONGEST_RATIONALE]


class LineItemAnswer(Entity):
    """The answer to one question. `option` is narrowed to the question's own options before the model sees it.

    quote: words of the conversation that show it, copied exactly; null where the answer is that something wasn't said.
    rationale: one sentence on why. confidence: 0 (a guess) to 1 (certain).
    """

    option: str
    quote: Annotated[str, Field(max_length=LONGEST_QUOTE)] | None = None
    rationale: Annotated[
        str, Field(json_schema_extra={"maxLength": _LONGEST_RATIONALE}), AfterValidator(one_line), AfterValidator(_cut)
    ] = ""
    confidence: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class AiAnswers(NamedTuple):
    """Answers of the AI, in the order of the scorecard.

    provenance: of the one call; None when no question needed the model. dropped_quotes: quotes that nobody said.
    """

    answers: tuple[Answer, ...]
    provenance: AiProvenance | None
    dropped_quotes: int


class AiAnswerer:
    """Answers questions of a scorecard from a transcript. model: made when the first question needs it."""

    def __init__(self, model: Callable[[], ModelClient]) -> None:
        self._model = model

    def answer(
        self,
        version: ScorecardVersion,
        interaction: Interaction,
        transcript: Transcript,
        questions: Sequence[Question] | None = None,
    ) -> AiAnswers:
        """Answers to `questions`, or to all of the version that the AI answers. One call of the model at most.

        Raises:
            ModelThrottled, ModelTimedOut, ModelUnavailable: try again later.
            ModelRefused: the model says no. ModelAnswerInvalid: twice no answer that fits the questions.
            ModelInputTooLong: questions and transcript are more than it reads. BudgetSpent: nothing more this month.
        """
        asked = [each for each in (version.questions() if questions is None else questions) if each.answerer == "ai"]
        by_rule = {each.id: answer_exact_match(each, transcript.turns) for each in asked if each.check == "exact_match"}
        by_intent = [each for each in asked if each.check == "intent"]
        if not by_intent:
            return AiAnswers(tuple(by_rule.values()), None, 0)
        prompt = _prompt(interaction, transcript, by_intent).about(f"{interaction.id}@{version.scorecard_id}")
        said = self._model().ask(prompt, TOOL, _shape(by_intent))
        judged = [
            _judged(question, getattr(said.value, key), transcript.turns) for key, question in _keyed(by_intent).items()
        ]
        dropped = sum(quote_dropped for _, quote_dropped in judged)
        answers = by_rule | {answer.question_id: answer for answer, _ in judged}
        provenance = said.provenance.model_copy(
            update={
                "inputs": (
                    f"{version.scorecard_id}@{version.number}",
                    f"{interaction.id}@{interaction.revision}",
                ),
                "parameters": {**said.provenance.parameters, "dropped_quotes": float(dropped)},
            }
        )
        return AiAnswers(tuple(answers[each.id] for each in asked), provenance, dropped)


def _keyed(questions: Sequence[Question]) -> dict[str, Question]:
    """Questions by the names that the model reads: short, and fit for a schema whatever the ids are."""
    return {f"q{number}": question for number, question in enumerate(questions, start=1)}


def _shape(questions: Sequence[Question]) -> type[Entity]:
    """The form of the answer: one field for each question, each admitting that question's options only."""
    fields: dict[str, Any] = {}
    for key, question in _keyed(questions).items():
        admitted = tuple(option.id for option in question.options)
        if question.allow_na:
            admitted += (NOT_APPLICABLE,)
        answer = create_model(
            f"Answer_{key}",
            __base__=LineItemAnswer,
            __doc__=LineItemAnswer.__doc__,
            option=(Literal[admitted], ...),  # type: ignore[arg-type]
        )
        fields[key] = (answer, ...)
    shape: type[Entity] = create_model(
        "RecordedAnswers", __base__=Entity, __doc__="The answers to all questions about the conversation.", **fields
    )
    return shape


def _prompt(interaction: Interaction, transcript: Transcript, questions: Sequence[Question]) -> Prompt:
    asked = [_as_asked(key, question) for key, question in _keyed(questions).items()]
    turns = [data_json({"turn": turn.index, "speaker": turn.speaker, "text": turn.text}) for turn in transcript.turns]
    return prompt_template("debrief.quality.answering", "answer_line_items", 1).fill(
        channel=interaction.channel,
        questions=fence("questions", json.dumps(asked, ensure_ascii=False, indent=1)),
        transcript=fence("transcript", "\n".join(turns)),
    )


def _as_asked(key: str, question: Question) -> dict[str, Any]:
    options: list[dict[str, Any]] = [
        {"option": option.id, "label": option.label}
        | ({} if option.value is None else {"place_on_scale": option.value})
        for option in question.options
    ]
    if question.allow_na:
        options.append({"option": NOT_APPLICABLE, "label": "Doesn't apply to this conversation"})
    guidance = {
        "description": question.description,
        "what_good_looks_like": question.good,
        "what_poor_looks_like": question.poor,
        "context": question.context,
    }
    return {
        "key": key,
        "question": question.text,
        "kind": question.kind,
        **{name: text for name, text in guidance.items() if text},
        "options": options,
    }


def _judged(question: Question, said: LineItemAnswer, turns: Sequence[Turn]) -> tuple[Answer, bool]:
    """The model's answer as one of ours, and whether its quote had to be dropped."""
    quoted = (said.quote or "").strip()
    quote = verified_quote(turns, quoted) if quoted else None
    dropped = bool(quoted) and quote is None
    # An option may bear the very id that stands for N/A; the scorecard's own option then wins.
    not_applicable = said.option == NOT_APPLICABLE and question.option(said.option) is None
    answer = Answer(
        question_id=question.id,
        option_id=None if not_applicable else said.option,
        not_applicable=not_applicable,
        answered_by="ai",
        quote=quote,
        rationale=said.rationale,
        confidence=min(said.confidence, UNSUPPORTED_CONFIDENCE) if dropped else said.confidence,
    )
    return answer, dropped
