"""A second look at each answer that gives the agent credit, by a model that doesn't see the conversation (N1, N6).

What is told of an answer is its question, the chosen option and the sentence of the agent's that it rests on: no other
turn, nothing that a customer said, nothing that came in beside the words. So nothing that was said elsewhere can speak
to whoever answers. What isn't supported waits for a person (decision 0058).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from pydantic import create_model

from debrief.kernel.ai.prompts import Prompt, data_json, harmless, prompt_template
from debrief.kernel.model import Entity
from debrief.quality.answering.asking import guidance_of
from debrief.quality.answering.judging import needs_sentence, unsupported
from debrief.quality.evaluations.model import Answer
from debrief.quality.scorecards.model import Question, ScorecardVersion

TOOL: Final = "check_answers"
Verdict = Literal["supported", "not_supported"]


class Claim(NamedTuple):
    """An answer to be checked. id: its name in the prompt. line: all that is told of it."""

    id: str
    question_id: str
    line: str


def claims_in(version: ScorecardVersion, answers: Sequence[Answer]) -> tuple[Claim, ...]:
    """The answers by intent that earn something and rest on a sentence of the agent's."""
    questions = {each.id: each for each in version.questions() if each.answerer == "ai" and each.check == "intent"}
    found: list[Claim] = []
    for answer in answers:
        question = questions.get(answer.question_id)
        if question is None or answer.answered_by != "ai" or answer.unsupported or not needs_sentence(question, answer):
            continue
        id = f"A{len(found) + 1}"
        found.append(Claim(id, question.id, data_json({"id": id, **_told(question, answer)})))
    return tuple(found)


def _told(question: Question, answer: Answer) -> dict[str, Any]:
    option = question.option(answer.option_id or "")
    if option is None or answer.quote is None:
        raise ValueError(f"the answer to {question.id} rests on no sentence")
    return {
        "question": question.text,
        **guidance_of(question),
        "answer": option.label or option.id,
        **({} if option.value is None else {"place_on_scale": option.value}),
        "agent_said": answer.quote.text,
    }


def prompt_of(claims: Sequence[Claim]) -> Prompt:
    """The claims as the model reads them, one a line."""
    lines = harmless("\n".join(claim.line for claim in claims))
    return prompt_template("debrief.quality.answering", "check_answers", 1).fill(answers=lines)


def shape_of(claims: Sequence[Claim]) -> type[Entity]:
    """The form of the answer: one word for each."""
    fields: dict[str, Any] = {claim.id: (Verdict, ...) for claim in claims}
    shape: type[Entity] = create_model(
        "CheckedAnswers", __base__=Entity, __doc__="What was found of each answer, under its id.", **fields
    )
    return shape


def verdicts(claims: Sequence[Claim], said: Entity) -> dict[str, Verdict]:
    """What was found, by question."""
    return {claim.question_id: getattr(said, claim.id) for claim in claims}


def checked(answers: Sequence[Answer], found: Mapping[str, Verdict]) -> tuple[Answer, ...]:
    """The answers with what the second look found of some of them."""
    return tuple(
        answer
        if answer.question_id not in found
        else answer.model_copy(update={"unchecked": False})
        if found[answer.question_id] == "supported"
        else unsupported(answer)
        for answer in answers
    )


def unchecked(answers: Sequence[Answer], claims: Sequence[Claim]) -> tuple[Answer, ...]:
    """The answers with those marked that nobody could look at again."""
    waiting = {claim.question_id for claim in claims}
    return tuple(
        answer.model_copy(update={"unchecked": True}) if answer.question_id in waiting else answer for answer in answers
    )


def unmarked(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """The answers where nobody is to look again."""
    return tuple(each.model_copy(update={"unchecked": False}) if each.unchecked else each for each in answers)
