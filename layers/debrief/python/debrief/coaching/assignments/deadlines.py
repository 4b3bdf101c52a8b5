"""When assignments are made of a group: at once, and on until all are made; and what is written anew by hand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from debrief.kernel.schedules.model import Due

GROUP_SENDING: Final = "coaching.group.sending"
"""The kind of due work; its subject is the group."""

FOLLOW_UPS_MISSING: Final = "coaching.follow_ups.missing"
"""The kind of due work; its subject is the account."""


def sending(group_id: str, now: datetime) -> Due:
    """The work that is due from the moment on that somebody sends a group."""
    return Due(kind=GROUP_SENDING, subject=group_id, at=now)


def missing_due(at: datetime, data: Mapping[str, str | int] | None = None) -> Due:
    """That assignments are looked for which the list by follow-up doesn't find. data: how far it has come."""
    return Due(kind=FOLLOW_UPS_MISSING, subject="account", at=at, data=dict(data or {}))
