"""The routes of acknowledging and disputing."""

from collections.abc import Sequence
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.quality_api.dispute_requests import DisputeItem, History, HistoryItem
from api.quality_api.evaluation_routes import shown_evaluation
from api.quality_api.requests import EvaluationView
from api.quality_api.wiring import acknowledgements, app, cursors, disputes, evaluations, people
from debrief.kernel.auth import Permission
from debrief.kernel.web.api import IfMatch, expected_revision, versioned
from debrief.kernel.web.paging import Page, page_limit
from debrief.quality.disputes.model import Dispute, DisputeState, NewDecision, NewDispute
from debrief.quality.disputes.reading_service import DisputeFilter, Whose

VIEW, DECIDE = Permission.EVALUATIONS_VIEW, Permission.DISPUTES_DECIDE


@app.on("POST", "/evaluations/<evaluation_id>/acknowledgement", allow=VIEW)
def acknowledge_evaluation(evaluation_id: str, if_match: IfMatch = None) -> Response[EvaluationView]:
    """Acknowledge an evaluation of one's own work, as one has read it."""
    revision = expected_revision(if_match)
    return shown_evaluation(acknowledgements().acknowledge(app.caller, evaluation_id, revision))


@app.on("GET", "/evaluations/<evaluation_id>/history", allow=VIEW)
def get_evaluation_history(evaluation_id: str) -> History:
    """What happened to a completed evaluation, step by step."""
    steps = evaluations().history(app.caller, evaluation_id)
    names = people.names(each.by for each in steps)
    return History(
        items=[HistoryItem(**dict(each), by_name=names.get(each.by, "") if each.by else None) for each in steps]
    )


@app.on("GET", "/evaluations/<evaluation_id>/disputes", allow=VIEW)
def list_disputes_of_evaluation(evaluation_id: str) -> Page[DisputeItem]:
    """The disputes of an evaluation, in the order in which they were raised."""
    return Page(items=_items(disputes().of_evaluation(app.caller, evaluation_id)), next_cursor=None)


@app.on("POST", "/evaluations/<evaluation_id>/disputes", allow=VIEW, status=201)
def raise_dispute(evaluation_id: str, body: NewDispute, if_match: IfMatch = None) -> Response[DisputeItem]:
    """Dispute answers of an evaluation of one's own work, as one has read it, each with a reason."""
    dispute = disputes().raise_(app.caller, evaluation_id, expected_revision(if_match), body)
    return _dispute(dispute, created=True)


@app.on("GET", "/disputes", allow=VIEW)
def list_disputes(
    state: Annotated[DisputeState, Query()] = "open",
    whose: Annotated[
        Whose, Query(description="Those that wait for the caller, or were decided or raised by them, or all they see")
    ] = "me",
    agent_id: Annotated[str | None, Query()] = None,
    limit: Annotated[int | None, Query()] = None,
    cursor: Annotated[str | None, Query()] = None,
) -> Page[DisputeItem]:
    """Disputes, newest first."""
    wanted = DisputeFilter(state=state, whose=whose, agent_id=agent_id)
    binding = (app.caller.user_id, "disputes", *wanted)
    after = cursors.decode(cursor, *binding)
    found = disputes().page(app.caller, wanted, limit=page_limit(limit), after=after)
    return Page(items=_items(found.items), next_cursor=cursors.encode(found.last, *binding))


@app.on("GET", "/disputes/<dispute_id>", allow=VIEW)
def get_dispute(dispute_id: str) -> Response[DisputeItem]:
    """A dispute: which answers, why, and what was decided."""
    return _dispute(disputes().find(app.caller, dispute_id))


@app.on("POST", "/disputes/<dispute_id>/decision", allow=DECIDE)
def decide_dispute(dispute_id: str, body: NewDecision, if_match: IfMatch = None) -> Response[DisputeItem]:
    """Decide a dispute: change answers, or affirm them; each disputed answer has its response."""
    return _dispute(disputes().decide(app.caller, dispute_id, expected_revision(if_match), body))


def _items(found: Sequence[Dispute]) -> list[DisputeItem]:
    names = people.names(user_id for each in found for user_id in _named(each))
    return [DisputeItem(**dict(each), **_beside(each, names)) for each in found]


def _named(dispute: Dispute) -> tuple[str | None, ...]:
    decided_by = dispute.decision.by if dispute.decision else None
    return dispute.agent_id, dispute.evaluator_id, dispute.decider_id, decided_by


def _beside(dispute: Dispute, names: dict[str, str]) -> dict[str, Any]:
    agent, *others = _named(dispute)
    evaluator, decider, decided_by = (names.get(each, "") if each else None for each in others)
    return {
        "agent_name": names.get(agent or "", ""),
        "evaluator_name": evaluator,
        "decider_name": decider,
        "decided_by_name": decided_by,
        "actions": disputes().actions(app.caller, dispute),
    }


def _dispute(dispute: Dispute, *, created: bool = False) -> Response[DisputeItem]:
    (item,) = _items([dispute])
    location = f"/disputes/{dispute.id}" if created else None
    return versioned(item, dispute.revision, status=201 if created else 200, location=location)
