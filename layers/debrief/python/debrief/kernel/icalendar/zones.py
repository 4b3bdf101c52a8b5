"""A time zone as a calendar carries it along (VTIMEZONE, RFC 5545, 3.6.5).

Each change of the clocks around the events is told by itself, without a rule for those to come: what is written holds
for what is in the file, in every zone, whatever was decided about its clocks.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

AROUND: Final = timedelta(days=400)
"""So far before the first event and behind the last the clocks are told of: a change or two on either side."""

_STEP: Final = timedelta(days=1)
_WALL: Final = "%Y%m%dT%H%M%S"


class Clocks(NamedTuple):
    """What clocks show in a zone: so much ahead of UTC, whether that is summer time, and how people call it."""

    ahead: timedelta
    summer: bool
    name: str


class Change(NamedTuple):
    """From `at` on (UTC) clocks show `after` in place of `before`."""

    at: datetime
    before: Clocks
    after: Clocks


def clocks_at(at: datetime, zone: ZoneInfo) -> Clocks:
    """What clocks show at an instant."""
    local = at.astimezone(zone)
    return Clocks(local.utcoffset() or timedelta(0), bool(local.dst()), local.tzname() or zone.key)


def changes_between(first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[Change]:
    """Each change of the clocks between two instants, to the second. Two within one day would be told as one."""
    at = first
    while at < last:
        following = min(at + _STEP, last)
        before, after = clocks_at(at, zone), clocks_at(following, zone)
        if before != after:
            yield Change(_moment(at, following, zone), before, after)
        at = following


def zone_lines(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[str]:
    """The lines of the zone for events between two instants."""
    begins = (first - AROUND).astimezone(UTC).replace(microsecond=0)
    yield from ("BEGIN:VTIMEZONE", f"TZID:{zone.key}")
    there = clocks_at(begins, zone)
    yield from _observance(begins, there, there)
    for change in changes_between(begins, last + AROUND, zone):
        yield from _observance(*change)
    yield "END:VTIMEZONE"


def _observance(at: datetime, before: Clocks, after: Clocks) -> Iterator[str]:
    kind = "DAYLIGHT" if after.summer else "STANDARD"
    yield f"BEGIN:{kind}"
    # The time that clocks show when they are put on or back, by what they showed until then.
    yield f"DTSTART:{(at + before.ahead).strftime(_WALL)}"
    yield f"TZOFFSETFROM:{_offset(before.ahead)}"
    yield f"TZOFFSETTO:{_offset(after.ahead)}"
    yield f"TZNAME:{after.name}"
    yield f"END:{kind}"


def _offset(ahead: timedelta) -> str:
    seconds = int(ahead.total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    written = f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}{minutes % 60:02d}"
    return f"{written}{rest:02d}" if rest else written


def _moment(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """When clocks begin to show what they show at `high`."""
    after = clocks_at(high, zone)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if clocks_at(middle, zone) == after:
            high = middle
        else:
            low = middle
    return high
