"""What coaching announces. Data is ids and statuses, never content."""

from typing import Any, Final

from debrief.coaching.model import Action, Feedback, Meeting

MEETING_SCHEDULED: Final = "debrief.coaching.meeting.scheduled.v1"
MEETING_CHANGED: Final = "debrief.coaching.meeting.changed.v1"
MEETING_STARTED: Final = "debrief.coaching.meeting.started.v1"
MEETING_COMPLETED: Final = "debrief.coaching.meeting.completed.v1"
MEETING_ACKNOWLEDGED: Final = "debrief.coaching.meeting.acknowledged.v1"
MEETING_CANCELLED: Final = "debrief.coaching.meeting.cancelled.v1"
MEETING_DELETED: Final = "debrief.coaching.meeting.deleted.v1"
ACTION_CREATED: Final = "debrief.coaching.action.created.v1"
ACTION_CHANGED: Final = "debrief.coaching.action.changed.v1"
ACTION_COMPLETED: Final = "debrief.coaching.action.completed.v1"
ACTION_REOPENED: Final = "debrief.coaching.action.reopened.v1"
ACTION_DELETED: Final = "debrief.coaching.action.deleted.v1"
ATTACHED_ACTIONS_DELETED: Final = "debrief.coaching.attached_actions.deleted.v1"
FEEDBACK_GIVEN: Final = "debrief.coaching.feedback.given.v1"


def meeting_data(meeting: Meeting) -> dict[str, Any]:
    """Who meets and how it stands."""
    return {
        "participant_id": meeting.participant_id,
        "facilitator_id": meeting.facilitator_id,
        "status": meeting.status,
    }


def action_data(action: Action) -> dict[str, Any]:
    """Whose action it is, where it came from and how it stands."""
    return {
        "assignee_id": action.assignee_id,
        "created_by": action.created_by,
        "origin": action.origin,
        "attached_to": action.attached_to,
        "summary_id": action.summary_id,
        "status": action.status,
    }


def feedback_data(feedback: Feedback) -> dict[str, Any]:
    """Who gave it to whom, and whether they may read it."""
    return {"agent_id": feedback.agent_id, "author_id": feedback.author_id, "visibility": feedback.visibility}
