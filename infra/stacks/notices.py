"""What people are told: the queue of notices, e-mail, and channels that leave Debrief.

Made last, since links in e-mails lead to the console.
"""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_ses as ses
from constructs import Construct

from infra.constructs import grants
from infra.constructs.queue_consumer import QueueConsumer
from infra.settings import Settings
from infra.stacks.data import DataStack
from infra.stacks.shared import Functions, Rights

TOLD = [
    "debrief.notices.delivery.queued.v1",
    "debrief.notices.notice.requested.v1",
    "debrief.notices.notice.withdrawn.v1",
]
"""The types of events that the function hears of: exactly those that it has a handler for."""

CARRIED = ["debrief.notices.channel.waiting.v1", "debrief.notices.parcel.expired.v1"]
"""The types of events that the sender of channels hears of."""

OUTCOMES = ["Email Bounced", "Email Complaint Received", "Email Rejected"]
"""What SES tells of e-mails after it took them, by the detail type of its events."""


class NoticesStack(cdk.Stack):
    """The functions that tell people, their queues, and what SES needs to send and to tell of bounces.

    console_url: the console's address, without a slash at its end; None where the function learns it otherwise.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Settings,
        data: DataStack,
        console_url: str | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(scope, construct_id, termination_protection=settings.termination_protection, **kwargs)
        self._settings = settings
        may = Rights(data, settings)
        self._functions = Functions(self, settings, data.alarms)
        self._alarms, self._bus = data.alarms, data.bus
        outcomes = self._configuration_set()
        rights = [
            may.people("BatchGetItem", "GetItem"),
            may.notices("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
            # What the scorecard or criterion is called that a notice is about.
            may.quality("BatchGetItem"),
            may.know_channels,
        ]
        if settings.email:
            rights.append(grants.send_email(settings.email, outcomes, sandbox=settings.email_sandbox))
        send = self._functions.add("send_notices", rights, seconds=60)
        if console_url:
            send.function.add_environment("CONSOLE_URL", console_url)
        self.consumer = QueueConsumer(
            self,
            "Notices",
            name=f"debrief-{settings.name}-notices",
            consumer=send,
            alarms=data.alarms,
            setting=settings.queue(send.name),
            # An e-mail that gets no answer is given up after 22 seconds, its one try: two of them fit into the
            # function's minute. A batch that doesn't would cost the others a receipt in which nobody tried.
            batch_size=2,
            bus=data.bus,
            pattern=events.EventPattern(detail_type=TOLD),
            # An e-mail that isn't taken waits for hours between its last tries; see the function.
            delays=True,
            longest_wait=Duration.hours(6),
        )
        self.consumer.hear("Outcomes", self._outcomes(outcomes))
        self.channels = self._channels(may, console_url)
        cdk.CfnOutput(self, "NoticesQueueUrl", value=self.consumer.queue.queue_url)
        cdk.CfnOutput(self, "NoticesDeadLettersUrl", value=self.consumer.dead_letters.queue_url)

    def _channels(self, may: Rights, console_url: str | None) -> QueueConsumer:
        """The sender of channels, with a queue of its own: a receiver that stalls keeps no e-mail waiting."""
        send = self._functions.add(
            "send_to_channels",
            [
                may.people("BatchGetItem", "GetItem"),
                may.notices("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
                may.quality("BatchGetItem"),
                may.channel_secrets("GetSecretValue"),
                may.channel_receivers,
            ],
            seconds=180,
        )
        if console_url:
            send.function.add_environment("CONSOLE_URL", console_url)
        return QueueConsumer(
            self,
            "Channels",
            name=f"debrief-{self._settings.name}-channels",
            consumer=send,
            alarms=self._alarms,
            setting=self._settings.queue(send.name),
            # A message is a lane, and a lane may take all of the function's time.
            batch_size=1,
            bus=self._bus,
            pattern=events.EventPattern(detail_type=CARRIED),
            delays=True,
            longest_wait=Duration.hours(1),
        )

    @property
    def function_names(self) -> list[str]:
        """The functions of this stack."""
        return [each.name for each in self._functions.made]

    def _configuration_set(self) -> str | None:
        """What tells of bounces, by name. It must be where the sender is verified, and events come to this Region."""
        email = self._settings.email
        if email is None or email.region:
            return None
        name = f"debrief-{self._settings.name}"
        made = ses.ConfigurationSet(
            self,
            "Emails",
            configuration_set_name=name,
            reputation_metrics=True,
            suppression_reasons=ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS,
            tls_policy=ses.ConfigurationSetTlsPolicy.REQUIRE,
        )
        made.add_event_destination(
            "Outcomes",
            destination=ses.EventDestination.event_bus(
                events.EventBus.from_event_bus_name(self, "ServicesBus", "default")
            ),
            events=[ses.EmailSendingEvent.BOUNCE, ses.EmailSendingEvent.COMPLAINT, ses.EmailSendingEvent.REJECT],
        )
        return name

    def _outcomes(self, configuration_set: str | None) -> events.EventPattern:
        detail = {"mail": {"tags": {"ses:configuration-set": [configuration_set or f"debrief-{self._settings.name}"]}}}
        return events.EventPattern(source=["aws.ses"], detail_type=OUTCOMES, detail=detail)
