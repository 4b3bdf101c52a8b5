"""How the function behind a queue works it off: which type of event goes to which handler.

A context has one queue and one `Consumer`. What is routed to the queue stands in the templates, and a test holds both
to each other. A message that fails comes again by itself, without the others of its batch; after its last try it lies
in the dead-letter queue. Events come at least once and in no order, so a handler is one of these:

| added with | the handler gets | heard twice |
|---|---|---|
| `on` | one event | it must be harmless by itself: it looks at what is there now, or its ids are derived |
| `once` | one event and a transaction | a marker of event and consumer is written with it, or nothing is |
| `together` | all events of the batch at once | as `on`; it answers which of them failed |
| `from_aws` | the detail of an event of an AWS service | as `on` |
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple, Protocol, TypeVar

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Unavailable
from debrief.kernel.events.publishing import received
from debrief.kernel.faults import log_fault, log_passing
from debrief.kernel.ids import Ids
from debrief.kernel.storage.clients import client
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.tables import Row
from debrief.kernel.storage.transactions import Transaction

KEEP_MARKERS = timedelta(days=100)
"""Longer than messages wait in a queue (14 days) and than the bus keeps its archive (90), from which it can replay."""

LONGEST_DELAY_S = 12 * 3600 - 900
"""SQS hides a message for twelve hours at most, counted from when it was received."""

logger = Logger()

SecondsLeft = Callable[[], float]
"""How long the function may still run."""

Failures = Mapping[str, Exception]
"""What kept events from being handled, by the event's id."""

One = TypeVar("One", bound=Callable[[Event], object])
Marked = TypeVar("Marked", bound=Callable[[Event, Transaction], object])
Joined = TypeVar("Joined", bound=Callable[[Sequence[Event], SecondsLeft], Failures])
Foreign = TypeVar("Foreign", bound=Callable[[Mapping[str, Any]], object])


class LambdaContext(Protocol):
    """As much of Lambda's context as is asked for."""

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda stops the function."""
        ...


class Inbox(NamedTuple):
    """Where the markers of `once` lie: in the context's own table. clock, ids: of the transactions."""

    rows: type[Row]
    clock: Clock
    ids: Ids


class NothingHandled(Unavailable):
    """Every message of a batch failed: a fault of the function or of what it needs, which its alarm should tell."""


class _AlreadyHandled(Conflict):
    """The marker of this event is there."""


class _FromAws(NamedTuple):
    """An event of an AWS service."""

    type: str
    detail: Mapping[str, Any]


_JoinedHandler = Callable[[Sequence[Event], SecondsLeft], Failures]


