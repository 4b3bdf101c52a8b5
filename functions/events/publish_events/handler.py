"""Puts on the bus what the contexts announce: off their tables' streams, and what the streams left behind.

A stream batch answers with the records that couldn't be published, and Lambda hands it over again from the first of
them; consumers see some events twice then, which they don't mind. The schedule sends `{"sweep": true}`.
"""

import os
from datetime import timedelta
from typing import Any, Final

from aws_lambda_powertools import Logger

from debrief.kernel.clock import SystemClock
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.errors import DebriefError, Malformed, Unavailable
from debrief.kernel.events.publishing import Published, Publisher, Waiting, forget, waiting
from debrief.kernel.events.sweeping import GoOn, Sweeper
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
        return _sweep(go_on)
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


def _sweep(go_on: GoOn) -> dict[str, Any]:
    """Publish what is left over in every table.

    Raises:
        Unavailable: some was refused, can't be read, or lies in a table that doesn't answer; somebody has to know.
    """
    tables = [table for name in OUTBOXES if (table := os.environ.get(name))]
    swept = Sweeper(tables, _publish, clock).sweep(go_on)
    if swept.published or swept.unfinished:
        logger.warning("left-over events were published", count=swept.published, unfinished=swept.unfinished)
    if swept.troubles:
        raise Unavailable("; ".join(swept.troubles))
    return {"published": swept.published}
