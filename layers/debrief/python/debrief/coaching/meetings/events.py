"""What is announced of 1-to-1s. Data is ids and statuses, never content."""

from typing import Any, Final

from debrief.coaching.meetings.model import Meeting

MEETING_SCHEDULED: Final = "debrief.coaching.meeting.scheduled.v1"
MEETING_CHANGED: Final = "debrief.coaching.meeting.changed.v1"
MEETING_STARTED: Final = "debrief.coaching.meeting.started.v1"
MEETING_COMPLETED: Final = "debrief.coaching.meeting.completed.v1"
MEETING_REOPENED: Final = "debrief.coaching.meeting.reopened.v1"
MEETING_ACKNOWLEDGED: Final = "debrief.coaching.meeting.acknowledged.v1"
MEETING_CANCELLED: Final = "debrief.coaching.meeting.cancelled.v1"
MEETING_DELETED: Final = "debrief.coaching.meeting.deleted.v1"


def meeting_data(meeting: Meeting) -> dict[str, Any]:
    """Who meets and how it stands."""
    return {
        "participant_id": meeting.participant_id,
        "facilitator_id": meeting.facilitator_id,
        "status": meeting.status,
    }
