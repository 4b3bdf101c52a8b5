"""What summaries announce. Data is ids and statuses, never content."""

from typing import Any, Final

from debrief.summaries.model import Summary

REQUESTED: Final = "debrief.summaries.summary.requested.v1"
READY: Final = "debrief.summaries.summary.ready.v1"
FAILED: Final = "debrief.summaries.summary.failed.v1"
EDITED: Final = "debrief.summaries.summary.edited.v1"
SHARED: Final = "debrief.summaries.summary.shared.v1"
UNSHARED: Final = "debrief.summaries.summary.unshared.v1"
DELETED: Final = "debrief.summaries.summary.deleted.v1"


def summary_data(summary: Summary) -> dict[str, Any]:
    """Whom it is about, who asked for it, and how it stands."""
    return {
        "agent_id": summary.agent_id,
        "meeting_id": summary.meeting_id,
        "requested_by": summary.requested_by,
        "status": summary.status,
        "attempt": summary.attempt,
        "replay_of": summary.replay_of,
    }
