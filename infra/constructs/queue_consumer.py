"""Events, a queue, and the function that works it off."""

from __future__ import annotations

from aws_cdk import Duration, Names
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.alarms import FIVE_MINUTES, Alarms
from infra.constructs.function import DebriefFunction
from infra.constructs.grants import allow
from infra.constructs.queues import MESSAGES_KEPT, dead_letter_queue
from infra.settings import QueueSetting

# The least that Lambda's guide advises: with fewer, messages that met a throttled function would end as dead letters.
_TRIES = 5
_ROOM = 6
"""Time-outs of the function that a message stays hidden, as the guide advises: so long Lambda may try again."""


class QueueConsumer(Construct):
    """Events on a bus → queue with a dead-letter queue → a function that answers for each message of a batch.

    The function is called as often at once as `setting` allows, so that a flood of messages waits in the queue and
    doesn't take the account's whole concurrency, which the API needs too.

    batch_size: messages that the function gets at once; more than 10 need a setting with `wait_seconds`, in which they
    are gathered. delays: the function itself says when a failed message comes again (`Consumer(delays=…)`).
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        consumer: DebriefFunction,
        pattern: events.EventPattern,
        alarms: Alarms,
        setting: QueueSetting,
        bus: events.IEventBus | None = None,
        batch_size: int = 10,
        delays: bool = False,
        longest_wait: Duration | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        self.dead_letters = dead_letter_queue(self, "DeadLetters", f"{name}-dead-letters", alarms)
        self.queue = sqs.Queue(
            self,
            "Queue",
            queue_name=name,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=MESSAGES_KEPT,
            # A message being retried after a throttle must not come up for a second worker at the same time.
            visibility_timeout=Duration.seconds(_ROOM * int(consumer.timeout.to_seconds()) + setting.wait_seconds),
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=_TRIES),
        )
        self.hear("Rule", pattern, bus)
        # As the CDK's own source of messages does, with no more rights than Lambda asks for.
        consumer.function.add_event_source_mapping(
            f"SqsEventSource:{Names.node_unique_id(self.queue.node)}",
            event_source_arn=self.queue.queue_arn,
            batch_size=batch_size,
            max_batching_window=Duration.seconds(setting.wait_seconds) if setting.wait_seconds else None,
            max_concurrency=setting.most_at_once,
            report_batch_item_failures=True,
        )
        by_lambda = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
        by_function = ["sqs:ChangeMessageVisibility", "sqs:GetQueueUrl"] if delays else []
        allow(consumer.function, [*by_lambda, *by_function], [self.queue.queue_arn])
        alarms.on(
            self,
            "Age",
            metric=self.queue.metric_approximate_age_of_oldest_message(period=FIVE_MINUTES),
            threshold=(longest_wait or Duration.minutes(15)).to_seconds(),
            meaning=f"messages in {name} wait too long",
        )

    def hear(self, construct_id: str, pattern: events.EventPattern, bus: events.IEventBus | None = None) -> None:
        """Let further events into the queue; without a bus, those of AWS services on the account's own."""
        events.Rule(
            self,
            construct_id,
            event_bus=bus,
            event_pattern=pattern,
            targets=[targets.SqsQueue(self.queue, dead_letter_queue=self.dead_letters)],
        )
