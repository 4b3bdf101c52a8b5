"""Events, a queue, and the function that works it off."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.alarms import FIVE_MINUTES, Alarms
from infra.constructs.function import DebriefFunction
from infra.constructs.queues import MESSAGES_KEPT, dead_letter_queue

_TRIES = 5


class QueueConsumer(Construct):
    """Events on a bus → queue with a dead-letter queue → a function that answers for each message of a batch."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        consumer: DebriefFunction,
        pattern: events.EventPattern,
        alarms: Alarms,
        bus: events.IEventBus | None = None,
        batch_size: int = 10,
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
            # Six times the function's time-out, as Lambda's documentation advises: a message being retried after a
            # throttle must not come up for a second worker at the same time.
            visibility_timeout=Duration.seconds(6 * int(consumer.timeout.to_seconds())),
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=_TRIES),
        )
        events.Rule(
            self,
            "Rule",
            event_bus=bus,
            event_pattern=pattern,
            targets=[targets.SqsQueue(self.queue, dead_letter_queue=self.dead_letters)],
        )
        consumer.function.add_event_source(
            sources.SqsEventSource(self.queue, batch_size=batch_size, report_batch_item_failures=True)
        )
        alarms.on(
            self,
            "Age",
            metric=self.queue.metric_approximate_age_of_oldest_message(period=FIVE_MINUTES),
            threshold=(longest_wait or Duration.minutes(15)).to_seconds(),
            meaning=f"messages in {name} wait too long",
        )
