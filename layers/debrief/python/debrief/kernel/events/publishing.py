"""From the outbox to the bus, and how a consumer reads what comes off it.

An event travels as an EventBridge event: `source` is `debrief.<context>`, `detail-type` the event's type, `detail` the
event in the JSON form of CloudEvents 1.0. It may arrive more than once, and not in order.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from pydantic import ValidationError
from pynamodb.exceptions import PynamoDBException

from debrief.kernel.clock import Clock, Instant, iso
from debrief.kernel.errors import Malformed
from debrief.kernel.model import Entity
from debrief.kernel.storage.clients import client
from debrief.kernel.storage.outbox import PARTITION, Event
from debrief.kernel.storage.tables import Row, query, storage_error

ENTRIES = 10
"""Most events in one call of PutEvents."""

LEFT_OVER_AFTER = timedelta(minutes=2)
"""From this age on an event in the outbox is taken for one that the stream didn't deliver."""

MOST_SWEPT = 1000
"""Events that one sweep takes from one table."""


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
    """What became of events: the keys of those that are on the bus, and the reasons of those that aren't, by key."""

    done: list[str]
    refused: dict[str, str]


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
        return Waiting(image["PK"]["S"], Event.from_kept(image["body"]["S"]))
    except (KeyError, ValidationError) as error:
        raise Malformed("This is no row of an outbox") from error


class Publisher:
    """Puts events on one bus."""

    def __init__(self, bus: str) -> None:
        self._bus = bus

    def publish(self, events: Iterable[Waiting]) -> Published:
        """Put the events on the bus, ten in a call; each is accepted or refused by itself.

        A call that fails as a whole refuses its ten and lets the others go on.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        done: list[str] = []
        refused: dict[str, str] = {}
        left = iter(events)
        while batch := list(islice(left, ENTRIES)):
            try:
                answer = client("events").put_events(Entries=[self._entry(each.event) for each in batch])
            except (BotoCoreError, ClientError) as error:
                refused.update((each.key, type(error).__name__) for each in batch)
                continue
            for each, result in zip(batch, answer["Entries"], strict=True):
                if result.get("ErrorCode"):
                    refused[each.key] = result["ErrorCode"]
                else:
                    done.append(each.key)
        return Published(done, refused)

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


def left_over(table: str, clock: Clock, *, most: int = MOST_SWEPT) -> list[Waiting]:
    """The events in a table's outbox that should have left by now, oldest first."""
    rows = outbox_of(table)
    before = iso(clock.now() - LEFT_OVER_AFTER)
    found: list[Waiting] = []
    start = None
    while len(found) < most:
        page = query(rows, PARTITION, index="GSI1", sort=before > rows.GSI1SK, limit=most - len(found), start=start)
        found += [Waiting(row.PK, Event.from_kept(row.body or "{}")) for row in page.rows]
        start = page.last_key
        if start is None:
            break
    return found


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
