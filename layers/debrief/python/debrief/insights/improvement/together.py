"""Whether two things go together over several people: Spearman's rank correlation with its interval (S2.6, N3).

Ranks, since a share of scenarios that were passed and points of a rate are neither normal nor without outliers. Ties
take the mean of their ranks. The interval is that of Fisher's z with the standard error of Bonett and Wright,

    tanh( artanh r ± 1.96·√((1 + r²/2) ÷ (n − 3)) ),

and whether it is none at all is Student's test of t = r·√((n − 2) ÷ (1 − r²)) with n − 2 degrees of freedom.

It says that they go together, never that one makes the other: whoever practises may be keener, or have more time.

Sources:
    C. Spearman, "The proof and measurement of association between two things", American Journal of Psychology 15
    (1904), 72–101.
    D. G. Bonett and T. A. Wright, "Sample size requirements for estimating Pearson, Kendall and Spearman
    correlations", Psychometrika 65 (2000), 23–28.
    M. G. Kendall and A. Stuart, The Advanced Theory of Statistics 2 (1973), 31.19: Student's test of it.
"""

from collections.abc import Sequence
from math import atanh, sqrt, tanh
from typing import Final, NamedTuple

from debrief.insights.intervals import Z_95, Interval
from debrief.insights.means import tail

LEAST_PEOPLE: Final = 10


class Correlation(NamedTuple):
    """value: −1 to 1. chance: how likely one as strong is where the two have nothing to do with each other."""

    value: float
    interval: Interval
    chance: float

    @property
    def clear(self) -> bool:
        """Whether the interval excludes 0 and the test agrees."""
        return (self.interval.low > 0 or self.interval.high < 0) and self.chance <= 0.05


def correlation(first: Sequence[float], second: Sequence[float]) -> Correlation | None:
    """How far two values of the same people go together; None of too few, or where one is the same of all.

    Raises:
        ValueError: they aren't of the same people.
    """
    if len(first) != len(second):
        raise ValueError("each value of one needs one of the other")
    number = len(first)
    if number < LEAST_PEOPLE:
        return None
    value = _pearson(ranks(first), ranks(second))
    if value is None:
        return None
    if abs(value) >= 1.0:
        # The formula ends at a point there, which is more than a sample can tell.
        value = (1.0 if value > 0 else -1.0) * (1 - 1 / (2 * number * number))
    centre, margin = atanh(value), Z_95 * sqrt((1 + value * value / 2) / (number - 3))
    t = abs(value) * sqrt((number - 2) / (1 - value * value))
    interval = Interval(tanh(centre - margin), tanh(centre + margin))
    return Correlation(value, interval, min(1.0, 2 * tail(t, number - 2)))


def ranks(values: Sequence[float]) -> list[float]:
    """The rank of each, from 1; those that are the same share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    found = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            found[place] = (start + end) / 2 + 1
        start = end + 1
    return found


def _pearson(first: Sequence[float], second: Sequence[float]) -> float | None:
    number = len(first)
    one, two = sum(first) / number, sum(second) / number
    across = sum((a - one) * (b - two) for a, b in zip(first, second, strict=True))
    spread = sum((a - one) ** 2 for a in first) * sum((b - two) ** 2 for b in second)
    return max(-1.0, min(1.0, across / sqrt(spread))) if spread > 0 else None
