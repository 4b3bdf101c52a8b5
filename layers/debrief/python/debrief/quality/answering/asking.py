"""How a model is asked for answers by intent: the questions as it reads them, and the form of its answer.

The model chooses among a question's options and can say nothing else: the form has one field for each question, and
that field admits the ids of that question's options and, where allowed, N/A (N6). It never sees points or what fails.
"""

import json
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, create_model

from debrief.interactions.conversations.quotes import LONGEST_QUOTE
from debrief.interactions.conversations.words import Channel
from debrief.kernel.ai.prompts import Prompt, data_json, fence, one_line, prompt_template
from debrief.kernel.model import Entity
from debrief.quality.answering.placeholders import Blinded
from debrief.quality.scorecards.model import Question

TOOL = "record_answers"
NOT_APPLICABLE = "not_applicable"

LONGEST_RATIONALE = 500
_MOST_READ = 4000


def _cut(text: str) -> str:
    return text[:_MOST_READ]


class LineItemAnswer(Entity):
    """The answer to one question. `option` is narrowed to the question's own options before the model sees it.

    opportunity: words of the conversation that made the question applicable, copied exactly; null where nothing did.
    quote: words of the conversation that show it, copied exactly; null where the answer is that something wasn't said.
    rationale: one sentence on why. confidence: 0 (a guess) to 1 (certain).
    """

    opportunity: Annotated[str, Field(max_length=LONGEST_QUOTE)] | None = None
    option: str
    quote: Annotated[str, Field(max_length=LONGEST_QUOTE)] | None = None
    rationale: Annotated[
        str, Field(json_schema_extra={"maxLength": LONGEST_RATIONALE}), AfterValidator(one_line), AfterValidator(_cut)
    ] = ""
    confidence: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


def keyed(questions: Sequence[Question]) -> dict[str, Question]:
    """Questions by the names that the model reads: short, and fit for a schema whatever the ids are."""
    return {f"q{number}": question for number, question in enumerate(questions, start=1)}


def shape_of(questions: Sequence[Question]) -> type[Entity]:
    """The form of the answer: one field for each question, each admitting that question's options only."""
    fields: dict[str, Any] = {}
    for key, question in keyed(questions).items():
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


def prompt_of(channel: Channel, blinded: Blinded, questions: Sequence[Question]) -> Prompt:
    """The questions with the whole conversation, and nothing of who is in it.

    Of what is known beside the words a model is told the channel alone (decision 0085).
    """
    asked = [_as_asked(key, question) for key, question in keyed(questions).items()]
    turns = [data_json({"turn": turn.index, "speaker": turn.speaker, "text": turn.text}) for turn in blinded.turns]
    return prompt_template("debrief.quality.answering", "answer_line_items", 4).fill(
        channel=channel,
        questions=fence("questions", json.dumps(asked, ensure_ascii=False, indent=1)),
        transcript=fence("transcript", "\n".join(turns)),
    )


def needs_opportunity(question: Question) -> bool:
    """Whether something has to have been said that made the question applicable.

    Not where it always applies, nor where a pass is that something wasn't said: that may be said at any time.
    """
    return not question.always_applies and not question.pass_by_absence


def guidance_of(question: Question) -> dict[str, str]:
    """What a question means, in more words; empty ones left out."""
    guidance = {
        "description": question.description,
        "what_good_looks_like": question.good,
        "what_poor_looks_like": question.poor,
        "context": question.context,
    }
    return {name: text for name, text in guidance.items() if text}


def _as_asked(key: str, question: Question) -> dict[str, Any]:
    options: list[dict[str, Any]] = [
        {"option": option.id, "label": option.label}
        | ({} if option.value is None else {"place_on_scale": option.value})
        for option in question.options
    ]
    if question.allow_na:
        options.append({"option": NOT_APPLICABLE, "label": "Doesn't apply to this conversation"})
    return {
        "key": key,
        "question": question.text,
        "kind": question.kind,
        **guidance_of(question),
        **({"pass_is_an_absence": True} if question.pass_by_absence else {}),
        **({} if needs_opportunity(question) else {"applies_to_every_conversation": True}),
        "options": options,
    }
