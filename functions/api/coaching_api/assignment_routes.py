"""The routes of assignments."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.coaching_api.assigning import rooms
from api.coaching_api.wiring import COACH, app
from debrief.coaching.assignments.drafts import AssignmentChanges, AssignmentDraft, Look
from debrief.coaching.assignments.reading_service import AssignmentFilter
from debrief.coaching.assignments.standing import Status
from debrief.coaching.assignments.views import (
    AssignmentLine,
    AssignmentType,
    AssignmentView,
    BestResponseText,
    InCoaching,
)
from debrief.kernel.web.api import SIGNED_IN, IfMatch, expected_revision, nothing, versioned
from debrief.kernel.web.paging import Page


@app.on("GET", "/assignments", allow=SIGNED_IN)
def list_assignments(
    agent_id: str | None = None,
    type: Annotated[list[AssignmentType] | None, Query()] = None,
    status: Annotated[list[Status] | None, Query()] = None,
    area: Annotated[list[str] | None, Query(description="Names of areas, any of which is coached")] = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Page[AssignmentLine]:
    """List assignments: the caller's own, or those of the agents whom they coach."""
    wanted = AssignmentFilter(agent_id, frozenset(type or ()), frozenset(status or ()), frozenset(area or ()))
    return rooms().readings.page(app.caller, wanted, limit, cursor)


@app.on("POST", "/assignments", allow=COACH, status=201)
def give_assignment(body: AssignmentDraft) -> Response[AssignmentView]:
    """Give an agent an assignment, of a mark or of its own."""
    view = rooms().assignments.give(app.caller, body)
    return versioned(view, view.revision, status=201, location=f"/assignments/{view.id}")


@app.on("GET", "/assignments/in-coaching", allow=COACH)
def count_agents_in_coaching() -> InCoaching:
    """Count the agents in coaching, each once."""
    return rooms().readings.in_coaching(app.caller)


@app.on("GET", "/assignments/<assignment_id>", allow=SIGNED_IN)
def get_assignment(assignment_id: str) -> Response[AssignmentView]:
    """Get an assignment with its conversations, their scores and reviews."""
    return _current(rooms().readings.get(app.caller, assignment_id))


@app.on("PATCH", "/assignments/<assignment_id>", allow=COACH)
def change_assignment(
    assignment_id: str, body: AssignmentChanges, if_match: IfMatch = None
) -> Response[AssignmentView]:
    """Change what an assignment says."""
    return _current(rooms().assignments.change(app.caller, assignment_id, body, expected_revision(if_match)))


@app.on("DELETE", "/assignments/<assignment_id>", allow=COACH, status=204)
def remove_assignment(assignment_id: str, if_match: IfMatch = None) -> Response[None]:
    """Take an assignment away."""
    rooms().assignments.remove(app.caller, assignment_id, expected_revision(if_match))
    return nothing()


@app.on("POST", "/assignments/<assignment_id>/looks", allow=SIGNED_IN)
def look_at_item(assignment_id: str, body: Look) -> Response[AssignmentView]:
    """Note that the agent has opened a conversation or a best response of their assignment."""
    return _current(rooms().assignments.look(app.caller, assignment_id, body.interaction_id))


@app.on("GET", "/assignments/<assignment_id>/best-responses/<interaction_id>", allow=SIGNED_IN)
def read_best_response(assignment_id: str, interaction_id: str) -> BestResponseText:
    """Read what was said in a best response, without who it was."""
    return rooms().readings.best_response(app.caller, assignment_id, interaction_id)


def _current(view: AssignmentView) -> Response[AssignmentView]:
    return versioned(view, view.revision)
