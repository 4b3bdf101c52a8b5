"""Improvement as it is answered (S2.6, S2.7)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from debrief.insights.improvement.key_metrics import KeyChange, KeyFigure, KeyMetric, Unit
from debrief.insights.improvement.model import AttributeAverage, AttributeMove, AttributeProgress, Verdict
from debrief.insights.reports.model import Frame, ReportDays
from debrief.kernel.model import Entity

Count = Annotated[int, Field(ge=0)]


class Matched(Entity):
    """How much further those who were coached moved than colleagues who weren't and stood where they did before.

    points, low, high: in the metric's unit, with the 95 % interval; none where it can't be told. coached: of how many;
    colleagues: beside how many. Of one person it is how far they are from where one more such colleague would be found.
    """

    verdict: Verdict
    points: float | None = None
    low: float | None = None
    high: float | None = None
    coached: Count = 0
    colleagues: Count = 0


class KeyMetricLine(Entity):
    """One of the five. before: the period before; change: since then. matched: none where it wasn't asked for, nobody
    was coached, or the caller doesn't see colleagues.
    """

    name: KeyMetric
    unit: Unit
    now: KeyFigure
    before: KeyFigure | None
    change: KeyChange | None
    matched: Matched | None


class KeyMetricsReport(Entity):
    """The five key metrics. before: the period of the same length before; none where it can't be shown.

    coached: how many were coached in the period before, of those who were looked at; none where it wasn't asked for.
    practice_due, practice_in_time: what of coaching completion is practice.
    """

    frame: Frame
    before: ReportDays | None
    metrics: tuple[KeyMetricLine, ...]
    coached: Count | None
    practice_due: Count
    practice_in_time: Count


class CriterionWeek(Entity):
    """A week, Monday to Sunday, of a criterion; average: none of it below the minimum sample. since: it is not before
    the coaching."""

    first_day: date
    average: AttributeAverage
    since: bool


class CriterionPractice(Entity):
    """The practice on a criterion: scenarios, those that were passed, attempts; scores of 0–100 of the newest."""

    scenarios: Count
    passed: Count
    attempts: Count
    first: float | None
    last: float | None
    best: float | None


class CoachedCriterion(Entity):
    """A criterion that somebody is coached on. name: as it reads now. given: the newest coaching on it; times: how
    often in the period. progress: the four weeks before it beside the four newest since; its `expected` is none for
    whoever doesn't see colleagues.
    """

    scorecard_id: str
    scorecard_name: str
    question_id: str | None
    section_id: str | None
    name: str
    given: date
    times: Count
    practice: CriterionPractice | None
    weeks: tuple[CriterionWeek, ...]
    progress: AttributeProgress


class CoachedCriteria(Entity):
    """What somebody is coached on, the newest first. more: there is more than is told."""

    frame: Frame
    agent_id: str
    items: tuple[CoachedCriterion, ...]
    more: bool
    compared: bool


class FlaggedWindow(Entity):
    """A criterion, or all of them, over so many days, beside as many days before."""

    days: Literal[30, 60]
    now: AttributeAverage
    before: AttributeAverage
    move: AttributeMove | None


class FlaggedCriterionLine(Entity):
    """A criterion that coaching logs name as the lowest, or that somebody is coached on. logs: how many name it."""

    scorecard_id: str
    scorecard_name: str
    question_id: str
    name: str
    logs: Count
    coached: bool
    windows: tuple[FlaggedWindow, ...]


class FlaggedCriteria(Entity):
    """How a team does on its flagged criteria. overall: all their answers together. more: there are more criteria."""

    frame: Frame
    overall: tuple[FlaggedWindow, ...]
    items: tuple[FlaggedCriterionLine, ...]
    more: bool


class PractisingAgent(Entity):
    """One agent's practice: how much of it was passed, and how far the practised criteria moved, in points of their
    pass rate with the 95 % interval; none of it below the minimum sample. answers_before, answers_since: of how many.
    """

    agent_id: str
    agent_name: str
    scenarios: Count
    passed: Count
    attempts: Count
    points: float | None
    low: float | None = None
    high: float | None = None
    answers_before: Count = 0
    answers_since: Count = 0


class PracticeCorrelation(Entity):
    """Whether who practises more also improves more; never whether the one makes the other.

    value: Spearman's rank correlation, −1 to 1, with its 95 % interval; none of too few. sample: agents in it;
    left_out: those of whom there is too little data before or since.
    """

    verdict: Literal["together", "apart", "not_shown", "not_enough_data"]
    value: float | None
    low: float | None
    high: float | None
    sample: Count
    least: Count
    left_out: Count


class PracticeReport(Entity):
    """Practice in a period. scenarios: those that were given; of them `tried` at all, and `passed` so far.

    completion: what was due in the period and passed in time. more: only the newest are told of.
    """

    frame: Frame
    scenarios: Count
    tried: Count
    passed: Count
    attempts: Count
    completion: KeyFigure
    correlation: PracticeCorrelation
    agents: tuple[PractisingAgent, ...]
    more: bool
