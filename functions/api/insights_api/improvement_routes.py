"""The routes of improvement: key metrics, coached and flagged criteria, practice (S2.6, S2.7)."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.insights_api.wiring import app, coached_criteria, flagged_criteria, key_metrics, practice_report
from debrief.insights.improvement.views import CoachedCriteria, FlaggedCriteria, KeyMetricsReport, PracticeReport
from debrief.insights.reports.service import ReportQuery
from debrief.kernel.auth import Permission
from debrief.kernel.clock import Day

VIEW = Permission.REPORTS_VIEW
AgentId = Annotated[str | None, Query(description="Of one agent; without it and team_id, of all whom you may see")]
TeamId = Annotated[str | None, Query(description="Of one team")]
From = Annotated[Day | None, Query(alias="from", description="First day, in the account's time zone")]
To = Annotated[Day | None, Query(alias="to", description="Last day; today unless told")]


@app.on("GET", "/improvement/metrics", allow=VIEW)
def list_key_metrics(
    agent_id: AgentId = None,
    team_id: TeamId = None,
    first: From = None,
    last: To = None,
    beside: Annotated[
        bool, Query(description="With how those who were coached moved, beside colleagues who weren't")
    ] = False,
) -> KeyMetricsReport:
    """The five key metrics over 30 days unless told, beside the period before."""
    return key_metrics().report(app.caller, ReportQuery(agent_id, team_id, first, last), beside=beside)


@app.on("GET", "/improvement/criteria", allow=VIEW)
def list_coached_criteria(
    agent_id: Annotated[str | None, Query(description="Whose; your own unless told")] = None,
) -> CoachedCriteria:
    """What somebody is coached on, week by week."""
    return coached_criteria().of(app.caller, agent_id)


@app.on("GET", "/improvement/flagged", allow=VIEW)
def list_flagged_criteria(agent_id: AgentId = None, team_id: TeamId = None) -> FlaggedCriteria:
    """Flagged criteria over 30 and 60 days, beside as many days before."""
    return flagged_criteria().of(app.caller, agent_id, team_id)


@app.on("GET", "/improvement/practice", allow=VIEW)
def report_practice(
    agent_id: AgentId = None, team_id: TeamId = None, first: From = None, last: To = None
) -> PracticeReport:
    """Practice over 90 days unless told, and whether those who pass more of it improve more."""
    return practice_report().report(app.caller, ReportQuery(agent_id, team_id, first, last))
