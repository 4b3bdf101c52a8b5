"""The routes of attempts at practice scenarios: talked by the agent, scored where a person is asked (S2.6)."""

from aws_lambda_powertools.event_handler import Response

from api.coaching_api.practice_routes import services
from api.coaching_api.wiring import COACH, app
from debrief.coaching.practice.drafts import AgentSays, PersonsScore
from debrief.coaching.practice.views import AttemptView
from debrief.kernel.web.api import SIGNED_IN, IfMatch, expected_revision, versioned
from debrief.kernel.web.paging import Page

_ATTEMPT = "/practice/<scenario_id>/attempts/<attempt_id>"


@app.on("GET", "/practice/<scenario_id>/attempts", allow=SIGNED_IN)
def list_attempts(scenario_id: str, limit: int | None = None, cursor: str | None = None) -> Page[AttemptView]:
    """List the attempts at a scenario with their scores, newest first."""
    return services()[1].page(app.caller, scenario_id, limit, cursor)


@app.on("POST", "/practice/<scenario_id>/attempts", allow=SIGNED_IN, status=201)
def begin_attempt(scenario_id: str) -> Response[AttemptView]:
    """Begin an attempt at a scenario of one's own."""
    view = services()[1].begin(app.caller, scenario_id)
    location = f"/practice/{scenario_id}/attempts/{view.id}"
    return versioned(view, view.revision, status=201, location=location)


@app.on("GET", _ATTEMPT, allow=SIGNED_IN)
def get_attempt(scenario_id: str, attempt_id: str) -> Response[AttemptView]:
    """Get an attempt with what was said, and its score once there is one."""
    return _current(services()[1].get(app.caller, scenario_id, attempt_id))


@app.on("POST", f"{_ATTEMPT}/turns", allow=SIGNED_IN, status=202)
def say_in_attempt(
    scenario_id: str, attempt_id: str, body: AgentSays, if_match: IfMatch = None
) -> Response[AttemptView]:
    """Say something to the customer, who answers after a while."""
    return _later(services()[1].say(app.caller, scenario_id, attempt_id, expected_revision(if_match), body))


@app.on("POST", f"{_ATTEMPT}/retry", allow=SIGNED_IN, status=202)
def ask_again(scenario_id: str, attempt_id: str, if_match: IfMatch = None) -> Response[AttemptView]:
    """Ask once more for the customer's answer, or for the score, where the model couldn't give it."""
    return _later(services()[1].ask_again(app.caller, scenario_id, attempt_id, expected_revision(if_match)))


@app.on("POST", f"{_ATTEMPT}/completion", allow=SIGNED_IN, status=202)
def end_attempt(scenario_id: str, attempt_id: str, if_match: IfMatch = None) -> Response[AttemptView]:
    """End an attempt, which is scored then."""
    return _later(services()[1].end(app.caller, scenario_id, attempt_id, expected_revision(if_match)))


@app.on("POST", f"{_ATTEMPT}/pause", allow=SIGNED_IN)
def give_up_attempt(scenario_id: str, attempt_id: str, if_match: IfMatch = None) -> Response[AttemptView]:
    """Give an attempt up, which may be taken up again."""
    return _current(services()[1].give_up(app.caller, scenario_id, attempt_id, expected_revision(if_match)))


@app.on("POST", f"{_ATTEMPT}/resumption", allow=SIGNED_IN)
def resume_attempt(scenario_id: str, attempt_id: str, if_match: IfMatch = None) -> Response[AttemptView]:
    """Take an attempt up again where it was left."""
    return _current(services()[1].resume(app.caller, scenario_id, attempt_id, expected_revision(if_match)))


@app.on("POST", f"{_ATTEMPT}/score", allow=COACH)
def score_attempt(
    scenario_id: str, attempt_id: str, body: PersonsScore, if_match: IfMatch = None
) -> Response[AttemptView]:
    """Score an attempt as a person, where the AI left it to one."""
    return _current(services()[1].score(app.caller, scenario_id, attempt_id, expected_revision(if_match), body))


def _current(view: AttemptView) -> Response[AttemptView]:
    return versioned(view, view.revision)


def _later(view: AttemptView) -> Response[AttemptView]:
    location = f"/practice/{view.scenario_id}/attempts/{view.id}"
    return versioned(view, view.revision, status=202, location=location)
