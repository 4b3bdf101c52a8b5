"""What is due about flags."""

from datetime import datetime
from typing import Final

from debrief.kernel.schedules.model import Due

SNOOZED: Final = "quality.flag.snoozed"
"""The kind of due work; its subject is the flag, which waits again."""

LEADER_CHANGED: Final = "quality.flags.leader_changed"
"""The kind of due work; its subject is a person, whose flags are looked at: those about them, and those they have."""


def snoozed_until(flag_id: str, at: datetime) -> Due:
    """That a snoozed flag waits again."""
    return Due(kind=SNOOZED, subject=flag_id, at=at)


def leader_changed(user_id: str, at: datetime) -> Due:
    """That somebody's flags are looked at."""
    return Due(kind=LEADER_CHANGED, subject=user_id, at=at)
