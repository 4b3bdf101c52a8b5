"""When somebody's sign-in is compared with what they are, in case nobody came to change it."""

from datetime import datetime, timedelta
from typing import Final

from debrief.kernel.schedules.model import Due

SIGN_IN_BEHIND: Final = "people.sign_in.behind"
"""The kind of due work."""

LEEWAY = timedelta(minutes=1)
"""Longer than any request lives: none that changes the sign-in by what it read before is left when it is looked at."""


def sign_in_deadline(user_id: str, now: datetime) -> Due:
    """The look at somebody's sign-in after a change that it has to follow; a later change moves it."""
    return Due(kind=SIGN_IN_BEHIND, subject=user_id, at=now + LEEWAY)
