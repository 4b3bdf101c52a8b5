"""When a summary's workflow must have ended: if nobody has written down how, it has failed.

And the removal of what a deleted summary leaves behind.
"""

from datetime import datetime, timedelta
from typing import Final

from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.removal import removal
from debrief.summaries.model import Summary

UNFINISHED: Final = "summaries.summary.unfinished"
REMOVED: Final = "summaries.summary.removed"
"""The kinds of due work."""

WORKFLOW_TIMEOUT = timedelta(minutes=31)
"""After this the workflow has ended, whatever came of it: its own time-out is 30 minutes."""


def deadline(summary: Summary) -> Due:
    """The end of the summary's present attempt; a later attempt moves it."""
    at = summary.attempted_at + WORKFLOW_TIMEOUT
    return Due(kind=UNFINISHED, subject=summary.id, at=at, data={"attempt": summary.attempt})


def remains(summary: Summary, now: datetime) -> Due:
    """The removal of a deleted summary's replays and objects. An execution that goes on may write until its end."""
    return removal(REMOVED, summary.id, now=now, workflow=WORKFLOW_TIMEOUT)
