"""What may be improved by a plan, which way is better, and what so many percent better comes to (S1.5, S1.7)."""

from fractions import Fraction
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field

from debrief.interactions.conversations.words import Channel
from debrief.kernel.figures import as_written

Metric = Literal["score", "handle_time", "resolution", "satisfaction"]
"""score: Agent Effectiveness Score (S1.2). handle_time: in milliseconds. resolution: predicted, as a share of 1.
satisfaction: predicted, 1 to 5."""

LEAST_PERCENT: Final = 5
MOST_PERCENT: Final = 50
RECOMMENDED_PERCENT: Final = (5, 10)
"""A small improvement first."""

Percent = Annotated[int, Field(ge=LEAST_PERCENT, le=MOST_PERCENT)]


class Scale(NamedTuple):
    """Between which values a metric lies (no `high`: without an end), and whether less of it is better."""

    low: int
    high: int | None
    less_is_better: bool


SCALES: Final[dict[Metric, Scale]] = {
    "score": Scale(0, None, less_is_better=True),
    "handle_time": Scale(0, None, less_is_better=True),
    "resolution": Scale(0, 1, less_is_better=False),
    "satisfaction": Scale(1, 5, less_is_better=False),
}

_PREDICTED: Final = frozenset({"resolution", "satisfaction"})


def metrics_of(channel: Channel) -> tuple[Metric, ...]:
    """The metrics that conversations of the channel have; of e-mail nothing is predicted (S1.5)."""
    return tuple(each for each in SCALES if channel is not Channel.EMAIL or each not in _PREDICTED)


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
    exact, scale = as_written(start), SCALES[metric]
    if exact <= 0:
        return 0
    if scale.less_is_better or scale.high is None:
        return MOST_PERCENT
    return max(0, min(MOST_PERCENT, int(100 * (scale.high - exact) / exact)))


def is_reached(metric: Metric, value: float, target: float) -> bool:
    """Whether `value` is at least as good as `target`."""
    return value <= target if SCALES[metric].less_is_better else value >= target


def within(metric: Metric, value: float) -> float:
    """`value`, or the end of the scale where it lies beyond."""
    scale = SCALES[metric]
    return max(float(scale.low), value if scale.high is None else min(float(scale.high), value))


def _target(metric: Metric, start: Fraction, percent: int) -> Fraction:
    change = Fraction(percent, 100)
    return start * (1 - change if SCALES[metric].less_is_better else 1 + change)
