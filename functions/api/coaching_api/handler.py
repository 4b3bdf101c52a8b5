"""The API of 1-to-1 meetings, actions and feedback."""

from typing import Annotated, Any, Literal, TypeVar

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.coaching_api.wiring import access, app, clock, cursors, ids, people
from debrief.coaching.actions.drafts import ActionChanges, ActionDraft
from debrief.coaching.actions.model import ActionStatus, Origin
from debrief.coaching.actions.views import ActionView
from debrief.coaching.feedback.drafts import FeedbackDraft
from debrief.coaching.feedback.views import FeedbackView
from debrief.coaching.meetings.drafts import MeetingChanges, MeetingDraft
from debrief.coaching.meetings.model import MeetingStatus
from debrief.coaching.meetings.views import MeetingView
from debrief.coaching.wiring import ActionFilter, FeedbackFilter, MeetingFilter, coaching_services
from debrief.kernel.auth import Permission
from debrief.kernel.clock import Day, Instant
from debrief.kernel.web.api import SIGNED_IN, IfMatch, expected_revision, nothing, versioned
from debrief.kernel.web.paging import Page
from debrief.kernel.web.requests import check_period

coaching = coaching_services(people, access, cursors, clock, ids)

View = TypeVar("View", MeetingView, ActionView, FeedbackView)
COACH = Permission.COACHING_MANAGE
From = Annotated[Instant | None, Query(alias="from")]
To = Annotated[Instant | None, Query()]


@app.on("GET", "/meetings", allow=SIGNED_IN)
def list_meetings(
    participant_id: str | None = None,
    facilitator_id: str | None = None,
    status: Annotated[list[MeetingStatus] | None, Query()] = None,
    since: From = None,
    to: To = None,
    order: Annotated[Literal["newest", "oldest"], Query(description="Which comes first")] = "newest",
    limit: int | None = None,
    cursor: str | None = None,
) -> Page[MeetingView]:
    """List 1-to-1 meetings: of a participant, of a facilitator, or the caller's own.

    Those to come, the next one first: `status=scheduled&from=<now>&order=oldest`.
    """
    check_period(since, to, names=("from", "to"))
    wanted = MeetingFilter(participant_id, facilitator_id, tuple(status or ()), since, to, order == "oldest")
    return coaching.meetings.page(app.caller, wanted, limit, cursor)


@app.on("POST", "/meetings", allow=COACH, status=201)
def schedule_meeting(body: MeetingDraft) -> Response[MeetingView]:
    """Schedule a 1-to-1 meeting."""
    return _made("meetings", coaching.meetings.schedule(app.caller, body))


@app.on("GET", "/meetings/<meeting_id>", allow=SIGNED_IN)
def get_meeting(meeting_id: str) -> Response[MeetingView]:
    """Get a 1-to-1 meeting."""
    return _current(coaching.meetings.get(app.caller, meeting_id))


@app.on("PATCH", "/meetings/<meeting_id>", allow=COACH)
def change_meeting(meeting_id: str, body: MeetingChanges, if_match: IfMatch = None) -> Response[MeetingView]:
    """Change a 1-to-1 meeting."""
    return _current(coaching.meetings.edit(app.caller, meeting_id, body, expected_revision(if_match)))


@app.on("DELETE", "/meetings/<meeting_id>", allow=COACH, status=204)
def delete_meeting(meeting_id: str, if_match: IfMatch = None) -> Response[None]:
    """Delete a 1-to-1 meeting that was not held."""
    coaching.meetings.delete(app.caller, meeting_id, expected_revision(if_match))
    return nothing()


@app.on("POST", "/meetings/<meeting_id>/start", allow=COACH)
def start_meeting(meeting_id: str) -> Response[MeetingView]:
    """Start a 1-to-1 meeting."""
    return _current(coaching.meetings.move(app.caller, meeting_id, "start"))


@app.on("POST", "/meetings/<meeting_id>/completion", allow=COACH)
def complete_meeting(meeting_id: str) -> Response[MeetingView]:
    """Complete a 1-to-1 meeting."""
    return _current(coaching.meetings.move(app.caller, meeting_id, "complete"))


