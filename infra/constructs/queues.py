"""Where messages end that nobody could work on."""

from __future__ import annotations

import jsii
from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
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


@jsii.implements(lambda_.IEventSourceDlq)
class Undelivered:
    """Where Lambda puts what a function didn't take off a stream. It may send there, and do nothing else."""

    def __init__(self, queue: sqs.Queue) -> None:
        self._queue = queue

    def bind(
        self, _target: lambda_.IEventSourceMapping, target_handler: lambda_.IFunction
    ) -> lambda_.DlqDestinationConfig:
        """Name the queue to the mapping of a function, and let the function's role send there."""
        self._queue.grant(target_handler, "sqs:SendMessage")
        return lambda_.DlqDestinationConfig(destination=self._queue.queue_arn)
