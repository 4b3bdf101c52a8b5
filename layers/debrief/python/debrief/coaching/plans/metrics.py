"""How much better a plan may aim at, and what so many percent come to (S1.7)."""

from fractions import Fraction
from typing import Annotated, Final, NamedTuple

from pydantic import Field

from debrief.insights.inquiry_averages import EffectMetric
from debrief.kernel.figures import as_written

Metric = EffectMetric
"""What may be improved by a plan: the four metrics of S1.5."""

LEAST_PERCENT: Final = 5
MOST_PERCENT: Final = 50
RECOMMENDED_PERCENT: Final = (5, 10)
"""A small improvement first."""

Percent = Annotated[int, Field(ge=LEAST_PERCENT, le=MOST_PERCENT)]


class Scale(NamedTuple):
    """Between which values a metric lies; without a `high` it has no end."""

    low: int
    high: int | None


SCALES: Final = {
    Metric.EFFECTIVENESS: Scale(0, None),
    Metric.HANDLE_TIME: Scale(0, None),
    Metric.SATISFACTION: Scale(1, 5),
    Metric.RESOLUTION: Scale(0, 100),
}


def target_value(metric: Metric, start: float, percent: int) -> float:
    """What `percent` better than `start` comes to: `start` × (1 − percent ÷ 100) where less is better, else ×
    (1 + percent ÷ 100).
    """
    return float(_target(metric, as_written(start), percent))


def most_percent(metric: Metric, start: float) -> int:
    """The most that can be aimed at from `start`, in whole percent: 50, or less where the scale ends before.

    Less than `LEAST_PERCENT` where there is nothing to aim at: a start at the best end of the scale, or at 0, of which
    any percentage is 0.
    """
    exact, high = as_written(start), SCALES[metric].high
    if exact <= 0:
        return 0
    if high is None:
        return MOST_PERCENT
    return max(0, min(MOST_PERCENT, int(100 * (high - exact) / exact)))


def is_reached(metric: Metric, value: float, target: float) -> bool:
    """Whether `value` is at least as good as `target`."""
    return value <= target if metric.lower_is_better else value >= target


def within(metric: Metric, value: float) -> float:
    """`value`, or the end of the scale where it lies beyond."""
    scale = SCALES[metric]
    return max(float(scale.low), value if scale.high is None else min(float(scale.high), value))


def _target(metric: Metric, start: Fraction, percent: int) -> Fraction:
    change = Fraction(percent, 100)
    return start * (1 - change if metric.lower_is_better else 1 + change)
