"""Puts on the bus what the contexts announce: off their tables' streams, and what the streams left behind.

A stream batch answers with the records that couldn't be published, and Lambda hands it over again from the first of
them; consumers see some events twice then, which they don't mind. The schedule sends `{"sweep": true}`.
"""

import os
from collections import Counter
from typing import Any

from aws_lambda_powertools import Logger

from debrief.kernel.clock import SystemClock
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.errors import DebriefError, Malformed, Unavailable
from debrief.kernel.events.publishing import Publisher, Waiting, forget, left_over, waiting
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
    if event.get("sweep"):
        return _sweep_all()
    failed = _publish_batch(event["Records"])
    return {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}


def _publish_batch(records: list[dict[str, Any]]) -> list[str]:
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
        failed += [numbers[key] for key in _publish(table, events)]
    return failed


def _publish(table: str, events: list[Waiting]) -> list[str]:
    """Publish events of a table and clear its outbox of them. Returns the keys of those that were refused."""
    done, refused = publisher().publish(events)
    if refused:
        logger.warning("events were refused", table=table, count=len(refused), reasons=sorted(set(refused.values())))
    try:
        forget(table, done)
    except DebriefError as error:
        # They are on the bus. Failing the batch would publish all of it again; the sweep repeats only these.
        log_fault("published events stay in the outbox", error, table=table, count=len(done))
    return list(refused)


def _sweep_all() -> dict[str, Any]:
    """Publish what is left over in every table, whatever is wrong with the others.

    Raises:
        Unavailable: the bus refused some of it, a row can't be read, or a table doesn't answer. It stays where it is
            for the next sweep, and somebody has to know.
    """
    counts: Counter[str] = Counter()
    for name in OUTBOXES:
        if table := os.environ.get(name):
            try:
                counts.update(_sweep(table))
            except Exception as error:
                log_fault("an outbox can't be swept", error, table=table)
                counts["outboxes couldn't be swept"] += 1
    published = counts.pop(_PUBLISHED, 0)
    if published:
        logger.warning(_PUBLISHED, count=published)
    if troubles := [f"{count} {what}" for what, count in counts.items() if count]:
        raise Unavailable("; ".join(troubles))
    return {"published": published}


def _sweep(table: str) -> dict[str, int]:
    """Publish what is left over in a table. Returns how much was published, and how much wasn't for which reason."""
    events, unreadable = left_over(table, clock)
    for key, error in unreadable.items():
        log_fault("an outbox row can't be read", error, table=table, row=key)
    refused = len(_publish(table, events)) if events else 0
    return {
        _PUBLISHED: len(events) - refused,
        "left-over events were refused": refused,
        "left-over events can't be read": len(unreadable),
    }
