"""The report that takes one figure apart: by person, team, version of the scorecard, evaluator or week (S4.9)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from debrief.insights.reports.model import Count, Frame, OptionShare, Percent, ReportDays
from debrief.kernel.model import Entity

By = Literal["agent", "team", "version", "evaluator", "week"]
RowKind = Literal["agent", "team", "no_team", "version", "person", "model", "week"]
Points = Annotated[float, Field(ge=-100, le=100)]


class Move(Entity):
    """How far a figure moved from the period before, in points, with the 95 % interval from low to high.

    of: of which figure it is. The interval is none where it can't be told: of a mean where a side has fewer than two
    scores, all scores of each are the same, or some were counted before their squares were.
    direction: up or down where that is no chance, decided over all rows together; always `unclear` of a mean.
    """

    of: Literal["pass_rate", "average"]
    points: Points
    low: Points | None
    high: Points | None
    direction: Literal["up", "down", "unclear"]


class Figures(Entity):
    """What one question, one section or the whole came to in one period.

    sample: answers that applied to the question, or evaluations with a score of the section or in all. passed,
    pass_percent with its 95 % interval pass_low to pass_high: none of a section, which has no pass mark. average with
    its interval: none of a question. All percentages are none below the minimum sample. options: of a question, those
    that were chosen. auto_failed: of a question none. no_opportunity: of a question alone, N/A since nothing made it
    applicable; not_applicable is any other N/A.
    """

    sample: Count
    enough_data: bool
    not_applicable: Count
    no_opportunity: Count | None = None
    passed: Count | None
    pass_percent: Percent | None
    pass_low: Percent | None
    pass_high: Percent | None
    average: Percent | None
    average_low: Percent | None
    average_high: Percent | None
    auto_failed: Count | None
    options: list[OptionShare]


class BreakdownRow(Entity):
    """The part that is of one person, team, version, evaluator or week.

    id: of the agent, the team or the evaluating person; the version's number; the model's id, empty where it wasn't
    kept; the week's first day; empty of `no_team`, which is what is in none of the teams that have a row: of people
    without a team, of teams that are gone, and of those that aren't all in the caller's line. first_day, last_day: of a
    week, within the period.
    """

    kind: RowKind
    id: str
    first_day: date | None = None
    last_day: date | None = None
    now: Figures
    before: Figures | None = None
    change: Move | None = None


class BreakdownReport(Entity):
    """One figure, taken apart. Each row is what the report says of it where that person, team and so on is chosen.

    text: the question's or section's, as in the newest version counted; empty of the whole. before: the period of the
    same length that ends where this one begins; none where it wasn't asked for, can't be shown, or rows are weeks.
    by_unknown: by evaluator, how many answers or evaluations of the sample were counted before it was kept who
    evaluated; they are in no row.
    """

    frame: Frame
    scorecard_id: str
    scorecard_name: str
    question_id: str | None
    section_id: str | None
    text: str
    by: By
    before: ReportDays | None
    rows: list[BreakdownRow]
    by_unknown: Count
