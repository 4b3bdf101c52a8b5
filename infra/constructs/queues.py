"""Where messages end that nobody could work on."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.alarms import FIVE_MINUTES, Alarms

MESSAGES_KEPT = Duration.days(14)


def dead_letter_queue(scope: Construct, construct_id: str, name: str, alarms: Alarms) -> sqs.Queue:
    """A queue for what failed every try. One message in it is already an alarm."""
    queue = sqs.Queue(
        scope,
        construct_id,
        queue_name=name,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        retention_period=MESSAGES_KEPT,
    )
    alarms.on(
        scope,
        f"{construct_id}Depth",
        metric=queue.metric_approximate_number_of_messages_visible(period=FIVE_MINUTES),
        threshold=1,
        meaning=f"{name} holds messages that failed every try",
    )
    return queue
