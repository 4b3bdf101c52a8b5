"""What people answer, and what it makes of the answers there are (S4.4, S4.7).

Evidence that a person gives is looked up in the transcript like the AI's (N1). The AI's drops a quote that nobody said;
a person is told, and nothing is saved.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, NamedTuple

from pydantic import Field, StrictBool

from debrief.interactions.conversations.model import Transcript
from debrief.kernel.errors import FieldError, RuleBroken
from debrief.kernel.model import Entity
from debrief.quality.evaluations.answers import check_answers, is_closed
from debrief.quality.evaluations.evidence import verified_quote
from debrief.quality.evaluations.model import Answer, Replaced, VerifiedQuote
from debrief.quality.scorecards.model import ScorecardVersion, Text


class Said(NamedTuple):
    """A conversation as it was said, and as it is read with masks over personal data: turn by turn equally long."""

    transcript: Transcript
    masked: Transcript


class GivenQuote(Entity):
    """Words of the conversation that a person gives as evidence.

    turn_index: the place in the transcript of the turn that they stand in, from 0.
    """

    turn_index: Annotated[int, Field(ge=0)]
    text: Annotated[str, Field(min_length=1, max_length=4000)]


class GivenAnswer(Entity):
    """A person's answer to one question. With neither option nor N/A, comment nor quote it takes the answer back, and
    the question is open.

    quote: the evidence; null for none. An answer that repeats the AI's choice without a quote leaves the AI's evidence.
    agrees: of one that repeats it, that what was doubtful about it is decided; a remark alone decides nothing.
    """

    question_id: str
    option_id: str | None = None
    not_applicable: bool = False
    comment: Text = ""
    quote: GivenQuote | None = None
    agrees: StrictBool = False


class AnswerChange(Entity):
    """Answers to put in place of those there are to the same questions; other answers stay.

    comment: on the evaluation as a whole; None leaves it as it is.
    """

    answers: tuple[GivenAnswer, ...] = Field(default=(), max_length=5000)
    comment: Text | None = None


def brings_quotes(answers: Sequence[Answer], change: AnswerChange) -> bool:
    """Whether `change` has a quote that `answers` haven't, so that the transcript is needed to look it up."""
    there = _by_question(answers)
    return any(each.quote and _repeated(each, there) is None for each in change.answers)


def merged(
    version: ScorecardVersion, answers: Sequence[Answer], change: AnswerChange, said: Said | None
) -> tuple[Answer, ...]:
    """The answers after the change, in the order of the scorecard.

    An answer that repeats the AI's choice leaves it the AI's, with its evidence; where it says that it agrees, what was
    doubtful about it is decided. With evidence of their own it is the person's: a quote must not pass for what the AI
    went by.

    said: in the interaction; needed only where `brings_quotes`. What is kept of a quote is masked, whoever gives it.

    Raises:
        RuleBroken: an answer doesn't fit its question, or a quote doesn't stand in its turn.
    """
    there = _by_question(answers)
    given = [
        Answer(
            question_id=each.question_id,
            option_id=each.option_id,
            not_applicable=each.not_applicable,
            comment=each.comment,
        )
        for each in change.answers
    ]
    errors = check_answers(version, given, completing=False)
    if errors:
        raise RuleBroken("The answers don't fit the scorecard", errors=errors)
    quotes = _quotes(there, change, said)
    for answer, quote, told in zip(given, quotes, change.answers, strict=True):
        before = there.get(answer.question_id)
        if not is_closed(answer) and not answer.comment.strip() and quote is None:
            there.pop(answer.question_id, None)
            if replaced := _replaced(before):
                # What the AI had chosen is remembered: whoever answers next answers beside it.
                there[answer.question_id] = Answer(question_id=answer.question_id, replaced=replaced)
        elif before and before.answered_by == "ai" and _agrees(answer, before) and quote in (None, before.quote):
            decided = {"unsupported": False, "unchecked": False} if told.agrees else {}
            there[answer.question_id] = before.model_copy(update={"comment": answer.comment, **decided})
        else:
            there[answer.question_id] = answer.model_copy(update={"quote": quote, "replaced": _replaced(before)})
    return in_order(version, there)


def standing_otherwise(
    version: ScorecardVersion, answers: Sequence[Answer], change: AnswerChange
) -> tuple[FieldError, ...]:
    """Which answers of `change` stand otherwise now: what somebody is told whose change came too late."""
    there, questions = _by_question(answers), {each.id: each for each in version.questions()}
    told = []
    for number, given in enumerate(change.answers):
        now = there.get(given.question_id)
        choice = (now.option_id, now.not_applicable) if now else (None, False)
        question = questions.get(given.question_id)
        if question is None or choice == (given.option_id, given.not_applicable):
            continue
        option = question.option(choice[0]) if choice[0] is not None else None
        label = option.label if option else "N/A" if choice[1] else "open"
        told.append(FieldError(pointer=f"/answers/{number}", message=f"is {label} now"))
    return tuple(told)


def in_order(version: ScorecardVersion, answers: Mapping[str, Answer]) -> tuple[Answer, ...]:
    """The answers, by question, in the order of the scorecard."""
    return tuple(answers[question.id] for question in version.questions() if question.id in answers)


def _replaced(before: Answer | None) -> Replaced | None:
    """What the AI had chosen, of an answer that a person's takes the place of."""
    if before is None or before.answered_by == "human":
        return before.replaced if before else None
    if not is_closed(before):
        return None
    return Replaced(option_id=before.option_id, not_applicable=before.not_applicable)


def _by_question(answers: Sequence[Answer]) -> dict[str, Answer]:
    return {each.question_id: each for each in answers}


def _agrees(answer: Answer, other: Answer) -> bool:
    return (answer.option_id, answer.not_applicable) == (other.option_id, other.not_applicable)


def _repeated(given: GivenAnswer, there: Mapping[str, Answer]) -> VerifiedQuote | None:
    """The quote that was looked up before, if `given` has the same one."""
    before = there.get(given.question_id)
    quote = before.quote if before else None
    if quote and given.quote and (quote.turn_index, quote.text) == (given.quote.turn_index, given.quote.text):
        return quote
    return None


def _quotes(there: Mapping[str, Answer], change: AnswerChange, said: Said | None) -> list[VerifiedQuote | None]:
    quotes: list[VerifiedQuote | None] = []
    errors: list[FieldError] = []
    for number, given in enumerate(change.answers):
        quote = _repeated(given, there)
        if given.quote and quote is None:
            found = _looked_up(given.quote, said)
            if isinstance(found, str):
                errors.append(FieldError(pointer=f"/answers/{number}/quote", message=found))
            else:
                quote = found
        quotes.append(quote)
    if errors:
        raise RuleBroken("Evidence has to be words of the conversation", errors=errors)
    return quotes


def _looked_up(quote: GivenQuote, said: Said | None) -> VerifiedQuote | str:
    """The quote as the masked transcript has it, or why it is none.

    Whoever gives it may have read the turn with masks or without.
    """
    if said is None:
        return "the interaction has no transcript"
    turns = zip(said.transcript.turns, said.masked.turns, strict=True)
    spoken, masked = next((both for both in turns if both[0].index == quote.turn_index), (None, None))
    if spoken is None or masked is None:
        return "the transcript has no such turn"
    found = verified_quote([spoken], quote.text)
    if found is None:
        return verified_quote([masked], quote.text) or "these words don't stand in that turn"
    at = spoken.text.find(found.text)
    return found.model_copy(update={"text": masked.text[at : at + len(found.text)]}) if at >= 0 else found
