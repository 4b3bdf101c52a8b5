"""What tests put in the place of time and chance, and how they count what DynamoDB is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from debrief.kernel.clock import to_utc
from debrief.kernel.storage.tables import connection

_READS = ("BatchGetItem", "GetItem", "Query")


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
    """What the reads of a stretch of code cost: DynamoDB read units, and round trips."""

    read_units: float = 0.0
    round_trips: int = 0


@contextmanager
def metered() -> Iterator[Usage]:
    """Count the read units and round trips of what the process's connection reads inside."""
    usage = Usage()

    def asked(params: dict[str, Any], **_: Any) -> None:
        params["ReturnConsumedCapacity"] = "TOTAL"

    def answered(parsed: dict[str, Any], **_: Any) -> None:
        consumed = parsed.get("ConsumedCapacity") or []
        usage.read_units += sum(
            each["CapacityUnits"] for each in (consumed if isinstance(consumed, list) else [consumed])
        )
        usage.round_trips += 1

    events = connection().client.meta.events
    for operation in _READS:
        events.register(f"provide-client-params.dynamodb.{operation}", asked)
        events.register(f"after-call.dynamodb.{operation}", answered)
    try:
        yield usage
    finally:
        for operation in _READS:
            events.unregister(f"provide-client-params.dynamodb.{operation}", asked)
            events.unregister(f"after-call.dynamodb.{operation}", answered)
