"""Puts the channels' use cases together, for the one room of this API that needs them."""

from debrief.kernel.env import Environment, read_environment
from debrief.kernel.ids import UlidIds
from debrief.kernel.lazy import Lazy
from debrief.notices.channels.secrets_store import ChannelSecrets, SecretsEnvironment
from debrief.notices.channels.service import ChannelService
from debrief.notices.channels.store import ChannelStore
from debrief.notices.model import NoticeChannel
from debrief.people.store import PeopleStore


class ChannelsEnvironment(Environment):
    """notice_channels: those of people that the environment has. channel_loopback: whether receivers on this machine
    may be set up; on laptops alone.
    """

    notice_channels: str
    channel_loopback: bool = False


def _service() -> ChannelService:
    from api.notices_api.handler import clock

    environment = read_environment(ChannelsEnvironment)
    return ChannelService(
        ChannelStore(),
        PeopleStore(),
        ChannelSecrets(read_environment(SecretsEnvironment)),
        clock,
        UlidIds(clock),
        frozenset(NoticeChannel(each) for each in environment.notice_channels.split(",")),
        loopback=environment.channel_loopback,
    )


channels = Lazy(_service)
