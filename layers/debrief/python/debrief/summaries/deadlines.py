"""When a summary's workflow must have ended: if nobody has written down how, it has failed."""

from datetime import timedelta
from typing import Final

from debrief.kernel.schedules.model import Due
from debrief.summaries.model import Summary

UNFINISHED: Final = "summaries.summary.unfinished"
"""The kind of due work."""

WORKFLOW_TIMEOUT = timedelta(minutes=31)
"""After this the workflow has ended, whatever came of it: its own time-out is 30 minutes."""


def deadline(summary: Summary) -> Due:
    """The end of the summary's present attempt; a later attempt moves it."""
    at = summary.attempted_at + WORKFLOW_TIMEOUT
    return Due(kind=UNFINISHED, subject=summary.id, at=at, data={"attempt": summary.attempt})
