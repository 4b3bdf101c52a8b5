"""What is announced of channels: ids alone."""

from typing import Final

from debrief.kernel.model import Entity

CHANNEL_WAITING: Final = "debrief.notices.channel.waiting.v1"
"""Something waits in the lane of a channel, or may be tried again. Its subject is the id of the channel."""

PARCEL_GIVEN_UP: Final = "debrief.notices.parcel.expired.v1"
"""A parcel was tried for too long and is laid aside. Its subject is the id of the parcel."""


class ChannelWaitingData(Entity):
    """Nothing beside the channel."""


class ParcelGivenUpData(Entity):
    """In whose lane it is."""

    channel_id: str
