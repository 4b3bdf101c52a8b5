"""What is due about flags."""

from datetime import datetime
from typing import Final

from debrief.kernel.schedules.model import Due

SNOOZED: Final = "quality.flag.snoozed"
"""The kind of due work; its subject is the flag, which waits again."""

LEADER_CHANGED: Final = "quality.flags.leader_changed"
"""The kind of due work; its subject is a person, whose flags are looked at: those about them, and those they have."""


ROLE_CHANGED: Final = "quality.flags.role_changed"
"""The kind of due work; its subject is a role, whose holders' flags are looked at: they may work with them, or not."""

_LEVEL: Final = "level"


def snoozed_until(flag_id: str, at: datetime) -> Due:
    """That a snoozed flag waits again."""
    return Due(kind=SNOOZED, subject=flag_id, at=at)


def leader_changed(user_id: str, at: datetime, level: int = 0) -> Due:
    """That somebody's flags are looked at. level: of how many above them it is the doing."""
    return Due(kind=LEADER_CHANGED, subject=user_id, at=at, data={_LEVEL: level} if level else {})


def level_of(due: Due) -> int:
    """Of how many above somebody it is the doing that their flags are looked at."""
    return int(due.data.get(_LEVEL, 0))


def role_changed(role_id: str, at: datetime) -> Due:
    """That the flags of all who have a role are looked at."""
    return Due(kind=ROLE_CHANGED, subject=role_id, at=at)
