"""Averages with how far they can be trusted, and what chance alone would do (S1.8, N3).

Sources:
    Student (W. S. Gosset), "The probable error of a mean", Biometrika 6 (1908), 1–25: the interval of a mean.
    G. J. Hahn, "Factors for calculating two-sided prediction intervals for samples from a normal distribution",
    Journal of the American Statistical Association 64 (1969), 878–888: where the mean of further values will lie.
    Rates by Wilson and by Newcombe, see `insights.intervals`.
"""

from fractions import Fraction
from functools import lru_cache
from math import sqrt
from typing import Annotated, Self

from pydantic import Field

from debrief.coaching.plans.metrics import Metric, within
from debrief.insights.inquiry_averages import Moments
from debrief.insights.intervals import Interval, newcombe, wilson
from debrief.insights.means import student
from debrief.kernel.figures import whole
from debrief.kernel.model import Entity


class Sample(Entity):
    """An average over so many conversations. variance: of a single one, s²; None of fewer than two."""

    n: Annotated[int, Field(ge=1)]
    mean: float
    variance: float | None = None

    @classmethod
    def of(cls, moments: Moments) -> Self | None:
        """What is summed as an average; None of nothing."""
        number, total, squares, unit = moments
        if not number:
            return None
        variance = Fraction(number * squares - total**2, number * (number - 1)) / unit**2 if number > 1 else None
        mean = float(Fraction(total, number) / unit)
        return cls(n=number, mean=mean, variance=None if variance is None else float(variance))


def interval(metric: Metric, sample: Sample) -> Interval | None:
    """The 95 % interval of an average: Wilson's of a rate, else m ± t(n − 1)·s ÷ √n, within the scale.

    None of a single conversation, and where all came to the same: that says nothing of the next one.
    """
    if metric is Metric.RESOLUTION:
        found = wilson(_hits(sample), sample.n)
        return Interval(100 * found.low, 100 * found.high)
    if not sample.variance:
        return None
    margin = student(sample.n - 1) * sqrt(sample.variance / sample.n)
    return Interval(within(metric, sample.mean - margin), within(metric, sample.mean + margin))


def chance_band(metric: Metric, start: Sample, n: int) -> Interval | None:
    """Where the average of `n` further conversations lies in 95 of 100 cases if nothing has changed since `start`.

    Of a mean it is m₀ ± t(n₀ − 1)·s₀·√(1/n + 1/n₀), the prediction interval of the mean of n further values, within the
    scale: the 1/n₀ is there since the start itself was met by chance. Of a rate it goes from the lowest to the highest
    of k ÷ n that don't differ from the start by Newcombe's interval. None where the start tells of no spread.

    It is wider than chance as long as conversations of before the start are among the n: both averages share these.
    """
    if n < 1:
        return None
    if metric is Metric.RESOLUTION:
        return _rate_band(_hits(start), start.n, n)
    if not start.variance:
        return None
    margin = student(start.n - 1) * sqrt(start.variance * (1 / n + 1 / start.n))
    return Interval(within(metric, start.mean - margin), within(metric, start.mean + margin))


@lru_cache(maxsize=1024)
def _rate_band(hits: int, start_n: int, n: int) -> Interval | None:
    fitting = [k for k in range(n + 1) if _may_be_the_same(newcombe(hits, start_n, k, n).interval)]
    return Interval(100 * fitting[0] / n, 100 * fitting[-1] / n) if fitting else None


def _may_be_the_same(difference: Interval) -> bool:
    return difference.low <= 0 <= difference.high


def _hits(sample: Sample) -> int:
    """Of a rate in percent, how often it was so."""
    return whole(sample.mean * sample.n / 100)
