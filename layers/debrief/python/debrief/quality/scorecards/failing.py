"""The lowest score that answers can give, so that a scorecard which nobody can fail isn't published (S4.1)."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from debrief.kernel.figures import as_written
from debrief.quality.scorecards.model import Question, ScorecardVersion, Section


class _Part(NamedTuple):
    """What counts in a score. worst: of `worth`, the least that it can earn. stays: it counts whatever is answered."""

    worst: Fraction
    worth: Fraction
    stays: bool


def lowest_score(version: ScorecardVersion) -> Fraction | None:
    """The lowest score in percent that a completed evaluation can have.

    Questions that may be N/A are left out where that makes the score lower; those that needn't be answered earn nothing
    then. None where an answer fails the evaluation whatever the pass mark, and where nothing gives points.
    """
    if any(_fails(question, "evaluation") for question in version.questions()):
        return None
    gates = [section for section in version.sections if any(_fails(each, "section") for each in section.questions)]
    scoring = [each for each in version.sections if any(question.best_points for question in each.questions)]
    leaves_out = version.section_auto_fail_rule == "leave_out"
    if gates and all((leaves_out and section in gates) or _may_be_na(section) for section in scoring):
        # Where nothing is left that counts, a section that failed makes it 0.
        return Fraction()
    if leaves_out:
        parts = [(section, section in gates, False) for section in scoring]
    else:
        parts = [(section, False, section in gates) for section in scoring]
    if version.format == "points":
        lowest = _lowest(part for section, out, zero in parts for part in _questions(section, out=out, zero=zero))
    else:
        lowest = _lowest(part for section, out, zero in parts for part in _section(section, out=out, zero=zero))
    return None if lowest is None else lowest * 100


def _fails(question: Question, what: str) -> bool:
    return any(option.auto_fail == what for option in question.options)


def _least(question: Question) -> Fraction:
    return min(as_written(option.points) for option in question.options)


def _may_be_na(section: Section) -> bool:
    return all(question.allow_na for question in section.questions if question.best_points)


def _questions(section: Section, *, out: bool, zero: bool) -> list[_Part]:
    """The questions of a section that give points. out: the section may be left out. zero: it may lose its points."""
    return [
        _Part(
            worst=Fraction() if zero or not question.required else _least(question) * weight,
            worth=as_written(question.best_points) * weight,
            stays=not question.allow_na and not out,
        )
        for question in section.questions
        if question.best_points
        for weight in (as_written(question.weight),)
    ]


def _section(section: Section, *, out: bool, zero: bool) -> list[_Part]:
    weight = as_written(section.weight or 0)
    questions = _questions(section, out=False, zero=zero)
    lowest = _lowest(questions)
    if lowest is None or not weight:
        return []
    return [_Part(lowest * weight, weight, any(each.stays for each in questions) and not out)]


def _lowest(parts: Iterable[_Part]) -> Fraction | None:
    """The lowest share of what counts: what needn't count does where it lies below the share of the rest."""
    left = sorted(parts, key=lambda part: (not part.stays, part.worst / part.worth))
    worst = worth = Fraction()
    for part in left:
        if part.stays or not worth or part.worst * worth < worst * part.worth:
            worst, worth = worst + part.worst, worth + part.worth
    return worst / worth if worth else None
