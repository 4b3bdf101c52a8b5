"""The reports as they are answered: line items, evaluations, responses, conversations."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from debrief.insights.line_items import LineItemRate
from debrief.insights.projection.conversation_totals import ConversationTotals, Metric
from debrief.kernel.model import Entity
from debrief.quality.evaluations.words import EvaluationType

Count = Annotated[int, Field(ge=0)]
Percent = Annotated[float, Field(ge=0, le=100)]
Every = Literal["day", "week"]


class Frame(Entity):
    """What every report says of itself.

    first_day, last_day: both included, in `time_zone`. minimum: the sample from which percentages are shown.
    anonymous: a team's sum for somebody who may not see its people: of whole weeks, without series, and without what
    has too few people or answers behind it. weeks_left_out: of so many weeks something was left out for that.
    days_left_out: so many days have no evaluations in it, because the caller assesses a conversation of theirs in a
    calibration and is not to see how it was evaluated.
    """

    first_day: date
    last_day: date
    time_zone: str
    minimum: int
    anonymous: bool
    weeks_left_out: Count
    days_left_out: Count


class LineItemView(LineItemRate):
    """A line item. percent_text: the rate as it is shown; standing: among the best or worst with enough data, as
    `strongest_and_weakest` names them."""

    percent_text: str | None
    standing: Literal["strongest", "weakest"] | None


class ReportDays(Entity):
    """Days, both included, in the account's time zone."""

    first_day: date
    last_day: date


class RateBefore(Entity):
    """A line item in the period before, and how far it has moved since, in points, with the 95 % interval.

    percent_text, points and what follows are none where either period is below the minimum sample. direction: up or
    down where that is no chance, decided over all line items together.
    """

    passed: Count
    applicable: Count
    percent_text: str | None
    points: float | None
    low: float | None
    high: float | None
    direction: Literal["up", "down", "unclear"] | None


class ComparedLineItem(LineItemView):
    """A line item, with the period before beside it where that was asked for and there was something.

    sample_low, sample_high: where the AI evaluates a sample of the conversations, between what the rate of what it
    evaluates would lie had it evaluated all of the period, with 95 %; none where it doesn't, below the minimum sample,
    and of several agents of each of whom so many are drawn.
    """

    before: RateBefore | None = None
    sample_low: Percent | None = None
    sample_high: Percent | None = None


class SampleOf(Entity):
    """What a report's rates were drawn from. conversations: of the period. how: the account's setting; percent and
    per_agent_month: of a share, of a number."""

    conversations: Count
    how: Literal["share", "number"]
    percent: Percent | None = None
    per_agent_month: Count | None = None


class LineItemReport(Entity):
    """Line Item Performance. several_scorecards: the scorecard's name has to stand beside each item.

    before: the period of the same length that ends where this one begins; none where it wasn't asked for, or can't be
    shown. sample: where the AI evaluates a sample of the conversations (N9).
    """

    frame: Frame
    several_scorecards: bool
    before: ReportDays | None = None
    sample: SampleOf | None = None
    items: list[ComparedLineItem]


class ScoreSummary(Entity):
    """Evaluations in sum.

    scored: those that came to a score. average: mean score in percent; pass_percent: those of them that passed, with
    the 95 % interval from pass_low to pass_high; all four are none below the minimum sample.
    """

    evaluations: Count
    scored: Count
    average: Percent | None
    passed: Count
    pass_percent: Percent | None
    pass_low: Percent | None
    pass_high: Percent | None
    auto_failed: Count
    enough_data: bool


class ScoreLine(ScoreSummary):
    """The evaluations of one scorecard and type."""

    scorecard_id: str
    scorecard_name: str
    type: EvaluationType


class ScorePoint(Entity):
    """One day or week (from `first_day`, a Monday unless the period begins later) of one scorecard.

    average: mean score in percent; none below the minimum sample, which `enough_data` tells.
    """

    first_day: date
    scorecard_id: str
    evaluations: Count
    scored: Count
    average: Percent | None
    enough_data: bool


class EvaluationReport(Entity):
    """Evaluations by type, by scorecard and type, and over time. Scorecards are never averaged together.

    by_type: every type; in an anonymous report those with the minimum sample.
    """

    frame: Frame
    by_type: dict[EvaluationType, Count]
    items: list[ScoreLine]
    every: Every
    series: list[ScorePoint]


class OptionShare(Entity):
    """How often one option was chosen. percent: of the applicable answers; none below the minimum sample.

    before, percent_before: the same in the period before, where that is in the report.
    """

    option_id: str
    label: str
    passes: bool
    count: Count
    percent: Percent | None
    before: Count | None = None
    percent_before: Percent | None = None


class QuestionBreakdown(Entity):
    """The answers to one question. …_before: in the period before, where that is in the report.

    no_opportunity: those that were N/A since nothing made the question applicable; not_applicable: any other N/A.
    """

    question_id: str
    section_id: str
    text: str
    applicable: Count
    not_applicable: Count
    no_opportunity: Count = 0
    applicable_before: Count | None = None
    not_applicable_before: Count | None = None
    no_opportunity_before: Count | None = None
    options: list[OptionShare]


class SectionBreakdown(Entity):
    """The scores of one section. average: in percent; none below the minimum sample. …_before: as of a question."""

    section_id: str
    title: str
    scored: Count
    average: Percent | None
    scored_before: Count | None = None
    average_before: Percent | None = None
    auto_failed: Count
    not_applicable: Count


class ResponseReport(Entity):
    """The response breakdown of one scorecard over all its versions, worded as in the newest version counted.

    before, overall_before: the period of the same length that ends where this one begins; none where it wasn't asked
    for, or can't be shown.
    """

    frame: Frame
    scorecard_id: str
    scorecard_name: str
    before: ReportDays | None = None
    overall_before: ScoreSummary | None = None
    overall: ScoreSummary
    sections: list[SectionBreakdown]
    questions: list[QuestionBreakdown]


class ConversationPoint(Entity):
    """The conversations of one day or week."""

    first_day: date
    totals: ConversationTotals


class ConversationReport(Entity):
    """Conversations in sums, as metrics, and over time."""

    frame: Frame
    totals: ConversationTotals
    metrics: list[Metric]
    every: Every
    series: list[ConversationPoint]
