"""Tells people what contexts ask for: in the console at once, by e-mail one by one, and notes what comes back.

An e-mail that can't be sent is tried again after a minute, ten, an hour and four; then its message is a dead letter,
and its delivery says `failing` with the code of the last answer.
"""

from collections.abc import Mapping
from typing import Any

from debrief.kernel.clock import SystemClock
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.events.consumers import Consumer, LambdaContext
from debrief.kernel.faults import safely
from debrief.kernel.ids import UlidIds
from debrief.kernel.lazy import Lazy
from debrief.kernel.storage.outbox import Event
from debrief.notices.channels.dispatch_service import DispatchService
from debrief.notices.channels.email_client import EmailClient, EmailEnvironment
from debrief.notices.channels.store import ChannelStore
from debrief.notices.delivery_service import DeliveryService, Sender
from debrief.notices.events import DELIVERY_QUEUED, NOTICE_REQUESTED, NOTICE_WITHDRAWN
from debrief.notices.model import NoticeChannel
from debrief.notices.names_reader import NamesReader
from debrief.notices.outcomes import outcome_of
from debrief.notices.store import NoticeStore
from debrief.people.store import PeopleStore
from debrief.quality.scorecards.names_wiring import card_names

DELAYS = (60, 600, 3600, 4 * 3600, 60)


class NoticesEnvironment(Environment):
    """notice_channels: those that the environment has, separated by commas. console_url: without a slash at its end."""

    notice_channels: str
    console_url: str


def _deliveries() -> DeliveryService:
    environment = read_environment(NoticesEnvironment)
    senders: dict[NoticeChannel, Sender] = {}
    sent_from = ""
    if NoticeChannel.EMAIL.value in environment.notice_channels.split(","):
        email = read_environment(EmailEnvironment)
        senders[NoticeChannel.EMAIL], sent_from = EmailClient(email), email.email_from
    people = PeopleStore()
    return DeliveryService(
        NoticeStore(),
        people,
        senders,
        clock,
        UlidIds(clock),
        environment.console_url,
        NamesReader(people, card_names),
        sent_from,
    )


clock = SystemClock()
deliveries = Lazy(_deliveries)
parcels = Lazy(lambda: DispatchService(ChannelStore(), NoticeStore(), PeopleStore(), clock, UlidIds(clock)))
consumer = Consumer("send_notices", delays=DELAYS)


@consumer.on(NOTICE_REQUESTED)
def tell(event: Event) -> None:
    """Write what people are told, and what waits for channels that leave Debrief."""
    deliveries().tell(event)
    parcels().tell(event)


@consumer.on(NOTICE_WITHDRAWN)
def withdraw(event: Event) -> None:
    """Take back what nobody has read yet."""
    deliveries().withdraw(event)


@consumer.on(DELIVERY_QUEUED)
def send(event: Event) -> None:
    """Send one e-mail."""
    deliveries().send(event)


@consumer.from_aws("Email Bounced", "Email Complaint Received", "Email Rejected")
def note_outcome(detail: Mapping[str, Any]) -> None:
    """Note what SES tells of an e-mail; those that others send with its configuration set aren't ours."""
    if outcome := outcome_of(detail):
        deliveries().note_outcome(outcome.user_id, outcome.notice_id, outcome.state, outcome.error)


@safely
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Work off a batch of messages."""
    return consumer.work_off(event, context)
