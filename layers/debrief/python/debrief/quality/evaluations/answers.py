"""What makes answers fit for a scorecard, and what kind of evaluation they make (S4.1, S4.7, S0.7)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from debrief.kernel.errors import FieldError
from debrief.quality.evaluations.model import Answer, Replaced
from debrief.quality.evaluations.words import EvaluationType
from debrief.quality.scorecards.model import Question, ScorecardVersion


def evaluation_type(version: ScorecardVersion, answers: Iterable[Answer] = ()) -> EvaluationType:
    """Manual when people answer every question, automatic when the AI does, blended when both do (S0.7).

    With `answers`, what happened counts too: an automatic evaluation in which a person answered anything is blended.
    """
    answerers = {question.answerer for question in version.questions()}
    answerers.update(answer.answered_by for answer in answers)
    if answerers == {"ai"}:
        return "automatic"
    return "blended" if "ai" in answerers else "manual"


def default_answers(version: ScorecardVersion) -> tuple[Answer, ...]:
    """The answers that are preselected when a person opens an evaluation: those of the questions people answer."""
    return tuple(
        Answer(
            question_id=question.id,
            option_id=question.default_option_id,
            not_applicable=question.default_not_applicable,
        )
        for question in version.questions()
        if (question.default_option_id is not None or question.default_not_applicable) and question.answerer == "human"
    )


def is_closed(answer: Answer) -> bool:
    """Whether the answer closes its question; else it is a remark."""
    return answer.option_id is not None or answer.not_applicable


def is_left_open(answer: Answer) -> bool:
    """Whether the AI has left the question to a person: nothing made it applicable, and it can't be N/A."""
    return answer.answered_by == "ai" and not is_closed(answer)


def lacks_comment(question: Question, answer: Answer) -> bool:
    """Whether a person answered without the comment that the question requires."""
    wanted = question.require_comment and is_closed(answer) and answer.answered_by == "human"
    return wanted and not answer.comment.strip()


NOT_APPLICABLE: Final = ""
"""Stands for N/A where answers are compared; no option has an empty id."""


def choice(answer: Answer | Replaced | None) -> str | None:
    """What was chosen: an option's id, or `NOT_APPLICABLE`; None where nothing was."""
    if answer is None:
        return None
    return NOT_APPLICABLE if answer.not_applicable else answer.option_id


def of_the_ai(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """What the AI had answered, whatever people have made of it since, without what they wrote to it.

    Of what a person has answered otherwise its choice alone is known; what it left open isn't among them.
    """
    found = []
    for each in answers:
        if each.answered_by == "ai" and is_closed(each):
            found.append(each.model_copy(update={"comment": ""}))
        elif each.replaced is not None:
            found.append(
                Answer(
                    question_id=each.question_id,
                    option_id=each.replaced.option_id,
                    not_applicable=each.replaced.not_applicable,
                    answered_by="ai",
                )
            )
    return tuple(found)


def open_for_ai(version: ScorecardVersion, answers: Iterable[Answer]) -> tuple[Question, ...]:
    """The questions that the AI may still answer.

    One that a person gave evidence for is theirs to answer: the AI's reasons would stand beside their quote. So is one
    that the AI has left open.
    """
    taken = {each.question_id for each in answers if is_closed(each) or each.quote or is_left_open(each)}
    return tuple(each for each in version.questions() if each.answerer == "ai" and each.id not in taken)


def check_answers(version: ScorecardVersion, answers: Sequence[Answer], completing: bool) -> tuple[FieldError, ...]:
    """Everything wrong with `answers` for `version`, with pointers into `{"answers": [...]}`.

    A required question left open is wrong only when `completing`; N/A closes it where N/A is allowed. So is a person's
    answer without a comment where one is required.
    """
    return tuple(_answer_errors(version, answers, completing))


def _answer_errors(version: ScorecardVersion, answers: Sequence[Answer], completing: bool) -> Iterator[FieldError]:
    questions = {question.id: question for question in version.questions()}
    closed: set[str] = set()
    seen: set[str] = set()
    for number, answer in enumerate(answers):
        place = f"/answers/{number}"
        question = questions.get(answer.question_id)
        if question is None:
            yield _error(f"{place}/question_id", "the scorecard has no such question")
            continue
        if question.id in seen:
            yield _error(f"{place}/question_id", "the question is answered twice")
        seen.add(question.id)
        if answer.option_id is not None or answer.not_applicable:
            closed.add(question.id)
        yield from _errors_of_answer(place, question, answer)
        if completing and lacks_comment(question, answer):
            yield _error(f"{place}/comment", f"the answer to the question {question.id} needs a comment")
    if completing:
        for question in questions.values():
            if question.required and question.id not in closed:
                yield _error("/answers", f"the required question {question.id} has no answer")


def _errors_of_answer(place: str, question: Question, answer: Answer) -> Iterator[FieldError]:
    if answer.option_id is not None and question.option(answer.option_id) is None:
        yield _error(f"{place}/option_id", "the question has no such option")
    if answer.not_applicable and not question.allow_na:
        yield _error(f"{place}/not_applicable", "the question doesn't allow N/A")
    if answer.not_applicable and answer.option_id is not None:
        yield _error(f"{place}/not_applicable", "an answer is either an option or N/A")
    if answer.comment.strip() and not question.allow_comment:
        yield _error(f"{place}/comment", "the question doesn't allow a comment")
    if answer.answered_by == "ai" and question.answerer == "human":
        yield _error(f"{place}/answered_by", "a person answers this question")


def _error(pointer: str, message: str) -> FieldError:
    return FieldError(pointer=pointer, message=message)
