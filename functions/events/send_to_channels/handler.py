"""The one sender of channels: hands what waits for Slack, Teams, a CRM or a webhook to its receiver, lane by lane.

A receiver that fails is tried again by due work, which counts no message; see `notices.channels.sending_service`.
"""

from collections.abc import Sequence
from typing import Any

from debrief.kernel.clock import SystemClock
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.events.consumers import Consumer, LambdaContext, SecondsLeft
from debrief.kernel.faults import safely
from debrief.kernel.ids import UlidIds
from debrief.kernel.lazy import Lazy
from debrief.kernel.storage.outbox import Event
from debrief.notices.channels.events import CHANNEL_WAITING, PARCEL_GIVEN_UP
from debrief.notices.channels.outside_client import Outside
from debrief.notices.channels.secrets_store import ChannelSecrets, SecretsEnvironment
from debrief.notices.channels.sending_service import SendingService
from debrief.notices.channels.store import ChannelStore
from debrief.notices.names_reader import NamesReader
from debrief.notices.store import NoticeStore
from debrief.people.store import PeopleStore
from debrief.quality.scorecards.names_wiring import card_names

DELAYS = (60, 300, 600)


class ReceiversEnvironment(Environment):
    """console_url: for links. channel_loopback: whether receivers on this machine may be reached; on laptops alone."""

    console_url: str
    channel_loopback: bool = False


def _sending() -> SendingService:
    environment = read_environment(ReceiversEnvironment)
    people = PeopleStore()
    return SendingService(
        ChannelStore(),
        NoticeStore(),
        people,
        ChannelSecrets(read_environment(SecretsEnvironment)),
        Outside(loopback=environment.channel_loopback),
        clock,
        UlidIds(clock),
        environment.console_url,
        NamesReader(people, card_names),
    )


clock = SystemClock()
sending = Lazy(_sending)
consumer = Consumer("send_to_channels", delays=DELAYS)


@consumer.together(CHANNEL_WAITING)
def work_off(events: Sequence[Event], left: SecondsLeft) -> dict[str, Exception]:
    """Work off the lanes that something waits in, each once."""
    failures: dict[str, Exception] = {}
    for channel_id in dict.fromkeys(each.subject for each in events):
        try:
            sending().work_off(channel_id, left)
        except Exception as error:
            failures.update({each.id: error for each in events if each.subject == channel_id})
    return failures


@consumer.on(PARCEL_GIVEN_UP)
def tell_given_up(event: Event) -> None:
    """Let the message of what was given up become a dead letter, while it is given up."""
    sending().tell_given_up(event)


@safely
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Work off a batch of messages."""
    return consumer.work_off(event, context)
