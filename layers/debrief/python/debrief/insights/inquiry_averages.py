"""The four metrics of S1.5 as averages of conversations, each with its number and its interval (N3).

An average is the mean over conversations in which the value is known (S1.2); a resolution rate is such a mean too, in
percent. Lower is better of the Agent Effectiveness Score and of handle time, higher of the others.
"""

from enum import StrEnum
from fractions import Fraction
from math import sqrt
from typing import Final, NamedTuple

from debrief.insights.effectiveness_score import MILLION
from debrief.insights.intervals import Interval, wilson
from debrief.insights.means import student
from debrief.insights.projection.inquiry_sums import InquirySums
from debrief.interactions.conversations.words import Channel


class EffectMetric(StrEnum):
    """What performance by inquiry is measured in; values are the names in the API.

    effectiveness: the Agent Effectiveness Score, in seconds. handle_time: milliseconds. satisfaction: predicted, 1–5.
    resolution: predicted, percent.
    """

    EFFECTIVENESS = "effectiveness"
    HANDLE_TIME = "handle_time"
    SATISFACTION = "satisfaction"
    RESOLUTION = "resolution"

    @property
    def lower_is_better(self) -> bool:
        """Whether less of it is better."""
        return self in (EffectMetric.EFFECTIVENESS, EffectMetric.HANDLE_TIME)


PREDICTED: Final = (EffectMetric.SATISFACTION, EffectMetric.RESOLUTION)


def metrics_of(channel: Channel) -> tuple[EffectMetric, ...]:
    """What there is of a channel: nothing is predicted of e-mail (S1.5)."""
    if channel is Channel.EMAIL:
        return (EffectMetric.EFFECTIVENESS, EffectMetric.HANDLE_TIME)
    return tuple(EffectMetric)


class Moments(NamedTuple):
    """Values in sums, in a whole unit of which `unit` make one of the metric's: how many, their sum, their squares'."""

    number: int
    total: int
    squares: int
    unit: Fraction

    @property
    def mean(self) -> Fraction | None:
        """Their mean; None of nothing."""
        return Fraction(self.total, self.number) / self.unit if self.number else None


def moments_of(sums: InquirySums, metric: EffectMetric) -> Moments:
    """The sums of one metric."""
    if metric is EffectMetric.EFFECTIVENESS:
        return Moments(sums.score_known, sums.score_millionths, sums.score_squares, Fraction(MILLION))
    if metric is EffectMetric.HANDLE_TIME:
        return Moments(sums.handle_known, sums.handle_ms, sums.handle_squares, Fraction(1))
    if metric is EffectMetric.SATISFACTION:
        known = sums.satisfaction_known
        return Moments(known, sums.satisfaction_hundredths, sums.satisfaction_squares, Fraction(100))
    # Of 0 and 1 the squares are the values; a hundredth of one is a percent.
    return Moments(sums.resolution_known, sums.resolved, sums.resolved, Fraction(1, 100))


def mean_of(sums: InquirySums, metric: EffectMetric) -> Fraction | None:
    """The average, in the metric's unit, exactly; None where nobody knows any value."""
    return moments_of(sums, metric).mean


def number_of(sums: InquirySums, metric: EffectMetric) -> int:
    """In how many conversations the value is known."""
    return moments_of(sums, metric).number


def interval_of(sums: InquirySums, metric: EffectMetric) -> Interval | None:
    """The 95 % interval of the average, within the metric's scale; None where too little is known for one.

    Wilson's for a rate; of the others Student's, m ± t(n − 1)·√(s²/n), which takes two values that differ. Handle times
    are skewed, so of few conversations it is a rough one: it is told with their number.
    """
    moments = moments_of(sums, metric)
    if not moments.number:
        return None
    if metric is EffectMetric.RESOLUTION:
        rate = wilson(moments.total, moments.number)
        return Interval(100 * rate.low, 100 * rate.high)
    number = moments.number
    if number < 2:
        return None
    variance = Fraction(number * moments.squares - moments.total**2, number * (number - 1))
    if not variance:
        return None
    mean = float(Fraction(moments.total, number) / moments.unit)
    margin = student(number - 1) * sqrt(float(variance / number / moments.unit**2))
    lowest, highest = (1.0, 5.0) if metric is EffectMetric.SATISFACTION else (0.0, None)
    high = mean + margin
    return Interval(max(lowest, mean - margin), high if highest is None else min(highest, high))
