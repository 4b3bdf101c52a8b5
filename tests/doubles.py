"""What tests put in the place of time and chance, and how they count what DynamoDB is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from debrief.kernel.clock import to_utc
from debrief.kernel.storage.tables import connection

_READS = ("BatchGetItem", "GetItem", "Query")
_WRITES = ("DeleteItem", "PutItem", "TransactWriteItems", "UpdateItem")


class FixedClock:
    """A clock that stands still until it is moved on."""

    def __init__(self, at: datetime) -> None:
        self._at = to_utc(at)

    def now(self) -> datetime:
        return self._at

    def advance(self, by: timedelta) -> None:
        """Move the clock on by `by`."""
        self._at += by


class SequentialIds:
    """Ids that count up: `ev_00000000000000000000000001`."""

    def __init__(self) -> None:
        self._last = 0

    def new(self, prefix: str) -> str:
        self._last += 1
        return f"{prefix}_{self._last:026d}"


@dataclass
class Usage:
    """What a stretch of code costs: DynamoDB read units and round trips of reads, and write units of what was written.

    write_units: one for each kilobyte that was begun of a row, twice in a transaction, without indexes; of updates and
    deletions one, whatever the row's size.
    """

    read_units: float = 0.0
    round_trips: int = 0
    write_units: int = 0


@contextmanager
def metered() -> Iterator[Usage]:
    """Count what the process's connection reads and writes inside."""
    usage = Usage()

    def asked(params: dict[str, Any], **_: Any) -> None:
        params["ReturnConsumedCapacity"] = "TOTAL"

    def answered(parsed: dict[str, Any], **_: Any) -> None:
        consumed = parsed.get("ConsumedCapacity") or []
        usage.read_units += sum(
            each["CapacityUnits"] for each in (consumed if isinstance(consumed, list) else [consumed])
        )
        usage.round_trips += 1

    def written(params: dict[str, Any], **_: Any) -> None:
        items = params.get("TransactItems")
        usage.write_units += sum(2 * _units(each.get("Put", {})) for each in items) if items else _units(params)

    events = connection().client.meta.events
    for operation in _WRITES:
        events.register(f"provide-client-params.dynamodb.{operation}", written)
    for operation in _READS:
        events.register(f"provide-client-params.dynamodb.{operation}", asked)
        events.register(f"after-call.dynamodb.{operation}", answered)
    try:
        yield usage
    finally:
        for operation in _WRITES:
            events.unregister(f"provide-client-params.dynamodb.{operation}", written)
        for operation in _READS:
            events.unregister(f"provide-client-params.dynamodb.{operation}", asked)
            events.unregister(f"after-call.dynamodb.{operation}", answered)


def _units(written: dict[str, Any]) -> int:
    """The write units of one row that is put; 1 of anything else."""
    item: dict[str, dict[str, Any]] = written.get("Item", {})
    size = sum(len(name) + sum(len(str(value).encode()) for value in typed.values()) for name, typed in item.items())
    return max(1, -(-size // 1024))
