"""Puts on the bus what the contexts announce: off their tables' streams, and what the streams left behind.

A stream batch answers with the records that couldn't be published, and Lambda hands it over again from the first of
them; consumers see some events twice then, which they don't mind. The schedule sends `{"sweep": true}`. Sweeps
may overlap: what both of them find is published twice, and removing it twice is harmless.
"""

import os
from collections import Counter, deque
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from zlib import crc32

from aws_lambda_powertools import Logger

from debrief.kernel.clock import SystemClock
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.errors import DebriefError, Malformed, Unavailable
from debrief.kernel.events.publishing import LeftOver, Published, Publisher, Waiting, forget, left_over, waiting
from debrief.kernel.faults import log_fault, safely
from debrief.kernel.lazy import Lazy
from debrief.kernel.storage.outbox import KIND

OUTBOXES = (
    "PEOPLE_TABLE",
    "INTERACTIONS_TABLE",
    "QUALITY_TABLE",
    "COACHING_TABLE",
    "SUMMARIES_TABLE",
    "NOTICES_TABLE",
)

LAST: Final = timedelta(seconds=30)
"""With less time left nothing more is put on the bus: a call that gets no answer takes up to 24 seconds, and what is on
the bus has to be removed from the outbox."""

GoOn = Callable[[], bool]
"""Whether there is time for more."""

_PUBLISHED = "left-over events were published"


class PublishEnvironment(Environment):
    """The bus; the tables are named by `OUTBOXES`, or by the stream that a record comes from."""

    event_bus_name: str


logger = Logger()
clock = SystemClock()
publisher = Lazy(lambda: Publisher(read_environment(PublishEnvironment).event_bus_name))


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Publish a stream's batch, or what is left over in all tables."""

    def go_on() -> bool:
        return timedelta(milliseconds=context.get_remaining_time_in_millis()) >= LAST

    if event.get("sweep"):
        return _sweep_all(go_on)
    failed = _publish_batch(event["Records"], go_on)
    return {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}


def _publish_batch(records: list[dict[str, Any]], go_on: GoOn) -> list[str]:
    """Publish the records of one stream. Returns the sequence numbers of those that have to come again."""
    failed: list[str] = []
    numbers: dict[str, str] = {}
    events: list[Waiting] = []
    for record in records:
        change = record["dynamodb"]
        if record["eventName"] != "INSERT" or change["NewImage"].get("kind", {}).get("S") != KIND:
            continue
        try:
            found = waiting(change["NewImage"])
        except Malformed as error:
            log_fault("an outbox row can't be read", error, sequence_number=change["SequenceNumber"])
            failed.append(change["SequenceNumber"])
            continue
        events.append(found)
        numbers[found.key] = change["SequenceNumber"]
    if events:
        table = records[0]["eventSourceARN"].split(":table/")[1].split("/")[0]
        told = _publish(table, events, go_on)
        try:
            forget(table, told.done)
        except DebriefError as error:
            # They are on the bus. Failing the batch would publish all of it again; the sweep repeats only these.
            log_fault("published events stay in the outbox", error, table=table, count=len(told.done))
        failed += [numbers[key] for key in (*told.refused, *told.unsent)]
    return failed


def _publish(table: str, events: list[Waiting], go_on: GoOn) -> Published:
    told = publisher().publish(events, go_on=go_on)
    if refused := told.refused:
        logger.warning("events were refused", table=table, count=len(refused), reasons=sorted(set(refused.values())))
    return told


def _sweep_all(go_on: GoOn) -> dict[str, Any]:
    """Publish what is left over in every table, whatever is wrong with the others, as far as time allows.

    The tables take turns, a page each, so that a long list holds up no other. The next sweep goes on with what is left.

    Raises:
        Unavailable: the bus refused some of it, a row can't be read, or a table doesn't answer. It stays where it is
            for the next sweep, and somebody has to know. A bus that takes nothing ends the sweep.
    """
    counts: Counter[str] = Counter()
    lists = deque((table, left_over(table, clock)) for table in _turns())
    closed = False
    while lists and not closed and go_on():
        table, pages = lists.popleft()
        try:
            page = next(pages, None)
            if page is None:
                continue
            closed = _sweep(table, page, go_on, counts)
        except Exception as error:
            log_fault("an outbox can't be swept", error, table=table)
            counts["outboxes couldn't be swept"] += 1
            continue
        lists.append((table, pages))
    published = counts.pop(_PUBLISHED, 0)
    if published or lists:
        logger.warning(_PUBLISHED, count=published, unfinished=len(lists))
    if troubles := [f"{count} {what}" for what, count in counts.items() if count]:
        raise Unavailable("; ".join(troubles))
    return {"published": published}


def _turns() -> list[str]:
    """The tables, beginning with any of them: sweeps that overlap, or end early, begin elsewhere."""
    tables = [table for name in OUTBOXES if (table := os.environ.get(name))]
    # Of the minute itself the rest would stay the same where sweeps come at a multiple of the number of tables.
    first = crc32(str(int(clock.now().timestamp() // 60)).encode()) % len(tables) if tables else 0
    return tables[first:] + tables[:first]


def _sweep(table: str, page: LeftOver, go_on: GoOn, counts: Counter[str]) -> bool:
    """Publish a page of what is left over in a table, and count what became of it. Returns whether the bus is closed.

    Raises:
        Throttled, Unavailable: what is on the bus can't be removed. Publishing more would only add to it.
    """
    for key, error in page.unreadable.items():
        log_fault("an outbox row can't be read", error, table=table, row=key)
    counts["left-over events can't be read"] += len(page.unreadable)
    if not page.events:
        return False
    told = _publish(table, page.events, go_on)
    counts[_PUBLISHED] += len(told.done)
    counts["left-over events were refused"] += len(told.refused)
    forget(table, told.done)
    return told.closed
