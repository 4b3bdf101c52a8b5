"""When a goal is to be drawn, as due work."""

from datetime import datetime
from typing import Final

from debrief.kernel.schedules.model import Due

GOAL_DUE: Final = "quality.goal.due"
"""The kind of due work; its subject is the goal."""


def goal_due(goal_id: str, at: datetime) -> Due:
    """That the goal is to be drawn."""
    return Due(kind=GOAL_DUE, subject=goal_id, at=at)
