"""A second look at each answer that gives the agent credit, by a model that doesn't see the conversation (N1, N6).

What is told of an answer is its question, the chosen option and the sentence of the agent's that it rests on: no other
turn, nothing that a customer said, nothing that came in beside the words. So nothing that was said elsewhere can speak
to whoever answers. What isn't supported waits for a person (decision 0058).

The agent's own sentence could still speak to the model. So controls stand among the answers: the same questions with
words that show nothing. Whoever finds such a one supported isn't judging any more, and nothing of that look counts.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from pydantic import create_model

from debrief.kernel.ai.prompts import Prompt, data_json, harmless, prompt_template
from debrief.kernel.model import Entity
from debrief.quality.answering.asking import guidance_of
from debrief.quality.answering.judging import needs_sentence, unsupported
from debrief.quality.evaluations.model import Answer
from debrief.quality.scorecards.model import Option, Question, ScorecardVersion

TOOL: Final = "check_answers"
Verdict = Literal["supported", "not_supported"]


CONTROLS: Final = (
    "Well, it is what it is.",
    "Hm, where was I just now.",
    "So that is that, then.",
    "And so on, and so forth.",
)
"""What agents may say and what shows nothing."""

_CLAIMS_A_CONTROL: Final = 4


class Claim(NamedTuple):
    """An answer to be checked, or a control. id: its name in the prompt. line: all that is told of it."""

    id: str
    question_id: str
    line: str
    control: bool = False


def claims_in(
    version: ScorecardVersion, answers: Sequence[Answer], blind: Callable[[str], str] = str
) -> tuple[Claim, ...]:
    """The answers by intent that earn something and rest on a sentence of the agent's, with controls among them.

    blind: puts placeholders in the place of names.
    """
    questions = {each.id: each for each in version.questions() if each.answerer == "ai" and each.check == "intent"}
    told: list[tuple[str, dict[str, Any], bool]] = []
    for answer in answers:
        question = questions.get(answer.question_id)
        if question is None or answer.answered_by != "ai" or answer.unsupported or not needs_sentence(question, answer):
            continue
        told.append((question.id, _told(question, answer, blind), False))
    for place, control in _controls(told, questions):
        told.insert(place, control)
    return tuple(
        Claim(f"A{number}", question_id, data_json({"id": f"A{number}", **line}), control)
        for number, (question_id, line, control) in enumerate(told, start=1)
    )


def _controls(
    told: Sequence[tuple[str, dict[str, Any], bool]], questions: Mapping[str, Question]
) -> Iterator[tuple[int, tuple[str, dict[str, Any], bool]]]:
    """Controls with their places: from the answers themselves, so that the same ones are looked at in the same way.

    Each claims the best answer to its question: that little was done, words that show nothing may well show.
    """
    for number in range(-(-len(told) // _CLAIMS_A_CONTROL)):
        chance = int(hashlib.sha256(f"{number}{told}".encode()).hexdigest(), 16)
        question_id, line, _ = told[chance % len(told)]
        asked = {word for text in line.values() for word in re.findall(r"\w+", str(text).casefold())}
        # Words that the question has could be taken for its answer.
        fit = sorted(CONTROLS, key=lambda each: len(asked & set(re.findall(r"\w{3,}", each.casefold()))))
        best = max(questions[question_id].options, key=lambda each: (each.points, each.passes))
        control = {**line, **_chosen(best), "agent_said": fit[0]}
        yield chance // len(told) % (len(told) + 1), (question_id, control, True)


def _told(question: Question, answer: Answer, blind: Callable[[str], str]) -> dict[str, Any]:
    option = question.option(answer.option_id or "")
    if option is None or answer.quote is None:
        raise ValueError(f"the answer to {question.id} rests on no sentence")
    return {
        "question": question.text,
        **guidance_of(question),
        **_chosen(option),
        "agent_said": blind(answer.quote.text),
    }


def _chosen(option: Option) -> dict[str, Any]:
    place = {} if option.value is None else {"place_on_scale": option.value}
    return {"answer": option.label or option.id, **place}


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
    """What was found, by question; nothing is supported where a control was found to be."""
    trusted = not any(claim.control and getattr(said, claim.id) == "supported" for claim in claims)
    return {
        claim.question_id: getattr(said, claim.id) if trusted else "not_supported"
        for claim in claims
        if not claim.control
    }


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
