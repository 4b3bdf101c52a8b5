"""The routes of coaching logs (S2.4)."""

from typing import TYPE_CHECKING, Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.coaching_api.assigning import interactions
from api.coaching_api.wiring import COACH, access, app, clock, cursors, ids, people
from debrief.coaching.logs.drafts import LogAcknowledgement, LogNote, LogRelease
from debrief.coaching.logs.model import LogState
from debrief.coaching.logs.views import LogLine, LogsOf, LogView
from debrief.kernel.lazy import Lazy
from debrief.kernel.web.api import SIGNED_IN, IfMatch, expected_revision, versioned
from debrief.kernel.web.paging import Page

if TYPE_CHECKING:
    from debrief.coaching.logs.service import LogService


def _logs() -> "LogService":
    from debrief.coaching.logs.wiring import log_service

    return log_service(people, access, interactions(), cursors, clock, ids)


logs = Lazy(_logs)


@app.on("GET", "/coaching-logs", allow=SIGNED_IN)
def list_coaching_logs(
    agent_id: str | None = None,
    team_id: str | None = None,
    question_id: Annotated[str | None, Query(description="In which this criterion was low")] = None,
    recurring: Annotated[bool, Query(description="In which that one, or else the lowest, is low again")] = False,
    state: LogState | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Page[LogLine]:
    """List coaching logs, the newest conversation first: of those whom the caller coaches, or their own."""
    from debrief.coaching.logs.service import LogFilter

    wanted = LogFilter(agent_id, team_id, question_id, recurring, state)
    return logs().page(app.caller, wanted, limit, cursor)


@app.on("GET", "/coaching-logs/of-conversations/<interaction_id>", allow=SIGNED_IN)
def list_logs_of_conversation(interaction_id: str) -> LogsOf:
    """The coaching logs of a conversation, one for each version of a scorecard that it was evaluated with."""
    return LogsOf(items=logs().of_conversation(app.caller, interaction_id))


@app.on("GET", "/coaching-logs/<log_id>", allow=SIGNED_IN)
def get_coaching_log(log_id: str) -> Response[LogView]:
    """A coaching log: the call, its criteria with their words, what is new or recurring, and what happened to it."""
    return _current(logs().get(app.caller, log_id))


@app.on("POST", "/coaching-logs/<log_id>/release", allow=COACH)
def release_coaching_log(log_id: str, body: LogRelease, if_match: IfMatch = None) -> Response[LogView]:
    """Let its agent read a coaching log; they are told."""
    return _current(logs().release(app.caller, log_id, expected_revision(if_match), body))


@app.on("POST", "/coaching-logs/<log_id>/notes", allow=COACH)
def note_on_coaching_log(log_id: str, body: LogNote, if_match: IfMatch = None) -> Response[LogView]:
    """Note something on a coaching log."""
    return _current(logs().note(app.caller, log_id, expected_revision(if_match), body))


@app.on("POST", "/coaching-logs/<log_id>/acknowledgement", allow=SIGNED_IN)
def acknowledge_coaching_log(log_id: str, body: LogAcknowledgement, if_match: IfMatch = None) -> Response[LogView]:
    """Say, as its agent, that a coaching log was read."""
    return _current(logs().acknowledge(app.caller, log_id, expected_revision(if_match), body))


def _current(view: LogView) -> Response[LogView]:
    return versioned(view, view.revision)
