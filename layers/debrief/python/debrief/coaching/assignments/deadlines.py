"""When assignments are made of a group: at once, and on until all are made."""

from datetime import datetime
from typing import Final

from debrief.kernel.schedules.model import Due

GROUP_SENDING: Final = "coaching.group.sending"
"""The kind of due work; its subject is the group."""


def sending(group_id: str, now: datetime) -> Due:
    """The work that is due from the moment on that somebody sends a group."""
    return Due(kind=GROUP_SENDING, subject=group_id, at=now)
