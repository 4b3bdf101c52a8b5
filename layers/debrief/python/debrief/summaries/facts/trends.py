"""How scores moved: week by week, and against the period before, with what the samples can tell (N3)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import sqrt
from statistics import fmean, variance
from typing import Final, NamedTuple

from debrief.insights.intervals import Z_95, Interval, is_significant
from debrief.summaries.facts.model import Direction, Week

_T_95_OF_FEW: Final[Mapping[int, float]] = {1: 12.706, 2: 4.303, 3: 3.182}
"""Student's t quantiles by degrees of freedom, where the expansion of `_t_95` is too coarse."""


class Change(NamedTuple):
    """How far something moved, in points of a percent, with its 95 % interval."""

    points: float
    interval: Interval

    @property
    def direction(self) -> Direction:
        """Up or down where the interval excludes 0."""
        if not is_significant(self.interval):
            return "unclear"
        return "up" if self.points > 0 else "down"


def weeks(first_day: date, last_day: date, scores: Sequence[tuple[date, float]], minimum: int) -> tuple[Week, ...]:
    """The average score of each stretch of seven days from `first_day` on, with its interval.

    scores: the day that a score counts for, and the score.
    """
    found = []
    start = first_day
    while start <= last_day:
        end = min(start + timedelta(days=6), last_day)
        own = [score for day, score in scores if start <= day <= end]
        enough = len(own) >= minimum
        interval = mean_interval(own) if enough else None
        found.append(
            Week(
                first_day=start,
                last_day=end,
                average=fmean(own) if enough else None,
                sample=len(own),
                low=interval.low if interval else None,
                high=interval.high if interval else None,
            )
        )
        start = end + timedelta(days=1)
    return tuple(found)


def mean_interval(scores: Sequence[float]) -> Interval | None:
    """The 95 % interval of the mean of scores, within 0–100; None of fewer than two.

    Student (W. S. Gosset), "The probable error of a mean", Biometrika 6 (1908), 1–25: mean ± t·s/√n, with n − 1 degrees
    of freedom. Wilson's interval is for shares of passes, which scores aren't.
    """
    if len(scores) < 2:
        return None
    mean, freedom = fmean(scores), len(scores) - 1
    quantile = _T_95_OF_FEW.get(freedom) or _t_95(freedom)
    margin = quantile * sqrt(variance(scores) / len(scores))
    return Interval(max(mean - margin, 0.0), min(mean + margin, 100.0))


def mean_change(before: Sequence[float], after: Sequence[float]) -> Change | None:
    """How the mean moved from `before` to `after`, with Welch's interval; None with fewer than two values on a side.

    B. L. Welch, "The generalization of 'Student's' problem when several different population variances are involved",
    Biometrika 34 (1947), 28–35: difference ± t·√(s₁²/n₁ + s₂²/n₂), with the degrees of freedom of Welch and
    Satterthwaite.
    """
    if len(before) < 2 or len(after) < 2:
        return None
    first, second = variance(before) / len(before), variance(after) / len(after)
    points = fmean(after) - fmean(before)
    if first + second == 0:
        return Change(points, Interval(points, points))
    # Welch and Satterthwaite's formula over shares of the variance, so that tiny variances don't vanish when squared.
    share = first / (first + second)
    freedom = 1 / (share**2 / (len(before) - 1) + (1 - share) ** 2 / (len(after) - 1))
    margin = _t_95(freedom) * sqrt(first + second)
    return Change(points, Interval(points - margin, points + margin))


def _t_95(freedom: float) -> float:
    """Student's t quantile of a two-sided 95 % interval, by the expansion around the normal one.

    M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 26.7.5; off by less than 1 % from 4 degrees on.
    """
    z = Z_95
    terms = (
        z,
        (z**3 + z) / 4 / freedom,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96 / freedom**2,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384 / freedom**3,
    )
    return sum(terms)
