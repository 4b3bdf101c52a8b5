"""The routes of practice scenarios: read, made by hand, settled (S2.4, S2.6)."""

from typing import TYPE_CHECKING, Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.coaching_api.wiring import COACH, access, app, clock, cursors, ids, people
from debrief.coaching.practice.drafts import ScenarioApproval, ScenarioDraft, ScenarioRefusal, ScenarioWords
from debrief.coaching.practice.service import PracticeFilter
from debrief.coaching.practice.views import ScenarioView
from debrief.kernel.lazy import Lazy
from debrief.kernel.web.api import SIGNED_IN, IfMatch, expected_revision, versioned
from debrief.kernel.web.paging import Page

if TYPE_CHECKING:
    from debrief.coaching.practice.attempts_service import AttemptService
    from debrief.coaching.practice.service import PracticeService


def _services() -> "tuple[PracticeService, AttemptService]":
    from debrief.coaching.access import CoachingAccess
    from debrief.coaching.practice.wiring import practice_services

    return practice_services(CoachingAccess(people, access), cursors, clock, ids)


services = Lazy(_services)
Standing = Literal["drafting", "failed", "waiting", "approved", "declined", "closed", "to_review"]


@app.on("GET", "/practice", allow=SIGNED_IN)
def list_practice(
    agent_id: str | None = None,
    state: Annotated[
        Standing | None, Query(description="Those that stand so; to_review: with an attempt that waits for a person")
    ] = None,
    log_id: Annotated[str | None, Query(description="The one that follows from this coaching log")] = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Page[ScenarioView]:
    """List practice scenarios: the caller's own once approved, or of those whom they lead."""
    return services()[0].page(app.caller, PracticeFilter(agent_id, state, log_id), limit, cursor)


@app.on("POST", "/practice", allow=COACH, status=201)
def make_practice(body: ScenarioDraft) -> Response[ScenarioView]:
    """Make a practice scenario by hand: approved at once with a text of the caller's, else written by the model."""
    view = services()[0].create(app.caller, body)
    return versioned(view, view.revision, status=201, location=f"/practice/{view.id}")


@app.on("GET", "/practice/<scenario_id>", allow=SIGNED_IN)
def get_practice(scenario_id: str) -> Response[ScenarioView]:
    """Get a practice scenario, with its criterion in more words."""
    return _current(services()[0].get(app.caller, scenario_id))


@app.on("PATCH", "/practice/<scenario_id>", allow=COACH)
def edit_practice(scenario_id: str, body: ScenarioWords, if_match: IfMatch = None) -> Response[ScenarioView]:
    """Change what a scenario says that waits for approval."""
    return _current(services()[0].edit(app.caller, scenario_id, expected_revision(if_match), body))


@app.on("POST", "/practice/<scenario_id>/approval", allow=COACH)
def approve_practice(scenario_id: str, body: ScenarioApproval, if_match: IfMatch = None) -> Response[ScenarioView]:
    """Let the agent have a scenario, as it is or with other words."""
    return _current(services()[0].approve(app.caller, scenario_id, expected_revision(if_match), body))


@app.on("POST", "/practice/<scenario_id>/refusal", allow=COACH)
def decline_practice(scenario_id: str, body: ScenarioRefusal, if_match: IfMatch = None) -> Response[ScenarioView]:
    """Keep a scenario from the agent, with a reason."""
    return _current(services()[0].decline(app.caller, scenario_id, expected_revision(if_match), body))


@app.on("POST", "/practice/<scenario_id>/redraft", allow=COACH, status=202)
def redraft_practice(scenario_id: str, if_match: IfMatch = None) -> Response[ScenarioView]:
    """Let the model write a scenario anew that waits for approval."""
    view = services()[0].draft_again(app.caller, scenario_id, expected_revision(if_match))
    return versioned(view, view.revision, status=202, location=f"/practice/{view.id}")


@app.on("POST", "/practice/<scenario_id>/closing", allow=COACH)
def close_practice(scenario_id: str, if_match: IfMatch = None) -> Response[ScenarioView]:
    """End the practice of a scenario; its scores stay."""
    return _current(services()[0].close(app.caller, scenario_id, expected_revision(if_match)))


def _current(view: ScenarioView) -> Response[ScenarioView]:
    return versioned(view, view.revision)
