"""The quietest times for a 1-to-1: within both people's shifts, beside their other 1-to-1s, by forecast volume.

Time is cut into quarters of an hour. A time is what its quarters are: free or not, with the conversations that are
likely to begin while it lasts. The quietest come first; times that overlap a quieter one aren't told.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from math import ceil
from typing import Final, NamedTuple

from debrief.coaching.scheduling.availability import Days, Who
from debrief.coaching.scheduling.forecast import Forecast
from debrief.coaching.scheduling.model import Span
from debrief.kernel.calendar import zone

QUARTER: Final = timedelta(minutes=15)
MOST: Final = 10
"""So many times are told."""
MOST_DAYS: Final = 31
_PER_HOUR: Final = 4


class Slot(NamedTuple):
    """A time for a 1-to-1.

    expected: conversations that are likely to begin while it lasts; error: the standard errors of its hours, taken
    together as if they went the same way, which is more than less. None where nothing is foretold.
    busier, quieter: how many of all free times are expected to bring more, and fewer. foretold: of how many free times
    something is foretold, this one included; of the others nobody knows how quiet they are.
    """

    span: Span
    expected: float | None
    error: float | None
    busier: int
    quieter: int
    foretold: int


class Found(NamedTuple):
    """The best times, the best first, and how many free ones they were chosen from."""

    slots: list[Slot]
    free: int


def best_slots(
    period: Span,
    duration: timedelta,
    work: Mapping[Who, Days],
    taken: Sequence[Span],
    volume: Forecast,
    time_zone: str,
    most: int = MOST,
) -> Found:
    """The best times in a period. taken: when one of both has another 1-to-1."""
    quarters = list(_quarters(period))
    length = max(1, ceil(duration / QUARTER))
    blocked = list(accumulate((not _free(each, work, taken) for each in quarters), initial=0))
    figures = [_volume(each, volume, time_zone) for each in quarters]
    expected = list(accumulate((each[0] if each else 0.0 for each in figures), initial=0.0))
    errors = list(accumulate((each[1] if each else 0.0 for each in figures), initial=0.0))
    unknown = list(accumulate((each is None for each in figures), initial=0))
    found: list[tuple[float | None, float | None, Span]] = []
    for first in range(len(quarters) - length + 1):
        after = first + length
        if blocked[after] > blocked[first]:
            continue
        known = unknown[after] == unknown[first]
        span = Span(quarters[first].start, quarters[first].start + duration)
        found.append(
            (
                _difference(expected, first, after) if known else None,
                _difference(errors, first, after) if known else None,
                span,
            )
        )
    return Found(list(_chosen(found, most)), len(found))


def _difference(sums: Sequence[float], first: int, after: int) -> float:
    """What is summed between two places, to the digits that sums of fractions have: equally quiet times are equal."""
    return round(sums[after] - sums[first], 9)


def _chosen(found: Sequence[tuple[float | None, float | None, Span]], most: int) -> Iterator[Slot]:
    """The quietest first, of equally quiet ones the earliest; those of which nothing is foretold at the end."""
    ranked = sorted(found, key=lambda each: (each[0] is None, each[0] or 0.0, each[2]))
    known = [expected for expected, _, _ in found if expected is not None]
    told: list[Span] = []
    for expected, error, span in ranked:
        if any(span.meets(other) for other in told):
            continue
        told.append(span)
        busier = quieter = 0
        if expected is not None:
            busier = sum(other > expected for other in known)
            quieter = sum(other < expected for other in known)
        yield Slot(span, expected, error, busier, quieter, len(known))
        if len(told) == most:
            return


def _quarters(period: Span) -> Iterator[Span]:
    begin = period.start.replace(minute=0, second=0, microsecond=0)
    at = begin + ceil((period.start - begin) / QUARTER) * QUARTER
    end = min(period.end, at + timedelta(days=MOST_DAYS + 1))
    while at + QUARTER <= end:
        yield Span(at, at + QUARTER)
        at += QUARTER


def _free(quarter: Span, work: Mapping[Who, Days], taken: Sequence[Span]) -> bool:
    at_work = all(any(span.holds(quarter) for span in days.work) for days in work.values())
    return at_work and not any(quarter.meets(each) for each in taken)


def _volume(quarter: Span, volume: Forecast, time_zone: str) -> tuple[float, float] | None:
    local: datetime = quarter.start.astimezone(zone(time_zone))
    figure = volume.hours.get((local.weekday(), local.hour))
    return (figure.expected / _PER_HOUR, figure.error / _PER_HOUR) if figure else None
