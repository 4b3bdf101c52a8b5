"""The routes of coaching plans (S1.7, S1.8)."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from api.coaching_api.wiring import access, app, clock, cursors, ids, people
from debrief.coaching.plans.drafts import PlanDraft, Tick
from debrief.coaching.plans.metrics import Metric
from debrief.coaching.plans.model import MOST_ACTIONS, InquiryName, PlanStatus
from debrief.coaching.plans.service import PlanFilter
from debrief.coaching.plans.views import PlanAdvice, PlanDetail, PlanView, PoorConversations
from debrief.coaching.plans.wiring import plan_service
from debrief.interactions.conversations.words import Channel
from debrief.kernel.web.api import SIGNED_IN, IfMatch, expected_revision, versioned
from debrief.kernel.web.paging import Page

plans = plan_service(people, access, cursors, clock, ids)

OfChannel = Annotated[Channel, Query(description="Of which conversations")]
OfInquiry = Annotated[InquiryName, Query(description="What the conversations are about")]


@app.on("GET", "/plans", allow=SIGNED_IN)
def list_plans(
    agent_id: str | None = None,
    status: Annotated[list[PlanStatus] | None, Query()] = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Page[PlanView]:
    """List coaching plans, newest first: of an agent, of all whom the caller may coach, or else the caller's own."""
    return plans.page(app.caller, PlanFilter(agent_id, tuple(status or ())), limit, cursor)


@app.on("GET", "/plans/advice", allow=SIGNED_IN)
def advise_plan(channel: OfChannel, inquiry: OfInquiry) -> PlanAdvice:
    """Get what helps the caller to make a plan for an inquiry: metrics, targets, dates, kinds of assistance."""
    return plans.advice(app.caller, channel, inquiry)


@app.on("GET", "/plans/poor-conversations", allow=SIGNED_IN)
def list_poor_conversations(channel: OfChannel, inquiry: OfInquiry, metric: Metric) -> PoorConversations:
    """List the caller's conversations of the past 3 months about an inquiry that came to the worst, the worst first."""
    return plans.poor(app.caller, channel, inquiry, metric)


@app.on("POST", "/plans", allow=SIGNED_IN, status=201)
def commit_to_plan(body: PlanDraft) -> Response[PlanDetail]:
    """Commit to a coaching plan of one's own. Start and target are reckoned now."""
    plan = plans.commit(app.caller, body)
    return versioned(plan, plan.revision, status=201, location=f"/plans/{plan.id}")


@app.on("GET", "/plans/<plan_id>", allow=SIGNED_IN)
def get_plan(plan_id: str) -> Response[PlanDetail]:
    """Get a coaching plan with its way."""
    plan = plans.get(app.caller, plan_id)
    return versioned(plan, plan.revision)


@app.on("PATCH", "/plans/<plan_id>/planned-actions/<number>", allow=SIGNED_IN)
def tick_planned_action(
    plan_id: str, number: Annotated[int, Path(ge=1, le=MOST_ACTIONS)], body: Tick, if_match: IfMatch = None
) -> Response[PlanDetail]:
    """Tick an action of one's own plan as done, or untick it."""
    plan = plans.tick(app.caller, plan_id, number, body, expected_revision(if_match))
    return versioned(plan, plan.revision)


@app.on("POST", "/plans/<plan_id>/cancellation", allow=SIGNED_IN)
def cancel_plan(plan_id: str, if_match: IfMatch = None) -> Response[PlanDetail]:
    """Cancel a plan of one's own that is in progress."""
    plan = plans.cancel(app.caller, plan_id, expected_revision(if_match))
    return versioned(plan, plan.revision)
