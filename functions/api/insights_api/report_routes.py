"""Reports over evaluations and conversations, out of the rollups."""

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.insights_api.wiring import agreement, app, breakdowns, reports
from debrief.insights.agreement.model import AgreementReport
from debrief.insights.projection.rollup_reader import EvaluationFilter
from debrief.insights.reports.breakdown_model import BreakdownReport, By
from debrief.insights.reports.breakdown_service import Wanted
from debrief.insights.reports.model import ConversationReport, EvaluationReport, Every, LineItemReport, ResponseReport
from debrief.insights.reports.service import ReportQuery
from debrief.kernel.auth import Permission
from debrief.kernel.clock import Day
from debrief.quality.evaluations.words import EvaluationType

VIEW = Permission.REPORTS_VIEW
AgentId = Annotated[str | None, Query(description="Of one agent; without it and team_id, of all whom you may see")]
TeamId = Annotated[str | None, Query(description="Of one team")]
From = Annotated[Day | None, Query(alias="from", description="First day, in the account's time zone")]
To = Annotated[Day | None, Query(alias="to", description="Last day; today unless told")]
ScorecardIds = Annotated[list[str] | None, Query()]
Types = Annotated[list[EvaluationType] | None, Query()]
Previous = Annotated[bool, Query(description="With the period of the same length before beside it")]


@app.on("GET", "/reports/line-items", allow=VIEW)
def report_line_items(
    agent_id: AgentId = None,
    team_id: TeamId = None,
    first: From = None,
    last: To = None,
    scorecard_id: ScorecardIds = None,
    type: Types = None,
    previous: Previous = False,
) -> LineItemReport:
    """Line Item Performance: how often each question passes."""
    query = _query(agent_id, team_id, first, last, scorecard_id, type)
    return reports.line_items(app.caller, query, previous=previous)


@app.on("GET", "/reports/evaluations", allow=VIEW)
def report_evaluations(
    agent_id: AgentId = None,
    team_id: TeamId = None,
    first: From = None,
    last: To = None,
    scorecard_id: ScorecardIds = None,
    type: Types = None,
    every: Annotated[Every, Query()] = "day",
) -> EvaluationReport:
    """Evaluations by type and scorecard, with average scores, and over time."""
    return reports.evaluations(app.caller, _query(agent_id, team_id, first, last, scorecard_id, type), every)


@app.on("GET", "/reports/responses", allow=VIEW)
def report_responses(
    scorecard_id: Annotated[str, Query()],
    agent_id: AgentId = None,
    team_id: TeamId = None,
    first: From = None,
    last: To = None,
    type: Types = None,
    previous: Previous = False,
) -> ResponseReport:
    """The response breakdown of one scorecard, by question, by section and overall."""
    query = _query(agent_id, team_id, first, last, None, type)
    return reports.responses(app.caller, query, scorecard_id, previous=previous)


@app.on("GET", "/reports/breakdown", allow=VIEW)
def report_breakdown(
    scorecard_id: Annotated[str, Query()],
    by: Annotated[By, Query(description="What the rows are of; by evaluator needs scorecards.view")],
    question_id: Annotated[str | None, Query(description="Of this question")] = None,
    section_id: Annotated[str | None, Query(description="Of this section; without either of the whole")] = None,
    agent_id: AgentId = None,
    team_id: TeamId = None,
    first: From = None,
    last: To = None,
    type: Types = None,
    previous: Previous = True,
) -> BreakdownReport:
    """What a question, a section or the whole came to: by person, team, version, evaluator or week."""
    wanted = Wanted(scorecard_id, by, question_id, section_id, previous)
    return breakdowns().report(app.caller, _query(agent_id, team_id, first, last, None, type), wanted)


@app.on("GET", "/reports/conversations", allow=VIEW)
def report_conversations(
    agent_id: AgentId = None,
    team_id: TeamId = None,
    first: From = None,
    last: To = None,
    every: Annotated[Every, Query()] = "day",
) -> ConversationReport:
    """Conversations in sums and metrics, and over time."""
    return reports.conversations(app.caller, _query(agent_id, team_id, first, last, None, None), every)


@app.on("GET", "/reports/agreement", allow=Permission.SCORECARDS_VIEW)
def report_agreement(
    scorecard_id: Annotated[str, Query()], team_id: TeamId = None, first: From = None, last: To = None
) -> AgreementReport:
    """How far the AI answers each question of a scorecard as people do, and people as each other."""
    return agreement().report(app.caller, _query(None, team_id, first, last, None, None), scorecard_id)


def _query(
    agent_id: str | None,
    team_id: str | None,
    first: date | None,
    last: date | None,
    scorecard_ids: list[str] | None,
    types: list[EvaluationType] | None,
) -> ReportQuery:
    wanted = EvaluationFilter(frozenset(types or ()), frozenset(scorecard_ids or ()))
    return ReportQuery(agent_id, team_id, first, last, wanted)
