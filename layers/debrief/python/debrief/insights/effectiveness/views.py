"""Agents' performance by inquiry, as the API shows it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from debrief.insights.benchmarks.quartiles import Word
from debrief.insights.inquiry_averages import EffectMetric
from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity

Count = Annotated[int, Field(ge=0)]
PeriodName = Literal["3_months", "month", "week", "24_hours"]
SortBy = Literal["volume", "effectiveness", "handle_time", "satisfaction", "resolution"]


class ChannelView(Entity):
    """A channel on which the agent has conversations. newest_at: when the newest began."""

    channel: Channel
    newest_at: Instant


class ChannelList(Entity):
    """The channels with conversations (S1.1), the one with the newest first."""

    items: list[ChannelView]


class PerformanceFrame(Entity):
    """What a page of performance is about.

    first_day, last_day: the days that are counted, in the account's time zone. newest_at: when the newest conversation
    began, which the periods count back from; none without any. since: of 24 hours, from when on.
    minimum: fewest conversations before a word is told. compared_first_day, compared_last_day, compared_at: the days of
    all agents' conversations that the words hold somebody against, and when these were worked out; none before that.
    """

    agent_id: str
    channel: Channel
    period: PeriodName | None
    first_day: date
    last_day: date
    since: Instant | None
    newest_at: Instant | None
    time_zone: str
    minimum: Count
    compared_first_day: date | None
    compared_last_day: date | None
    compared_at: Instant | None


class OwnFigure(Entity):
    """An agent's average of a metric.

    value: effectiveness in seconds, handle time in ms, satisfaction 1–5, resolution in percent; none of nothing, and of
    resolution below the account's minimum sample. low, high: its 95 % interval. number: in how many conversations it is
    known. word: where it stands among all agents' of the past three months.
    """

    metric: EffectMetric
    lower_is_better: bool
    value: float | None
    low: float | None
    high: float | None
    number: Count
    word: Word


class TeamFigureView(Entity):
    """The team's average of a metric.

    value: none where nobody has any, and where it is withheld since too few others are behind it to hide them, or none.
    """

    metric: EffectMetric
    value: float | None
    withheld: bool


class TopFigure(Entity):
    """The best ranked agent's average of a metric. value: none where nobody is ranked, and where it is withheld since
    too few are. agent_id: whose it is, where that is one person whom the caller leads or sees. own: the agent's own."""

    metric: EffectMetric
    value: float | None
    withheld: bool
    agent_id: str | None
    own: bool


class EffectLine(Entity):
    """An inquiry that brings the overall score up or down. effect: by how many seconds; negative is better."""

    inquiry: str
    number: Count
    effect: float
    own: OwnFigure
    team: TeamFigureView | None
    top: TopFigure | None


class PerformanceOverview(Entity):
    """How somebody does, and which inquiries that comes from (S1.3). team: none where they are in no team."""

    frame: PerformanceFrame
    number: Count
    overall: list[OwnFigure]
    top_performing: list[EffectLine]
    to_work_on: list[EffectLine]


class InquiryLine(Entity):
    """One inquiry. number: conversations with it."""

    inquiry: str
    number: Count
    figures: list[OwnFigure]


class InquiryTable(Entity):
    """All inquiries (S1.5), in the order that was asked for. left_out: of very many, those with the fewest.

    unnamed: how many of the conversations aren't in `items`, since their agent had more different inquiries on one day
    than are counted apart.
    """

    frame: PerformanceFrame
    number: Count
    items: list[InquiryLine]
    left_out: Count
    unnamed: Count


class RecentConversation(Entity):
    """A conversation, with what is known of it; predicted values as they were predicted."""

    interaction_id: str
    started_at: Instant
    handle_ms: Count | None
    effectiveness: float | None
    satisfaction: float | None
    resolved: bool | None


class InquiryDetails(Entity):
    """One inquiry (S1.6). effect: as in `EffectLine`; none where all is of this inquiry.

    recommended: the metric to focus on; none where none would lower the score, or too few are ranked to tell.
    team, top: where they were asked for. recent: the newest conversations with it, whatever the period.
    """

    frame: PerformanceFrame
    inquiry: str
    number: Count
    effect: float | None
    figures: list[OwnFigure]
    recommended: EffectMetric | None
    team: list[TeamFigureView] | None
    top: list[TopFigure] | None
    recent: list[RecentConversation]


class LeaderboardRow(Entity):
    """Somebody on a leaderboard.

    rank: 1 is the best, and equal values have the same; none below the minimum, which has no value either. first, last:
    ranks that they may have as far as the intervals tell. tied: others read the same. low, high: the 95 % interval;
    none where all values are the same, which says nothing of the next one.
    """

    agent_id: str
    rank: Count | None
    first: Count | None
    last: Count | None
    tied: bool
    value: float | None
    low: float | None
    high: float | None
    number: Count


class Leaderboard(Entity):
    """How people stand over three months on a channel, the best first, then those who aren't ranked.

    inquiry: about which the conversations were; none where all count.

    made_at: when it was worked out; none where nobody has conversations there, or before the first time.
    """

    channel: Channel
    metric: EffectMetric
    inquiry: str | None
    lower_is_better: bool
    minimum: Count
    first_day: date | None
    last_day: date | None
    made_at: Instant | None
    items: list[LeaderboardRow]