class Consumer:
    """Hands the messages of a queue to the handlers of their types.

    name: of the consumer, part of its markers; it must never change. inbox: needed where `once` is used.
    delays: seconds that a failed message stays hidden after its first, second, … failure, the last one for all
    further ones; without them it is the queue's visibility timeout.
    """

    def __init__(self, name: str, *, inbox: Inbox | None = None, delays: Sequence[int] = ()) -> None:
        self._name = name
        self._inbox = inbox
        self._delays = tuple(min(seconds, LONGEST_DELAY_S) for seconds in delays)
        self._handlers: dict[str, Callable[[Event], object]] = {}
        self._joined: dict[str, _JoinedHandler] = {}
        self._foreign: dict[str, Callable[[Mapping[str, Any]], object]] = {}
        self._queue_urls: dict[str, str] = {}

    @property
    def types(self) -> frozenset[str]:
        """The types of Debrief's own events that have a handler."""
        return frozenset({*self._handlers, *self._joined})

    @property
    def aws_types(self) -> frozenset[str]:
        """The detail types of events of AWS services that have a handler."""
        return frozenset(self._foreign)

    def on(self, *types: str) -> Callable[[One], One]:
        """Let a function handle single events of these types; being called twice must be harmless."""

        def add(handler: One) -> One:
            self._claim(types)
            self._handlers.update(dict.fromkeys(types, handler))
            return handler

        return add

    def once(self, *types: str) -> Callable[[Marked], Marked]:
        """Let a function handle each event of these types once: what it adds to the transaction happens once."""
        if self._inbox is None:
            raise TypeError(f"{self._name} has no inbox for its markers")

        def add(handler: Marked) -> Marked:
            self._claim(types)
            self._handlers.update(dict.fromkeys(types, lambda event: self._marked(event, handler)))
            return handler

        return add

    def together(self, *types: str) -> Callable[[Joined], Joined]:
        """Let a function handle all events of these types that came in one batch; it answers what failed, and why."""

        def add(handler: Joined) -> Joined:
            self._claim(types)
            self._joined.update(dict.fromkeys(types, handler))
            return handler

        return add

    def from_aws(self, *types: str) -> Callable[[Foreign], Foreign]:
        """Let a function handle events of AWS services, by their `detail-type`."""

        def add(handler: Foreign) -> Foreign:
            self._claim(types)
            self._foreign.update(dict.fromkeys(types, handler))
            return handler

        return add

    def work_off(self, batch: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
        """Handle a batch of messages, and answer which have to come again.

        Raises:
            NothingHandled: all of them failed.
        """
        read = {record["messageId"]: self._read(SQSRecord(record)) for record in batch["Records"]}
        failures = self._handle_joined(read.values(), lambda: context.get_remaining_time_in_millis() / 1000)

        failed = []
        for record in map(SQSRecord, batch["Records"]):
            try:
                self._handle(read[record.message_id], failures)
            except Exception as error:
                self._tell(record, error)
                failed.append(record.message_id)
        if failed and len(failed) == len(batch["Records"]):
            raise NothingHandled(f"All {len(failed)} messages failed, each with its reason in the log")
        return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}

    def _claim(self, types: Sequence[str]) -> None:
        if taken := sorted({*self._handlers, *self._joined, *self._foreign} & {*types}):
            raise ValueError(f"{self._name} has a handler already for {', '.join(taken)}")

    def _read(self, record: SQSRecord) -> Event | _FromAws | Exception:
        """What a message says; the error, if it can't be read, which is raised when its turn comes."""
        try:
            envelope = record.json_body
            if isinstance(envelope, dict) and envelope.get("detail-type") in self._foreign:
                return _FromAws(str(envelope["detail-type"]), envelope["detail"])
            return received(envelope)
        except Exception as error:
            return error

    def _handle_joined(
        self, messages: Iterable[Event | _FromAws | Exception], seconds_left: SecondsLeft
    ) -> dict[str, Exception]:
        groups: dict[_JoinedHandler, dict[str, Event]] = {}
        for each in messages:
            if isinstance(each, Event) and (handler := self._joined.get(each.type)):
                groups.setdefault(handler, {})[each.id] = each
        failures: dict[str, Exception] = {}
        for handler, events in groups.items():
            try:
                failures.update(handler(list(events.values()), seconds_left))
            except Exception as error:
                failures.update(dict.fromkeys(events, error))
        return failures

    def _handle(self, message: Event | _FromAws | Exception, failures: Failures) -> None:
        if isinstance(message, Exception):
            raise message
        if isinstance(message, _FromAws):
            self._foreign[message.type](message.detail)
        elif message.type in self._joined:
            if message.id in failures:
                raise failures[message.id]
        elif handler := self._handlers.get(message.type):
            handler(message)
        else:
            logger.info("an event not handled here", consumer=self._name, type=message.type, event_id=message.id)

    def _marked(self, event: Event, handler: Callable[[Event, Transaction], object]) -> None:
        assert self._inbox is not None  # noqa: S101 - `once` has looked
        rows, clock, ids = self._inbox
        marker = rows(PK=f"HEARD#{event.id}", SK=self._name, kind="heard", expires_at=clock.now() + KEEP_MARKERS)
        try:
            with Transaction(clock, ids) as transaction:
                transaction.create(marker, otherwise=_AlreadyHandled("This event was handled before"))
                handler(event, transaction)
        except _AlreadyHandled:
            logger.info("an event heard before", consumer=self._name, type=event.type, event_id=event.id)

    def _tell(self, record: SQSRecord, error: Exception) -> None:
        """Log what failed, without its content, and see to it that it comes again later each time."""
        tries = int(record.attributes.approximate_receive_count or 1)
        log_passing("a message failed", error, consumer=self._name, message_id=record.message_id, tries=tries)
        if not self._delays:
            return
        seconds = self._delays[min(tries, len(self._delays)) - 1]
        # A tenth more or less, so that what failed together doesn't come again together.
        hidden = min(LONGEST_DELAY_S, round(seconds * random.uniform(0.9, 1.1)))
        try:
            client("sqs").change_message_visibility(
                QueueUrl=self._queue_url(record), ReceiptHandle=record.receipt_handle, VisibilityTimeout=hidden
            )
        except Exception as fault:
            # It comes again all the same, when the queue's own time is over.
            log_fault("a message's delay couldn't be set", fault, consumer=self._name, message_id=record.message_id)

    def _queue_url(self, record: SQSRecord) -> str:
        arn = record.event_source_arn
        if arn not in self._queue_urls:
            name = arn.rsplit(":", 1)[1]
            self._queue_urls[arn] = client("sqs").get_queue_url(QueueName=name)["QueueUrl"]
        return self._queue_urls[arn]
