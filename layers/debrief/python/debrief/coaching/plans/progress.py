"""How far a plan has come: the straight way to its target, and where it should be on it by a day (S1.8)."""

from datetime import date
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from debrief.coaching.plans.metrics import Metric, is_reached
from debrief.insights.intervals import Interval
from debrief.kernel.figures import as_written

Standing = Literal["ahead", "on_track", "off_track"]
STANDING_LABELS: Final[dict[Standing, str]] = {"ahead": "Ahead", "on_track": "On track", "off_track": "Off track"}
"""How a standing is shown to people."""

BeyondChance = Literal["better", "worse"]

TOLERANCE: Final = Fraction(15, 100)
"""Of the whole way from start to target: so much more or less than the straight line is on track, both ends included.

Of the way and not of what is expected: on the first days next to nothing is expected, and 15 % of that is nothing."""


class Way(NamedTuple):
    """The straight way from a start, on the day on which the plan begins, to the target on the day on which it ends."""

    metric: Metric
    start: float
    target: float
    begins_on: date
    ends_on: date

    def elapsed(self, day: date) -> Fraction:
        """Which share of the time is over at the end of a day: 0 on the first, 1 on the last and after it."""
        return min(Fraction(1), max(Fraction(0), Fraction((day - self.begins_on).days, self._days)))

    def expected(self, day: date) -> float:
        """The value that the straight way has on a day."""
        start, target = as_written(self.start), as_written(self.target)
        return float(start + (target - start) * self.elapsed(day))

    def covered(self, value: float) -> Fraction:
        """Which share of the way a value is: 0 at the start, 1 at the target, less and more beyond them."""
        start, target = as_written(self.start), as_written(self.target)
        return (as_written(value) - start) / (target - start)

    def standing(self, value: float, day: date) -> Standing:
        """Whether a value is more or less than is expected on a day, by more than `TOLERANCE` of the whole way."""
        before_line = self.covered(value) - self.elapsed(day)
        if before_line > TOLERANCE:
            return "ahead"
        return "off_track" if before_line < -TOLERANCE else "on_track"

    def is_over(self, day: date) -> bool:
        """Whether the plan's last day ends with this day, or did before."""
        return day >= self.ends_on

    def is_reached(self, value: float) -> bool:
        """Whether a value is at least as good as the target."""
        return is_reached(self.metric, value, self.target)

    @property
    def _days(self) -> int:
        return max(1, (self.ends_on - self.begins_on).days)


def beyond_chance(metric: Metric, value: float, band: Interval | None) -> BeyondChance | None:
    """Which way a value lies outside of what chance alone would do; None within it, or where that isn't known."""
    if band is None or band.low <= value <= band.high:
        return None
    return "better" if (value < band.low) == metric.lower_is_better else "worse"
