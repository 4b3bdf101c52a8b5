"""What is due about people: their sign-ins compared with what they are, and rows that they lack from before."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from debrief.kernel.schedules.model import Due

SIGN_IN_BEHIND: Final = "people.sign_in.behind"
"""The kind of due work."""

ROLE_ROWS_MISSING: Final = "people.role_rows.missing"
"""The kind of due work; its subject is the account."""

LEEWAY = timedelta(minutes=1)
"""Longer than any request lives: none that changes the sign-in by what it read before is left when it is looked at."""


def sign_in_deadline(user_id: str, now: datetime) -> Due:
    """The look at somebody's sign-in after a change that it has to follow; a later change moves it."""
    return Due(kind=SIGN_IN_BEHIND, subject=user_id, at=now + LEEWAY)


def role_rows_due(at: datetime, data: Mapping[str, str | int] | None = None) -> Due:
    """That rows by role are written for people who have none yet. data: how far it has come."""
    return Due(kind=ROLE_ROWS_MISSING, subject="account", at=at, data=dict(data or {}))
