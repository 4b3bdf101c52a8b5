"""Where feedback lies (the coaching table).

| question | key or index | reads |
|---|---|---|
| an agent's actions, or feedback, newest first | GSI1 `AGENT#<user>` / `<created_at>#<id>`, by kind | the page |
| this feedback | `FEEDBACK#<id>` / `FEEDBACK` | one item |
"""

from debrief.coaching.feedback.model import Feedback
from debrief.coaching.table_store import CoachingRow, sort_key
from debrief.kernel.storage.tables import find, loaded, stored


def feedback_row(feedback: Feedback) -> CoachingRow:
    """The item of feedback."""
    row = CoachingRow(
        PK=f"FEEDBACK#{feedback.id}",
        SK="FEEDBACK",
        kind="feedback",
        visibility=feedback.visibility,
        GSI1PK=f"AGENT#{feedback.agent_id}",
        GSI1SK=sort_key(feedback.created_at, feedback.id),
    )
    stored(row, feedback)
    return row


class FeedbackStore:
    """Reads feedback."""

    def feedback(self, feedback_id: str) -> Feedback | None:
        """The feedback, or None."""
        row = find(CoachingRow, f"FEEDBACK#{feedback_id}", "FEEDBACK")
        return loaded(row, Feedback) if row else None
