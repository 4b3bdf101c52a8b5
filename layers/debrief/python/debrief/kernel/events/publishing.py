"""From the outbox to the bus, and how a consumer reads what comes off it.

An event travels as an EventBridge event: `source` is `debrief.<context>`, `detail-type` the event's type, `detail` the
event in the JSON form of CloudEvents 1.0. It may arrive more than once, and not in order.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from pydantic import ValidationError
from pynamodb.exceptions import PynamoDBException

from debrief.kernel.clock import Clock, Instant, iso
from debrief.kernel.errors import DebriefError, Malformed, Misconfigured, Throttled, Unavailable
from debrief.kernel.model import Entity
from debrief.kernel.storage.aws_errors import aws_error, error_for
from debrief.kernel.storage.clients import client
from debrief.kernel.storage.outbox import PARTITION, Event
from debrief.kernel.storage.tables import Row, query, storage_error

ENTRIES = 10
"""Most events in one call of PutEvents."""

LEFT_OVER_AFTER = timedelta(minutes=2)
"""From this age on an event in the outbox is taken for one that the stream didn't deliver."""

PAGE = 500
"""Rows of one outbox that a sweep reads, and publishes, before it turns to the next outbox."""

_OF_THE_BUS: tuple[type[DebriefError], ...] = (Throttled, Unavailable, Misconfigured)
"""Refusals that say nothing against an event: any other would meet the same."""


class CloudEvent(Entity):
    """An event on the bus: the context attributes of CloudEvents 1.0 and the data."""

    specversion: str
    id: str
    source: str
    type: str
    subject: str
    time: Instant
    datacontenttype: str
    data: dict[str, Any]


class Waiting(NamedTuple):
    """An event in the outbox of a table. key: of its row."""

    key: str
    event: Event


class Published(NamedTuple):
    """What became of events.

    done: the keys of those that are on the bus. refused: the reasons of those that aren't, by key. unsent: the keys of
    those that weren't tried, because the bus had closed before, or time was up. closed: whether it takes nothing now.
    """

    done: list[str]
    refused: dict[str, str]
    unsent: list[str]
    closed: bool


class LeftOver(NamedTuple):
    """A page of what lies in a table's outbox for too long. unreadable: what is wrong with rows, by their key."""

    events: list[Waiting]
    unreadable: dict[str, Malformed]


def cloud_event(event: Event) -> dict[str, Any]:
    """The event in the JSON form of CloudEvents 1.0."""
    return CloudEvent(
        specversion="1.0",
        id=event.id,
        source=event.source,
        type=event.type,
        subject=event.subject,
        time=event.time,
        datacontenttype="application/json",
        data=event.data,
    ).model_dump(mode="json")


def received(envelope: Mapping[str, Any]) -> Event:
    """The event in an EventBridge envelope.

    Raises:
        Malformed: it isn't one of ours.
    """
    try:
        found = CloudEvent.from_told(envelope["detail"])
    except (KeyError, ValidationError) as error:
        raise Malformed("This is no event of Debrief") from error
    return Event(id=found.id, type=found.type, subject=found.subject, time=found.time, data=found.data)


def waiting(image: Mapping[str, Any]) -> Waiting:
    """The event in the image of an outbox row, as a table's stream gives it.

    Raises:
        Malformed: the image isn't one of an outbox row.
    """
    try:
        key, body = image["PK"]["S"], image["body"]["S"]
    except KeyError as error:
        raise Malformed("This is no row of an outbox") from error
    return _read(key, body)


def _read(key: str, body: str) -> Waiting:
    try:
        return Waiting(key, Event.from_kept(body))
    except ValidationError as error:
        raise Malformed("This is no row of an outbox") from error


class Publisher:
    """Puts events on one bus."""

    def __init__(self, bus: str) -> None:
        self._bus = bus

    def publish(self, events: Iterable[Waiting], *, go_on: Callable[[], bool]) -> Published:
        """Put the events on the bus, ten in a call; each is accepted or refused by itself.

        A call that fails as a whole refuses its ten. Where that, or the refusal of one, is for what any other would
        meet (a throttle, an outage, a missing right), the rest isn't tried. go_on: asked before each call.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        done: list[str] = []
        refused: dict[str, str] = {}
        unsent: list[str] = []
        closed = False
        left = iter(events)
        while batch := list(islice(left, ENTRIES)):
            if closed or not go_on():
                unsent += [each.key for each in (*batch, *left)]
                break
            try:
                answer = client("events").put_events(Entries=[self._entry(each.event) for each in batch])
            except (BotoCoreError, ClientError) as error:
                refused.update((each.key, type(error).__name__) for each in batch)
                closed = isinstance(aws_error(error), _OF_THE_BUS)
                continue
            for each, result in zip(batch, answer["Entries"], strict=True):
                if code := result.get("ErrorCode"):
                    refused[each.key] = code
                    closed = closed or isinstance(error_for(code), _OF_THE_BUS)
                else:
                    done.append(each.key)
        return Published(done, refused, unsent, closed)

    def _entry(self, event: Event) -> dict[str, Any]:
        detail = CloudEvent.model_validate(cloud_event(event)).model_dump_json()
        return {
            "EventBusName": self._bus,
            "Source": "debrief." + event.type.split(".")[1],
            "DetailType": event.type,
            "Time": event.time,
            "Detail": detail,
        }


@cache
def outbox_of(table: str) -> type[Row]:
    """The row class of a table's outbox, whichever context the table belongs to."""

    class OutboxRow(Row):
        class Meta:
            table_name = table

    return OutboxRow


def left_over(table: str, clock: Clock, *, page: int = PAGE) -> Iterator[LeftOver]:
    """The events in a table's outbox that should have left by now, oldest first, a page at a time (one query each).

    A page is read when it is asked for, behind the one before, whatever has become of that. page: its rows, at most.
    """
    rows = outbox_of(table)
    before = iso(clock.now() - LEFT_OVER_AFTER)
    start = None
    while True:
        read = query(rows, PARTITION, index="GSI1", sort=before > rows.GSI1SK, limit=page, start=start)
        found = LeftOver([], {})
        for row in read.rows:
            try:
                found.events.append(_read(row.PK, row.body or ""))
            except Malformed as error:
                found.unreadable[row.PK] = error
        yield found
        start = read.last_key
        if start is None:
            return


def forget(table: str, keys: Sequence[str]) -> None:
    """Remove published events from a table's outbox; those that are gone already don't matter.

    Raises:
        Throttled, Unavailable: the store doesn't take it; what is left is published again by the next sweep.
    """
    rows = outbox_of(table)
    try:
        with rows.batch_write() as batch:
            for key in dict.fromkeys(keys):
                batch.delete(rows(PK=key, SK="EVENT"))
    except PynamoDBException as error:
        raise storage_error(error) from error
