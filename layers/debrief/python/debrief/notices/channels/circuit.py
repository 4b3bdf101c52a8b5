"""When a receiver that fails is tried again: the waits of one parcel, and those of a whole channel.

A channel opens its circuit after `MOST_FAILURES` in a row, whichever parcels they were; or at once where nothing but
an administrator helps, such as a token that is no longer valid. While it is open nothing is sent, so no parcel loses a
try to a receiver that is down. Then one parcel is sent: it closes the circuit, or opens it for longer.
"""

from datetime import datetime, timedelta
from typing import Final

from debrief.notices.channels.model import Circuit, Lane

MOST_FAILURES: Final = 5
LONGEST_PATIENCE: Final = timedelta(hours=6)
"""A `Retry-After` of more than this isn't believed."""

_WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60))


def wait_of_parcel(attempts: int) -> timedelta:
    """How long a parcel waits that failed so many times: 1, 5, 15, 30 minutes, then an hour each time."""
    return _WAITS[min(attempts, len(_WAITS)) - 1]


def after_failure(circuit: Circuit, now: datetime, *, broken: bool) -> Circuit:
    """The circuit after one more failure. broken: nothing but an administrator helps."""
    failures = circuit.failures + 1
    probing = circuit.opened > 0
    if not (broken or probing or failures >= MOST_FAILURES):
        return Circuit(failures=failures)
    opened = len(_WAITS) if broken else circuit.opened + 1
    return Circuit(failures=failures, opened=opened, open_until=now + _WAITS[min(opened, len(_WAITS)) - 1])


def closed_until(lane: Lane, mended_at: datetime | None) -> datetime | None:
    """Until when nothing may be sent: the circuit is open, or the receiver asked for patience; None for at once.

    mended_at: when an administrator did something about it; what failed before then keeps nothing waiting.
    """
    if mended_at is not None and (lane.failed_at is None or lane.failed_at < mended_at):
        return None
    return max((each for each in (lane.circuit.open_until, lane.not_before) if each), default=None)


def patience(now: datetime, retry_after_s: int | None) -> datetime:
    """When a receiver that is asked too often may be asked again; a minute later where it says nothing."""
    asked = timedelta(seconds=max(1, retry_after_s)) if retry_after_s is not None else timedelta(minutes=1)
    return now + min(asked, LONGEST_PATIENCE)