@app.on("POST", "/meetings/<meeting_id>/reopening", allow=COACH)
def reopen_meeting(meeting_id: str) -> Response[MeetingView]:
    """Take back the completion of a 1-to-1 meeting that its participant has not acknowledged."""
    return _current(coaching.meetings.move(app.caller, meeting_id, "reopen"))


@app.on("POST", "/meetings/<meeting_id>/acknowledgement", allow=SIGNED_IN)
def acknowledge_meeting(meeting_id: str) -> Response[MeetingView]:
    """Acknowledge a completed 1-to-1 meeting as its participant."""
    return _current(coaching.meetings.move(app.caller, meeting_id, "acknowledge"))


@app.on("POST", "/meetings/<meeting_id>/cancellation", allow=COACH)
def cancel_meeting(meeting_id: str) -> Response[MeetingView]:
    """Cancel a 1-to-1 meeting."""
    return _current(coaching.meetings.move(app.caller, meeting_id, "cancel"))


@app.on("GET", "/actions", allow=SIGNED_IN)
def list_actions(
    assignee_id: str | None = None,
    created_by: str | None = None,
    attached_to: str | None = None,
    status: Annotated[list[ActionStatus] | None, Query()] = None,
    origin: Annotated[list[Origin] | None, Query()] = None,
    due_before: Day | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Page[ActionView]:
    """List actions: of an assignee, set by somebody, attached to a meeting or a report, or the caller's own."""
    wanted = ActionFilter(assignee_id, created_by, attached_to, tuple(status or ()), tuple(origin or ()), due_before)
    return coaching.actions.page(app.caller, wanted, limit, cursor)


@app.on("POST", "/actions", allow=COACH, status=201)
def create_action(body: ActionDraft) -> Response[ActionView]:
    """Set an action."""
    return _made("actions", coaching.actions.create(app.caller, body))


@app.on("GET", "/actions/<action_id>", allow=SIGNED_IN)
def get_action(action_id: str) -> Response[ActionView]:
    """Get an action."""
    return _current(coaching.actions.get(app.caller, action_id))


@app.on("PATCH", "/actions/<action_id>", allow=COACH)
def change_action(action_id: str, body: ActionChanges, if_match: IfMatch = None) -> Response[ActionView]:
    """Change an open action."""
    return _current(coaching.actions.edit(app.caller, action_id, body, expected_revision(if_match)))


@app.on("DELETE", "/actions/<action_id>", allow=COACH, status=204)
def delete_action(action_id: str, if_match: IfMatch = None) -> Response[None]:
    """Delete an action."""
    coaching.actions.delete(app.caller, action_id, expected_revision(if_match))
    return nothing()


@app.on("POST", "/actions/<action_id>/completion", allow=SIGNED_IN)
def complete_action(action_id: str) -> Response[ActionView]:
    """Complete an action, as its assignee or a coach."""
    return _current(coaching.actions.complete(app.caller, action_id))


@app.on("POST", "/actions/<action_id>/reopening", allow=COACH)
def reopen_action(action_id: str) -> Response[ActionView]:
    """Open a completed action again."""
    return _current(coaching.actions.reopen(app.caller, action_id))


@app.on("GET", "/feedback", allow=SIGNED_IN)
def list_feedback(
    agent_id: str | None = None,
    since: From = None,
    to: To = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Page[FeedbackView]:
    """List the feedback on an agent, or on the caller."""
    check_period(since, to, names=("from", "to"))
    return coaching.feedback.page(app.caller, FeedbackFilter(agent_id, since, to), limit, cursor)


@app.on("POST", "/feedback", allow=COACH, status=201)
def give_feedback(body: FeedbackDraft) -> Response[FeedbackView]:
    """Give feedback to an agent."""
    return _made("feedback", coaching.feedback.give(app.caller, body))


@app.on("GET", "/feedback/<feedback_id>", allow=SIGNED_IN)
def get_feedback(feedback_id: str) -> Response[FeedbackView]:
    """Get feedback."""
    return _current(coaching.feedback.get(app.caller, feedback_id))


def _current(view: View) -> Response[View]:
    return versioned(view, view.revision)


def _made(root: str, view: View) -> Response[View]:
    return versioned(view, view.revision, status=201, location=f"/{root}/{view.id}")


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request."""
    return app.resolve(event, context)
