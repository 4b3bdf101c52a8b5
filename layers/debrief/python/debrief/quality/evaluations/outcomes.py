"""How the questions of an evaluation came out: what leads from a rate to the conversations behind it (S4.9).

What is counted in `tally` is named here: an evaluation that adds to `passed` of a question has a line with the outcome
`passed` of it, so that a report's figure and the list behind it are of the same evaluations.
"""

from datetime import datetime
from typing import Final, Literal, NamedTuple

from debrief.kernel.clock import Instant, iso
from debrief.kernel.model import Entity
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.scoring import question_scores
from debrief.quality.evaluations.tally import counted_score
from debrief.quality.evaluations.words import EvaluationType
from debrief.quality.scorecards.model import Percent, ScorecardVersion
from debrief.quality.spans import Span

Outcome = Literal["passed", "missed", "not_applicable", "no_opportunity", "auto_failed", "scored"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("passed", "missed", "not_applicable", "no_opportunity")
"""How a question comes out, or an evaluation as a whole: in one of these ways. no_opportunity: of a question alone, N/A
since nothing made it applicable; `not_applicable` is any other N/A."""

AUTO_FAILED: Final = "auto_failed"
"""An evaluation as a whole that one answer failed. It missed too, and is found among these by itself: they are seldom,
and asked for over every scorecard."""

SECTION_OUTCOMES: Final[tuple[Outcome, ...]] = ("scored", "not_applicable")
"""How a section comes out: its score counts in the average, or nothing in it applies. One that an answer failed is
scored as well, and is found among `AUTO_FAILED` of that section by itself."""

OVERALL: Final = ""
"""In the place of a question: the evaluation as a whole, whether it passed."""


class OutcomeLine(Entity):
    """How one question of a completed evaluation came out.

    question_id: `OVERALL` for the evaluation as a whole. option_id: the answer that was chosen; None where it is N/A or
    the line is of the whole. The other fields are those of the evaluation, for lists to filter by. model: which
    one evaluated, of what no person has; None as well of what was kept before this was.
    """

    evaluation_id: str
    scorecard_id: str
    scorecard_version: int
    question_id: str
    outcome: Outcome
    option_id: str | None = None
    agent_id: str
    team_id: str | None
    evaluator_id: str | None
    model: str | None = None
    type: EvaluationType
    interaction_started_at: Instant

    @property
    def place(self) -> str:
        """Where it stands in lists: by the start of the interaction, ties by id."""
        return f"{iso(self.interaction_started_at)}#{self.evaluation_id}"


class SectionLine(OutcomeLine):
    """How one section of a completed evaluation came out. percent: its score; None where nothing in it applies."""

    section_id: str
    percent: Percent | None


class OutcomeFilter(NamedTuple):
    """Which lines a list shows; None stands for any. start (included), end (excluded): of the interaction.

    scorecard_id: None only where `outcomes` is `AUTO_FAILED` alone and of the evaluation as a whole. section_id: where
    the list is of a section, in the place of a question. model: of what it evaluated alone.
    """

    scorecard_id: str | None
    question_id: str = OVERALL
    outcomes: frozenset[Outcome] = frozenset(OUTCOMES)
    option_id: str | None = None
    agent_ids: frozenset[str] | None = None
    team_id: str | None = None
    evaluator_id: str | None = None
    types: frozenset[EvaluationType] | None = None
    scorecard_version: int | None = None
    model: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    section_id: str | None = None

    def admits(self, line: OutcomeLine) -> bool:
        """Whether `line`, which is of this question and of one of the outcomes, is one of them."""
        return (
            (self.scorecard_id is None or line.scorecard_id == self.scorecard_id)
            and (self.option_id is None or line.option_id == self.option_id)
            and (self.agent_ids is None or line.agent_id in self.agent_ids)
            and (self.team_id is None or line.team_id == self.team_id)
            and (self.evaluator_id is None or line.evaluator_id == self.evaluator_id)
            and (self.types is None or line.type in self.types)
            and (self.scorecard_version is None or line.scorecard_version == self.scorecard_version)
            and (self.model is None or (line.evaluator_id is None and line.model == self.model))
            and (self.end is None or line.interaction_started_at < self.end)
        )

    @property
    def span(self) -> Span:
        """The period as sort keys."""
        return Span(iso(self.start) if self.start else None, iso(self.end) if self.end else None)


def outcome_lines(version: ScorecardVersion, evaluation: Evaluation) -> dict[str, OutcomeLine]:
    """The lines of `evaluation`, made with `version`, by question; none of a draft, of what is superseded, and of an
    open question.

    Raises:
        ValueError: the evaluation was made with another version.
    """
    score = counted_score(version, evaluation)
    if score is None:
        return {}
    chosen = {answer.question_id: answer.option_id for answer in evaluation.answers}
    lines = {OVERALL: _line(evaluation, OVERALL, _outcome(score.passed), None)}
    for question in question_scores(version, evaluation.answers):
        id = question.question_id
        if question.answered or question.not_applicable:
            option = chosen.get(id) if question.answered else None
            outcome = _outcome(question.passed if question.answered else None)
            lines[id] = _line(evaluation, id, "no_opportunity" if question.no_opportunity else outcome, option)
    return lines


def auto_failed_line(version: ScorecardVersion, evaluation: Evaluation) -> OutcomeLine | None:
    """The further line of an evaluation that one answer failed; None of any other, and where `outcome_lines` has none.

    Raises:
        ValueError: the evaluation was made with another version.
    """
    score = counted_score(version, evaluation)
    return _line(evaluation, OVERALL, AUTO_FAILED, None) if score is not None and score.auto_failed else None


def section_lines(version: ScorecardVersion, evaluation: Evaluation) -> list[SectionLine]:
    """The lines of the sections of an evaluation, those that an answer failed twice: as scored, and as failed.

    Raises:
        ValueError: the evaluation was made with another version.
    """
    score = counted_score(version, evaluation)
    found = []
    for section in score.sections if score is not None else ():
        outcomes: list[Outcome] = ["not_applicable" if section.percent is None else "scored"]
        if section.auto_failed:
            outcomes.append(AUTO_FAILED)
        for outcome in outcomes:
            line = _line(evaluation, OVERALL, outcome, None)
            found.append(SectionLine(**dict(line), section_id=section.section_id, percent=section.percent))
    return found


def _outcome(passed: bool | None) -> Outcome:
    if passed is None:
        return "not_applicable"
    return "passed" if passed else "missed"


def _line(evaluation: Evaluation, question_id: str, outcome: Outcome, option_id: str | None) -> OutcomeLine:
    return OutcomeLine(
        evaluation_id=evaluation.id,
        scorecard_id=evaluation.scorecard_id,
        scorecard_version=evaluation.scorecard_version,
        question_id=question_id,
        outcome=outcome,
        option_id=option_id,
        agent_id=evaluation.agent_id,
        team_id=evaluation.team_id,
        evaluator_id=evaluation.evaluator_id,
        model=evaluation.provenance.model if evaluation.evaluator_id is None and evaluation.provenance else None,
        type=evaluation.type,
        interaction_started_at=evaluation.interaction_started_at,
    )
