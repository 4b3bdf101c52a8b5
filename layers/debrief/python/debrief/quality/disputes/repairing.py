"""What an upheld dispute leads to: other evaluations that went the same way, and a clearer question (N15)."""

from typing import Annotated, Final, Literal, get_args

from pydantic import Field, StringConstraints

from debrief.kernel.clock import Instant
from debrief.kernel.errors import FieldError, NotFound, RuleBroken
from debrief.kernel.model import Aggregate, Entity
from debrief.quality.disputes.deciding import evidence_kind
from debrief.quality.disputes.model import Dispute, EvidenceKind
from debrief.quality.evaluations.given_answers import AnswerChange, GivenAnswer
from debrief.quality.evaluations.history import Choice, choice_of
from debrief.quality.evaluations.model import Evaluation, counts
from debrief.quality.evaluations.outcomes import Outcome
from debrief.quality.scorecards.model import Question, ScorecardVersion, Text

MOST_RESCORED: Final = 500
"""Evaluations in one re-scoring."""

Skip = Literal["gone", "changed", "not_allowed", "disputed", "does_not_fit", "not_saved"]
"""Why an evaluation isn't re-scored.

gone: it was deleted, doesn't count, or isn't for whoever asked to see: which of these isn't told. changed: its answer
isn't the one that was disputed any more, or rests on something else. not_allowed: whoever asked may not change it.
disputed: its agent disputes it. does_not_fit: its version of the scorecard has no such answer, or it was made
with another scorecard. not_saved: what is stored of it doesn't fit together, so that it couldn't be written.
"""


class Upheld(Entity):
    """An answer that was disputed and changed: what it was, what it rested on, and what it is now."""

    scorecard_id: str
    question_id: str
    before: Choice
    evidence: EvidenceKind
    after: Choice


class Skipped(Entity):
    """An evaluation that wasn't re-scored."""

    evaluation_id: str
    reason: Skip


class NewRescoring(Entity):
    """Which evaluations to give the answer that a dispute ended with."""

    question_id: str
    evaluation_ids: Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST_RESCORED)]


class Rescoring(Aggregate):
    """Many evaluations that are given the answer that a dispute ended with, one after the other.

    position: so many of `evaluation_ids` were looked at. rescored: so many of them were changed; the others were
    skipped. finished_at: when all had been looked at, or whoever asked for it was no longer allowed to (`stopped`).
    """

    id: str
    dispute_id: str
    upheld: Upheld
    evaluation_ids: tuple[str, ...]
    asked_by: str
    asked_at: Instant
    position: Annotated[int, Field(ge=0)] = 0
    rescored: Annotated[int, Field(ge=0)] = 0
    skipped: tuple[Skipped, ...] = ()
    finished_at: Instant | None = None
    stopped: bool = False


class NewDefinition(Entity):
    """A clearer wording of a question that was disputed; what is null stays as it is."""

    question_id: str
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)] | None = None
    description: Text | None = None
    good: Text | None = None
    poor: Text | None = None
    context: Text | None = None


Word = Literal["text", "description", "good", "poor", "context"]
WORDS: Final[tuple[Word, ...]] = get_args(Word)
"""What of a question a draft may put otherwise."""


class QuestionDraft(Aggregate):
    """A question of a scorecard in force with other words, which hold once they are published.

    scorecard_version: the version that it was drafted from. words: which of them it puts otherwise; of the others it
    has what was in force then. dispute_id, evaluation_id: the dispute that led to it, and what was disputed.
    """

    scorecard_id: str
    scorecard_version: int
    question_id: str
    text: str
    description: Text
    good: Text
    poor: Text
    context: Text
    words: tuple[Word, ...] = WORDS
    dispute_id: str
    evaluation_id: str | None = None
    drafted_by: str
    drafted_at: Instant


def upheld_answer(dispute: Dispute, question_id: str) -> Upheld:
    """The answer to that question, as the dispute was decided.

    Raises:
        NotFound: the question wasn't disputed. RuleBroken: the answer was affirmed, or nothing is decided.
    """
    disputed = next((each for each in dispute.answers if each.question_id == question_id), None)
    if disputed is None:
        raise NotFound("This question wasn't disputed")
    made = (
        next((each for each in dispute.decision.answers if each.question_id == question_id), None)
        if (dispute.decision)
        else None
    )
    if made is None or not made.upheld:
        wrong = FieldError(pointer="/question_id", message="its answer was affirmed, or isn't decided yet")
        raise RuleBroken("Only an answer that was changed leads further", errors=[wrong])
    return Upheld(
        scorecard_id=dispute.scorecard_id,
        question_id=question_id,
        before=disputed.choice,
        evidence=disputed.evidence,
        after=made.choice,
    )


def outcome_of(version: ScorecardVersion, question_id: str, choice: Choice) -> Outcome:
    """How a choice comes out in reports."""
    question = next((each for each in version.questions() if each.id == question_id), None)
    option = question.option(choice.option_id) if question and choice.option_id is not None else None
    if option is None:
        return "no_opportunity" if choice.no_opportunity else "not_applicable"
    return "passed" if option.passes else "missed"


def is_similar(evaluation: Evaluation, upheld: Upheld) -> bool:
    """Whether the evaluation has the answer that was disputed, resting on the same kind of evidence."""
    answer = next((each for each in evaluation.answers if each.question_id == upheld.question_id), None)
    if answer is None or not counts(evaluation):
        return False
    return choice_of(answer) == upheld.before and evidence_kind(answer) == upheld.evidence


def why_skipped(evaluation: Evaluation | None, version: ScorecardVersion | None, upheld: Upheld) -> Skip | None:
    """Why an evaluation, made with `version`, isn't given the answer that was upheld; None where it is."""
    if evaluation is None or version is None or not counts(evaluation):
        return "gone"
    if evaluation.scorecard_id != upheld.scorecard_id:
        # A scorecard that was imported as a copy has questions of the same ids.
        return "does_not_fit"
    if evaluation.status == "disputed":
        return "disputed"
    if not is_similar(evaluation, upheld):
        return "changed"
    question = next((each for each in version.questions() if each.id == upheld.question_id), None)
    after = upheld.after
    fits = question is not None and (
        question.allow_na if after.option_id is None else question.option(after.option_id) is not None
    )
    return None if fits else "does_not_fit"


def upheld_change(upheld: Upheld) -> AnswerChange:
    """The answer that was upheld, to be given to another evaluation."""
    given = GivenAnswer(
        question_id=upheld.question_id,
        option_id=upheld.after.option_id,
        not_applicable=upheld.after.not_applicable,
    )
    return AnswerChange(answers=(given,))


def drafted_question(question: Question, given: NewDefinition) -> dict[str, str]:
    """The words of the question, with those that are given. Raises RuleBroken: nothing is put otherwise."""
    before: dict[str, str] = {name: getattr(question, name) for name in WORDS}
    after = before | {name: said for name in WORDS if (said := getattr(given, name)) is not None}
    if after == before:
        wrong = [FieldError(pointer=f"/{name}", message="is as it was") for name in WORDS]
        raise RuleBroken("The question would read as it does now", errors=wrong)
    return after
