"""How answers become a score (S4.1–S4.4).

Percentage format: score = Σ effective section weight × earned ÷ possible. Points format: Σ earned ÷ Σ possible.
Both are one formula, a weighted mean of the sections, where a section's share is its weight or its possible points.
The arithmetic is exact (fractions) and becomes a float once, at the end, so that no order of questions and no
rounding in between decides whether somebody passes.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from debrief.kernel.errors import RuleBroken
from debrief.kernel.figures import as_written, half_up, short
from debrief.quality.evaluations.answers import check_answers
from debrief.quality.evaluations.model import Answer, Score, SectionScore
from debrief.quality.scorecards.model import Option, Question, ScorecardVersion, ScoreFormat, Section


class QuestionScore(NamedTuple):
    """What one question came to.

    earned, possible: points after the question's weight; both 0 when N/A.
    percent: earned ÷ possible × 100; none when N/A or when the question gives no points.
    answered: an option was chosen.
    passed: whether the chosen option passes; none without one.
    no_opportunity: it is N/A since nothing made it applicable.
    """

    question_id: str
    section_id: str
    earned: float
    possible: float
    percent: float | None
    answered: bool
    not_applicable: bool
    passed: bool | None
    no_opportunity: bool = False


class _Part(NamedTuple):
    """A section while it is being scored."""

    section: Section
    earned: Fraction
    possible: Fraction
    failed: bool
    share: Fraction


def score(version: ScorecardVersion, answers: Sequence[Answer], *, running: bool) -> Score:
    """Score `answers` by `version`.

    - N/A leaves both earned and possible. A section in which nothing applies gives its weight to the others in
      proportion; when nothing applies anywhere, percent is none.
    - An open question earns nothing and keeps its possible, so the running total of complete answers is the final one.
    - An answer that fails the evaluation: percent 0, not passed. One that fails its section: the section counts 0
      with its full possible, or is left out of the total, as the scorecard says; the others count as scored.
      When every section that applies failed and was left out, the score is 0: a failure never hides a score. One
      without weight has none to hide: failed or not, it counts nothing.
    - Passing is decided in full precision, before any rounding for display.

    Args:
        running: whether this is the total while answering. A final score needs every required answer.

    Raises:
        RuleBroken: the answers don't fit the version (see `scorecard_rules.check_answers`); or its points are beyond
            what can be counted, as those of scorecards from before they were bounded may be.
    """
    try:
        return _score(version, answers, running=running)
    except OverflowError as error:
        raise RuleBroken("The points of the scorecard are too many to be added up") from error


def _score(version: ScorecardVersion, answers: Sequence[Answer], *, running: bool) -> Score:
    errors = check_answers(version, answers, completing=not running)
    if errors:
        raise RuleBroken("The answers don't fit the scorecard", errors=errors)
    given = {answer.question_id: answer for answer in answers}
    parts = [_part(section, given, version.format) for section in version.sections]
    counted = [part for part in parts if _counts(part, version)]
    total = sum((part.share for part in counted), Fraction())
    failing = [
        (question, option.auto_fail)
        for question in version.questions()
        if (option := _chosen(question, given)) and option.auto_fail != "none"
    ]
    failed = any(what == "evaluation" for _, what in failing)
    percent: Fraction | None
    if failed:
        percent = Fraction()
    elif total:
        percent = sum((part.share * _ratio(part) for part in counted), Fraction()) / total * 100
    else:
        # Nothing counts. Failed sections that had something to count for make it 0.
        percent = Fraction() if any(part.failed and _weighs(part, version) for part in parts) else None
    return Score(
        percent=None if percent is None else float(percent),
        earned=0 if failed else float(sum(part.earned for part in counted)),
        possible=float(sum(part.possible for part in counted)),
        passed=None if percent is None else not failed and percent >= as_written(version.pass_mark),
        auto_failed=failed,
        failed_by=tuple(question.id for question, _ in failing),
        sections=tuple(_section_score(part, total if _counts(part, version) else None) for part in parts),
    )


def question_scores(version: ScorecardVersion, answers: Iterable[Answer]) -> tuple[QuestionScore, ...]:
    """What each question came to, in the order of the scorecard; automatic failures don't change it."""
    given = {answer.question_id: answer for answer in answers}
    return tuple(
        _question_score(section, question, given) for section in version.sections for question in section.questions
    )


def rounded(number: float) -> float:
    """A score or points as shown: two decimals, halves up (86.665 → 86.67)."""
    return float(half_up(number, 2))


def score_text(score: Score, format: ScoreFormat) -> str:
    """A score in words: `86.67%` or `133/150` by the scorecard's format, and `N/A` when nothing applied."""
    if score.percent is None:
        return "N/A"
    if format == "points":
        return f"{short(score.earned, 2)}/{short(score.possible, 2)}"
    return percent_text(score.percent)


def percent_text(percent: float) -> str:
    """A score in percent as it is shown, such as `86.67%`."""
    return f"{short(percent, 2)}%"


def _part(section: Section, given: Mapping[str, Answer], format: ScoreFormat) -> _Part:
    earned = possible = Fraction()
    failed = False
    for question in section.questions:
        if _is_na(question, given):
            continue
        possible += _worth(question, question.best_points)
        option = _chosen(question, given)
        if option:
            earned += _worth(question, option.points)
            failed = failed or option.auto_fail == "section"
    share = as_written(section.weight or 0) if format == "percentage" else possible
    return _Part(section, Fraction() if failed else earned, possible, failed, share)


def _counts(part: _Part, version: ScorecardVersion) -> bool:
    if part.failed:
        return version.section_auto_fail_rule == "zero"
    return part.possible > 0


def _weighs(part: _Part, version: ScorecardVersion) -> bool:
    return version.format == "points" or part.share > 0


def _ratio(part: _Part) -> Fraction:
    return part.earned / part.possible if part.possible else Fraction()


def _section_score(part: _Part, total: Fraction | None) -> SectionScore:
    applies = part.possible > 0 or part.failed
    return SectionScore(
        section_id=part.section.id,
        title=part.section.title,
        earned=float(part.earned),
        possible=float(part.possible),
        percent=float(_ratio(part) * 100) if applies else None,
        weight=part.section.weight,
        effective_weight=float(part.share / total * 100) if total else 0,
        auto_failed=part.failed,
        not_applicable=not applies,
    )


def _question_score(section: Section, question: Question, given: Mapping[str, Answer]) -> QuestionScore:
    if _is_na(question, given):
        without = given[question.id].no_opportunity
        return QuestionScore(question.id, section.id, 0, 0, None, False, True, None, without)
    option = _chosen(question, given)
    earned = _worth(question, option.points) if option else Fraction()
    possible = _worth(question, question.best_points)
    return QuestionScore(
        question_id=question.id,
        section_id=section.id,
        earned=float(earned),
        possible=float(possible),
        percent=float(earned / possible * 100) if possible else None,
        answered=option is not None,
        not_applicable=False,
        passed=option.passes if option else None,
    )


def _is_na(question: Question, given: Mapping[str, Answer]) -> bool:
    answer = given.get(question.id)
    return answer is not None and answer.not_applicable


def _chosen(question: Question, given: Mapping[str, Answer]) -> Option | None:
    answer = given.get(question.id)
    return question.option(answer.option_id) if answer and answer.option_id is not None else None


def _worth(question: Question, points: float) -> Fraction:
    return as_written(points) * as_written(question.weight)
