"""When a channel is looked at again: when what failed there may be tried once more, or a worker has died at it."""

from datetime import datetime
from typing import Final

from debrief.kernel.schedules.model import Due

LANE_DUE: Final = "notices.channel.waiting"
"""The kind of due work; its subject is the channel."""


def lane_due(channel_id: str, at: datetime) -> Due:
    """The channel's next turn as due work."""
    return Due(kind=LANE_DUE, subject=channel_id, at=at)
