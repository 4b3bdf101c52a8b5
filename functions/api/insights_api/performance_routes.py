"""The routes of agents' performance by inquiry (S1.1, S1.3–S1.6) and of the leaderboard."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.insights_api.wiring import app, leaderboards, performance
from debrief.insights.effectiveness.service import PerformanceQuery
from debrief.insights.effectiveness.views import (
    ChannelList,
    InquiryDetails,
    InquiryTable,
    Leaderboard,
    PerformanceOverview,
    PeriodName,
    SortBy,
)
from debrief.insights.inquiry_averages import EffectMetric
from debrief.interactions.conversations.words import Channel
from debrief.kernel.auth import Permission
from debrief.kernel.clock import Day

VIEW = Permission.REPORTS_VIEW
AgentId = Annotated[str | None, Query(description="Whose performance; your own unless told")]
OnChannel = Annotated[Channel, Query(description="One of those with conversations, see /performance/channels")]
Period = Annotated[PeriodName, Query(description="It ends with the newest conversation")]
From = Annotated[Day | None, Query(alias="from", description="First day of a range instead of the period")]
To = Annotated[Day | None, Query(alias="to", description="Last day of that range; today unless told")]


@app.on("GET", "/performance/channels", allow=VIEW)
def list_performance_channels(agent_id: AgentId = None) -> ChannelList:
    """The channels on which an agent has conversations."""
    return performance().channels(app.caller, agent_id)


@app.on("GET", "/performance/overview", allow=VIEW)
def performance_overview(
    channel: OnChannel,
    agent_id: AgentId = None,
    period: Period = "3_months",
    first: From = None,
    last: To = None,
) -> PerformanceOverview:
    """An agent's averages, and the inquiries that bring their score down or up most."""
    return performance().overview(app.caller, PerformanceQuery(agent_id, channel, period, first, last))


@app.on("GET", "/performance/inquiries", allow=VIEW)
def performance_inquiries(
    channel: OnChannel,
    agent_id: AgentId = None,
    period: Period = "3_months",
    first: From = None,
    last: To = None,
    sort: Annotated[SortBy, Query()] = "volume",
    descending: Annotated[bool, Query()] = True,
) -> InquiryTable:
    """An agent's averages for each inquiry."""
    query = PerformanceQuery(agent_id, channel, period, first, last)
    return performance().inquiries(app.caller, query, sort, descending=descending)


@app.on("GET", "/performance/inquiries/details", allow=VIEW)
def performance_inquiry(
    inquiry: Annotated[str, Query()],
    channel: OnChannel,
    agent_id: AgentId = None,
    period: Period = "3_months",
    first: From = None,
    last: To = None,
    beside: Annotated[bool, Query(description="With what the team and the best agent come to")] = False,
) -> InquiryDetails:
    """One inquiry of an agent: each metric, which one to focus on, and the newest conversations."""
    query = PerformanceQuery(agent_id, channel, period, first, last)
    return performance().details(app.caller, query, inquiry, beside=beside)


@app.on("GET", "/performance/leaderboard", allow=VIEW)
def performance_leaderboard(
    channel: OnChannel,
    metric: Annotated[EffectMetric, Query()] = EffectMetric.EFFECTIVENESS,
    team_id: Annotated[str | None, Query(description="Those of one team; all whom you lead unless told")] = None,
    inquiry: Annotated[str | None, Query(description="Conversations about this alone; all of them unless told")] = None,
) -> Leaderboard:
    """How those whom you lead stand over three months, with ranges; nobody is ranked below the minimum."""
    return leaderboards().of(app.caller, channel, metric, team_id=team_id, inquiry=inquiry)
