"""A sample of a period, stratified by day, and totals estimated from it with their error (N5).

A day is divided into slots of equal length, and some of them are drawn by lot, without replacement; everything that
began within a drawn slot is looked at. So every conversation has the same chance, whatever their number, which needn't
be known, and reading is bounded. It is stratified cluster sampling with equal probabilities; its estimate of a total
and its variance are those of W. G. Cochran, Sampling Techniques, 3rd ed. (1977), sections 5.3 and 9.3: over the days,
the sum of S/m times what the drawn slots hold, with variance S² (1 - m/S) s²/m, where of S slots m were drawn and s² is
the variance between them. Where every slot was looked at nothing is estimated, and the error is 0.

What is rare stands in few slots, or in none that was drawn, and their variance then says little or nothing of the
others. So the upper end of an interval is never below what the share of slots in which it stands allows: Wilson's bound
(E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212; the same as `insights.intervals`,
which stands on a higher floor), in the slots that weren't looked at, with as much in each as those held that had some.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from math import sqrt
from typing import Annotated, Final, NamedTuple

from pydantic import Field

from debrief.kernel.calendar import start_of_day
from debrief.kernel.model import Entity
from debrief.quality.drawing.lot import in_order

Z95: Final = 1.959964
"""The normal quantile of a two-sided interval of 95 %."""

WANTED: Final = 1_500
"""Units that a forecast looks at; where there are no more it looks at all."""

_PER_SLOT: Final = 25
_SLOTS: Final = (24, 96, 288, 1_440)
_LEAST_TAKEN: Final = 2
"""Slots of a day that are drawn at least: from one alone no error can be told."""

Number = Annotated[float, Field(allow_inf_nan=False)]


class SampleEstimate(Entity):
    """A number with the interval that holds it in 95 % of samples; all three are equal where nothing was sampled."""

    value: Number
    low: Number
    high: Number

    def times(self, factor: float) -> "SampleEstimate":
        """The same in another unit."""
        return SampleEstimate(value=self.value * factor, low=self.low * factor, high=self.high * factor)


class Slot(NamedTuple):
    """A stretch of a day; the end isn't included."""

    start: datetime
    end: datetime


class Stratum(NamedTuple):
    """A day: so many slots, and what each of those holds that were looked at, by name."""

    slots: int
    looked_at: Sequence[Mapping[str, float]]


def division(expected: float, days: int) -> tuple[int, int]:
    """Into how many slots each day is divided, and how many of them are drawn, where so many units are expected."""
    a_day = expected / max(1, days)
    slots = next((each for each in _SLOTS if a_day / each <= _PER_SLOT), _SLOTS[-1])
    taken = round(slots * min(1.0, WANTED / max(1.0, expected)))
    return slots, min(slots, max(_LEAST_TAKEN, taken))


def drawn_slots(seed: str, day: date, time_zone: str, slots: int, taken: int) -> list[Slot]:
    """The slots of a day that are looked at, in the order of the day. A day of 23 or 25 hours has longer or shorter
    ones.
    """
    start, end = start_of_day(day, time_zone), start_of_day(day + timedelta(days=1), time_zone)
    drawn = in_order(seed, (f"{day}.{number}" for number in range(slots)))[:taken]
    numbers = sorted(int(each.rpartition(".")[2]) for each in drawn)
    length = (end - start) / slots
    return [Slot(start + number * length, start + (number + 1) * length) for number in numbers]


def estimated(strata: Sequence[Stratum], name: str, *, each: float = 1.0) -> SampleEstimate:
    """The total of what is called so, over all days. each: what one unit adds to it, for where none was seen."""
    total = variance = seen = 0.0
    slots = looked_at = occupied = 0
    for stratum in strata:
        found = [one.get(name, 0.0) for one in stratum.looked_at]
        taken = len(found)
        if not taken:
            continue
        held = sum(found)
        slots, looked_at, occupied = slots + stratum.slots, looked_at + taken, occupied + sum(map(bool, found))
        total, seen = total + stratum.slots / taken * held, seen + held
        if 1 < taken < stratum.slots:
            mean = held / taken
            between = sum((one - mean) ** 2 for one in found) / (taken - 1)
            variance += stratum.slots**2 * (1 - taken / stratum.slots) * between / taken
    error = Z95 * sqrt(variance)
    in_each = seen / occupied if occupied else each
    most = seen + (slots - looked_at) * _highest_share(occupied, looked_at) * in_each
    # What was seen is there in any case.
    return SampleEstimate(value=total, low=max(min(seen, total), total - error), high=max(total + error, most))


def _highest_share(occupied: int, looked_at: int) -> float:
    """The upper bound of the share of slots in which something stands, where it did in so many of those looked at."""
    if not looked_at:
        return 0.0
    share, squared = occupied / looked_at, Z95**2 / looked_at
    margin = sqrt(share * (1 - share) * squared + squared**2 / 4)
    return (share + squared / 2 + margin) / (1 + squared)
