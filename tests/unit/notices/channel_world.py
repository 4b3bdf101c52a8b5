"""Channels over the sample organisation: set up, told, worked off against a receiver on this machine."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.tables import query_all
from debrief.notices.channels.carrier_client import Asks
from debrief.notices.channels.dispatch_service import DispatchService
from debrief.notices.channels.events import CHANNEL_WAITING
from debrief.notices.channels.model import ChannelType, Parcel
from debrief.notices.channels.outside_client import Outside
from debrief.notices.channels.secrets_store import ChannelSecrets, SecretsEnvironment
from debrief.notices.channels.sending_service import SendingService
from debrief.notices.channels.service import ChannelService
from debrief.notices.channels.store import ChannelStore
from debrief.notices.channels.views import NewChannel, OutsideChannel
from debrief.notices.model import NoticeChannel, NoticeKind
from debrief.notices.names_reader import NamesReader
from debrief.notices.store import NoticesRow
from tests.unit.notices.receivers import LIMITS, Receiver, Rerouted
from tests.unit.notices.world import CONSOLE, World, card_names

PREFIX = "debrief-test/channels/"
ACCESS: dict[ChannelType, dict[str, str]] = {
    ChannelType.SLACK: {"address": "https://hooks.slack.com/services/T0/B0/slack-secret"},
    ChannelType.TEAMS: {"address": "https://prod-1.westeurope.logic.azure.com/workflows/a?sig=teams-secret"},
    ChannelType.SALESFORCE: {
        "domain": "https://sample.my.salesforce.com",
        "client_id": "client",
        "client_secret": "salesforce-secret",
    },
    ChannelType.HUBSPOT: {"token": "hubspot-secret"},
}


class ChannelWorld(World):
    """The services of channels. Time passes only where a pace is kept, and where a test lets it."""

    def __init__(self, receiver: Receiver) -> None:
        super().__init__()
        self.receiver = receiver
        self.channels = ChannelStore()
        self.secrets = ChannelSecrets(SecretsEnvironment(channel_secrets=PREFIX))
        self.dispatch = DispatchService(self.channels, self.store, self.people, self.clock, self.ids)
        self._keys, self.limits = 0, LIMITS
        self.settling = ChannelService(
            self.channels,
            self.people,
            self.secrets,
            self.clock,
            self.ids,
            frozenset({NoticeChannel.IN_APP, NoticeChannel.EMAIL}),
            loopback=True,
            key=self._key,
        )
        self.rerouted = Rerouted(receiver)

    def _key(self, size: int) -> bytes:
        self._keys += 1
        return bytes([self._keys]) * size

    def sending(self, outside: Asks | None = None) -> SendingService:
        """A worker."""
        return SendingService(
            self.channels,
            self.store,
            self.people,
            self.secrets,
            outside or Outside(loopback=True, limits=self.limits),
            self.clock,
            self.ids,
            CONSOLE,
            NamesReader(self.people, lambda: card_names),
            sleep=lambda seconds: self.clock.advance(timedelta(seconds=seconds)),
        )

    def set_up(self, type: ChannelType = ChannelType.WEBHOOK, **given: Any) -> OutsideChannel:
        """A channel that tells of every 1-to-1 that is cancelled, and of summaries."""
        kinds = (NoticeKind.MEETING_CANCELLED.value, NoticeKind.SUMMARY_SHARED.value)
        access = ACCESS.get(type, {"address": f"{self.receiver.url}/hook?token=webhook-secret"})
        fields = {"name": type.value, "kinds": kinds, "access": access, **given}
        return self.settling.create(NewChannel.model_validate({"type": type, **fields}))

    def hear(self, event: Event) -> None:
        """Let an event be heard by what makes parcels."""
        self.dispatch.tell(event)

    def work(self, channel: OutsideChannel, seconds: float = 170, outside: Asks | None = None) -> None:
        """Let one worker have the lane."""
        others = channel.type is not ChannelType.WEBHOOK
        service = self.sending(outside or (self.rerouted if others else None))
        ends = self.clock.now() + timedelta(seconds=seconds)
        service.work_off(channel.id, lambda: (ends - self.clock.now()).total_seconds())

    def later(self, channel: OutsideChannel, **passed: float) -> None:
        """Let time pass, and the lane have its turn."""
        self.clock.advance(timedelta(**passed))
        self.work(channel)

    def waits(self, channel: OutsideChannel) -> list[Parcel]:
        """What waits in a lane."""
        return list(self.channels.waiting(channel.id))

    def health(self, channel: OutsideChannel) -> Any:
        """How a channel gets on, as administrators see it."""
        return self.settling.channel(channel.id).health

    def woken(self) -> list[str]:
        """The channels that were announced as waiting."""
        return [each.subject for each in self.outbox(NoticesRow) if each.type == CHANNEL_WAITING]

    def everything_stored(self) -> str:
        """All that the notices table holds."""
        return str([row.attribute_values for row in NoticesRow.scan()])

    def due(self, channel: OutsideChannel) -> list[Any]:
        """The due work of a lane."""
        return query_all(NoticesRow, f"DUE#notices.channel.waiting#{channel.id}")


Does = Callable[[], None]
