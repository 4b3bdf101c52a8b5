"""What becomes of the model's answers: which of them rest on enough, and why a person has to look (decision 0058).

First comes what made a question applicable: without it there is nothing to answer (N11, decision 0084).

An answer that earns something has to rest on a sentence of the agent's, unless the question says that a pass is an
absence. One that doesn't stays with a confidence of `UNSUPPORTED_CONFIDENCE` at most, and a person has to look.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from debrief.interactions.analysis.guarding import Conversation
from debrief.kernel.figures import as_written
from debrief.kernel.untrusted.instructions import instructions_in
from debrief.quality.answering.asking import LONGEST_RATIONALE, NOT_APPLICABLE, LineItemAnswer, needs_opportunity
from debrief.quality.answering.placeholders import Blinded
from debrief.quality.evaluations.evidence import evidence_of, sentence_of
from debrief.quality.evaluations.model import Answer, VerifiedQuote
from debrief.quality.evaluations.words import ReviewReason
from debrief.quality.scorecards.model import Option, Question, ScorecardVersion

UNSUPPORTED_CONFIDENCE: Final = 0.3

_MOST_LEFT_OUT: Final = Fraction(1, 2)
"""Share of what a scorecard may give that the AI may leave out as N/A without anybody looking."""

_FAILS: Final = ("none", "section", "evaluation")


class Judged(NamedTuple):
    """The model's answer as one of ours, and how many quotes and sentences of it had to be dropped."""

    answer: Answer
    quotes_dropped: int
    sentences_dropped: int


def earns(question: Question, option: Option) -> bool:
    """Whether choosing the option gives the agent anything: a pass, more points than another one, or being spared."""
    return option.passes or any(
        option.points > other.points or _FAILS.index(option.auto_fail) < _FAILS.index(other.auto_fail)
        for other in question.options
    )


def needs_sentence(question: Question, answer: Answer) -> bool:
    """Whether the answer has to rest on a sentence of the agent's."""
    option = question.option(answer.option_id) if answer.option_id is not None else None
    return option is not None and not question.pass_by_absence and earns(question, option)


def unsupported(answer: Answer) -> Answer:
    """The answer as one that nothing shows."""
    sure = UNSUPPORTED_CONFIDENCE if answer.confidence is None else min(answer.confidence, UNSUPPORTED_CONFIDENCE)
    return answer.model_copy(update={"unsupported": True, "unchecked": False, "confidence": sure})


def judged(question: Question, said: LineItemAnswer, blinded: Blinded, conversation: Conversation) -> Judged:
    """The model's answer with its quotes looked up in what it has read, as they were said.

    Where nothing made the question applicable it is N/A, or left open where it can't be N/A, whatever the model chose.
    """
    rationale = conversation.kept(said.rationale, longest=LONGEST_RATIONALE)
    opportunity = _opportunity(said, blinded)
    quoted = (said.quote or "").strip()
    evidence = evidence_of(blinded.turns, quoted) if quoted else None
    dropped = (bool(quoted) and evidence is None) + (bool((said.opportunity or "").strip()) and opportunity is None)
    # An option may bear the very id that stands for N/A; the scorecard's own option then wins.
    not_applicable = said.option == NOT_APPLICABLE and question.option(said.option) is None
    answer = Answer(
        question_id=question.id,
        answered_by="ai",
        rationale=rationale.text,
        confidence=min(said.confidence, UNSUPPORTED_CONFIDENCE) if dropped else said.confidence,
    )
    if opportunity is None and (needs_opportunity(question) or (not_applicable and not question.always_applies)):
        without = {"not_applicable": True, "no_opportunity": True} if question.allow_na else {}
        return Judged(answer.model_copy(update=without), dropped, rationale.dropped.total())
    answer = answer.model_copy(
        update={
            "option_id": None if not_applicable else said.option,
            "not_applicable": not_applicable,
            "opportunity": opportunity,
            "quote": blinded.as_said(evidence.quote) if evidence else None,
        }
    )
    # A sentence that speaks of judging in softer words is left to the second look, which reads it: honest talk has
    # them too ("any other questions", "I've marked it as urgent").
    shown = evidence is not None and evidence.shows and not instructions_in(evidence.quote.text)
    if needs_sentence(question, answer) and not shown:
        answer = unsupported(answer)
    return Judged(answer, dropped, rationale.dropped.total())


def _opportunity(said: LineItemAnswer, blinded: Blinded) -> VerifiedQuote | None:
    """What made the question applicable, as it was said. Words that instruct whoever judges make nothing applicable."""
    quoted = (said.opportunity or "").strip()
    found = sentence_of(blinded.turns, quoted) if quoted else None
    return blinded.as_said(found) if found and not instructions_in(found.text) else None


def reasons(
    version: ScorecardVersion, answers: Sequence[Answer], *, instructs: bool, of_evaluation: Callable[[], bool]
) -> tuple[ReviewReason, ...]:
    """Why a person has to look at what a model answered by intent; empty where nobody has to.

    instructs: the conversation seems to instruct the AI. of_evaluation: whether it speaks about its own evaluation;
    asked only where an answer rests on nothing that was said, for which that is enough.
    """
    questions = {each.id: each for each in version.questions() if each.answerer == "ai" and each.check == "intent"}
    by_intent = [each for each in answers if each.answered_by == "ai" and each.question_id in questions]
    found: list[ReviewReason] = []
    if not by_intent:
        return ()
    if instructs:
        found.append("addresses_ai")
    if any(each.unsupported for each in by_intent):
        found.append("unsupported")
    if any(_rests_on_nothing(questions[each.question_id], each) for each in by_intent) and of_evaluation():
        found.append("about_evaluation")
    if _leaves_out_too_much(version, answers, {each.question_id for each in by_intent}):
        found.append("not_applicable")
    if any(each.unchecked for each in by_intent):
        found.append("unchecked")
    return tuple(found)


def _rests_on_nothing(question: Question, answer: Answer) -> bool:
    option = question.option(answer.option_id) if answer.option_id is not None else None
    return answer.not_applicable or (option is not None and question.pass_by_absence and earns(question, option))


def _leaves_out_too_much(version: ScorecardVersion, answers: Sequence[Answer], by_intent: set[str]) -> bool:
    """Whether the AI's N/A take out a whole section, or more than half of what the scorecard may give."""
    left_out = {each.question_id for each in answers if each.not_applicable}
    if not left_out & by_intent:
        return False
    taken = total = Fraction()
    for section in version.sections:
        worth = {each.id: as_written(each.best_points) * as_written(each.weight) for each in section.questions}
        scoring = {id for id, points in worth.items() if points} or set(worth)
        if scoring and scoring <= left_out and scoring & by_intent:
            return True
        possible = sum(worth.values(), Fraction())
        share = as_written(section.weight or 0) / possible if version.format == "percentage" and possible else 1
        total += share * possible
        taken += share * sum((worth[id] for id in worth.keys() & left_out & by_intent), Fraction())
    return taken > total * _MOST_LEFT_OUT
