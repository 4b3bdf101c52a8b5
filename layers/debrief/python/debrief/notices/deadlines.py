"""When somebody's next digest goes."""

from datetime import datetime
from typing import Final

from debrief.kernel.schedules.model import Due

DIGEST_DUE: Final = "notices.digest.due"
"""The kind of due work; its subject is the person."""


def digest_due(user_id: str, at: datetime) -> Due:
    """Somebody's next digest as due work."""
    return Due(kind=DIGEST_DUE, subject=user_id, at=at)
