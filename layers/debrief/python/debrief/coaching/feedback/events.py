"""What is announced of feedback. Data is ids and statuses, never content."""

from typing import Any, Final

from debrief.coaching.feedback.model import Feedback

FEEDBACK_GIVEN: Final = "debrief.coaching.feedback.given.v1"


def feedback_data(feedback: Feedback) -> dict[str, Any]:
    """Who gave it to whom, and whether they may read it."""
    return {"agent_id": feedback.agent_id, "author_id": feedback.author_id, "visibility": feedback.visibility}
