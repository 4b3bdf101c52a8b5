"""How the AI answers the questions of a scorecard (S2.2, S4.7): exact matches by rule, the others in one model call.

The model chooses among a question's options and can say nothing else: the schema of its answer has one field for each
question, and that field admits the ids of that question's options and, where allowed, N/A (N6). It never sees points
or what fails, and no score is taken from it. Each quote is looked for in the transcript (N1) and shown with its whole
sentence; one that isn't there is dropped and counted.

A pass has to rest on a sentence of the agent's, unless the question says that a pass is an absence. One that doesn't
stays with a confidence of `UNSUPPORTED_CONFIDENCE` at most, and a person has to look; so they have where the
conversation seems to instruct the AI (decision 0058).
"""

import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, Field, create_model

from debrief.interactions.analysis.guarding import Conversation
from debrief.interactions.analysis.instructing import instructing
from debrief.interactions.conversations.model import Interaction, Transcript, Turn
from debrief.interactions.conversations.quotes import LONGEST_QUOTE
from debrief.kernel.ai.model_client import ModelClient
from debrief.kernel.ai.prompts import Prompt, data_json, fence, one_line, prompt_template
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.model import Entity
from debrief.quality.answering.exact_match import answer_exact_match
from debrief.quality.evaluations.evidence import evidence_of
from debrief.quality.evaluations.model import Answer, ReviewReason
from debrief.quality.scorecards.model import Question, ScorecardVersion

TOOL = "record_answers"
NOT_APPLICABLE = "not_applicable"
UNSUPPORTED_CONFIDENCE = 0.3

LONGEST_RATIONALE = 500
_MOST_READ = 4000


def _cut(text: str) -> str:
    return text[:_MOST_READ]


class LineItemAnswer(Entity):
    """The answer to one question. `option` is narrowed to the question's own options before the model sees it.

    quote: words of the conversation that show it, copied exactly; null where the answer is that something wasn't said.
    rationale: one sentence on why. confidence: 0 (a guess) to 1 (certain).
    """

    option: str
    quote: Annotated[str, Field(max_length=LONGEST_QUOTE)] | None = None
    rationale: Annotated[
        str, Field(json_schema_extra={"maxLength": LONGEST_RATIONALE}), AfterValidator(one_line), AfterValidator(_cut)
    ] = ""
    confidence: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class AiAnswers(NamedTuple):
    """Answers of the AI, in the order of the scorecard.

    provenance: of the one call; None when no question needed the model. dropped_quotes: quotes that nobody said.
    to_review: why a person has to look at them before they count; empty where nobody has to.
    """

    answers: tuple[Answer, ...]
    provenance: AiProvenance | None
    dropped_quotes: int
    to_review: tuple[ReviewReason, ...] = ()


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
        known = [text for question in by_intent for text in _texts_of(question)]
        conversation = Conversation(transcript.turns, known)
        judged = [
            _judged(question, getattr(said.value, key), transcript.turns, conversation)
            for key, question in _keyed(by_intent).items()
        ]
        dropped = sum(each.quote_dropped for each in judged)
        answers = by_rule | {each.answer.question_id: each.answer for each in judged}
        sentences = sum(each.sentences_dropped for each in judged)
        provenance = said.provenance.model_copy(
            update={
                "inputs": (
                    f"{version.scorecard_id}@{version.number}",
                    f"{interaction.id}@{interaction.revision}",
                ),
                "parameters": {
                    **said.provenance.parameters,
                    "dropped_quotes": float(dropped),
                    "dropped_sentences": float(sentences),
                },
            }
        )
        to_review: list[ReviewReason] = []
        if instructing(interaction, transcript.turns):
            to_review.append("addresses_ai")
        if any(each.unsupported for each in answers.values()):
            to_review.append("unsupported")
        return AiAnswers(tuple(answers[each.id] for each in asked), provenance, dropped, tuple(to_review))


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
    return prompt_template("debrief.quality.answering", "answer_line_items", 2).fill(
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
        **({"pass_is_an_absence": True} if question.pass_by_absence else {}),
        "options": options,
    }


class _Judged(NamedTuple):
    """The model's answer as one of ours, and what of it had to be dropped."""

    answer: Answer
    quote_dropped: bool
    sentences_dropped: int


def _texts_of(question: Question) -> Sequence[str]:
    """What a rationale may repeat of a question."""
    return (question.text, question.description, question.good, question.poor, question.context)


def _judged(question: Question, said: LineItemAnswer, turns: Sequence[Turn], conversation: Conversation) -> _Judged:
    quoted = (said.quote or "").strip()
    evidence = evidence_of(turns, quoted) if quoted else None
    dropped = bool(quoted) and evidence is None
    # An option may bear the very id that stands for N/A; the scorecard's own option then wins.
    not_applicable = said.option == NOT_APPLICABLE and question.option(said.option) is None
    rationale = conversation.kept(said.rationale, longest=LONGEST_RATIONALE)
    option = None if not_applicable else question.option(said.option)
    passes = option is not None and option.passes and not question.pass_by_absence
    unsupported = passes and not (evidence and evidence.shows)
    answer = Answer(
        question_id=question.id,
        option_id=None if not_applicable else said.option,
        not_applicable=not_applicable,
        answered_by="ai",
        quote=evidence.quote if evidence else None,
        rationale=rationale.text,
        confidence=min(said.confidence, UNSUPPORTED_CONFIDENCE) if dropped or unsupported else said.confidence,
        unsupported=unsupported,
    )
    return _Judged(answer, dropped, rationale.dropped.total())
