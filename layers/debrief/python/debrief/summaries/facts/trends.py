"""How scores moved: week by week, and against the period before, with what the samples can tell (N3)."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from math import cos, gamma, pi, pow, sqrt, tan
from statistics import fmean, variance
from typing import Final, NamedTuple

from debrief.insights.intervals import Z_95, Interval, is_significant
from debrief.summaries.facts.material import DayScores
from debrief.summaries.facts.model import Direction, Week

_FEW: Final = 30
"""Below so many degrees of freedom the expansion around the normal quantile is too coarse: off by 2e-6 at 30, by a
quarter at 1."""

_HALVINGS: Final = 48
_PIECES: Final = 200


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


class Totals(NamedTuple):
    """How many scores there are, and their sum."""

    scored: int
    total: float

    @property
    def mean(self) -> float | None:
        """Their mean; None of none."""
        return self.total / self.scored if self.scored else None


def totals_of(days: Sequence[DayScores], first_day: date = date.min, last_day: date = date.max) -> Totals:
    """The sum of those that lie from `first_day` to `last_day`."""
    own = [each for each in days if first_day <= each.day <= last_day]
    return Totals(sum(each.scored for each in own), sum(each.score_hundredths for each in own) / 100)


def weeks(
    first_day: date,
    last_day: date,
    scores: Sequence[tuple[date, float]],
    minimum: int,
    day_scores: Sequence[DayScores] = (),
) -> tuple[Week, ...]:
    """The average score of each stretch of seven days from `first_day` on, with its interval.

    scores: the day that a score counts for, and the score. day_scores: the sums of all scores, where `scores` are only
    some of them; a week that has more than are in `scores` has its average from these, and no interval, which sums
    don't tell.
    """
    found = []
    start = first_day
    while start <= last_day:
        end = min(start + timedelta(days=6), last_day)
        own = [score for day, score in scores if start <= day <= end]
        totals = totals_of(day_scores, start, end)
        mean, sample, interval = totals.mean, totals.scored, None
        if sample <= len(own):
            mean, sample, interval = fmean(own) if own else None, len(own), mean_interval(own)
        enough = sample >= minimum
        found.append(
            Week(
                first_day=start,
                last_day=end,
                average=mean if enough else None,
                sample=sample,
                low=interval.low if interval and enough else None,
                high=interval.high if interval and enough else None,
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
    margin = t_95(freedom) * sqrt(variance(scores) / len(scores))
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
    margin = t_95(max(freedom, 1.0)) * sqrt(first + second)
    return Change(points, Interval(points - margin, points + margin))


@lru_cache(maxsize=256)
def t_95(freedom: float) -> float:
    """Student's t quantile of a two-sided 95 % interval; of Welch's intervals, degrees of freedom are no whole numbers.

    Of few degrees by its definition: with t = √ν·tan θ, the probability from 0 to t is
    Γ((ν+1)/2) ÷ (√π·Γ(ν/2)) · ∫ cos^(ν−1) from 0 to θ. Of many by the expansion around the normal quantile
    (M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 26.7.5).

    Raises:
        ValueError: fewer than one degree.
    """
    if freedom < 1:
        raise ValueError("a spread needs two values")
    if freedom < _FEW:
        return sqrt(freedom) * tan(_angle(freedom))
    z = Z_95
    terms = (
        z,
        (z**3 + z) / 4 / freedom,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96 / freedom**2,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384 / freedom**3,
    )
    return sum(terms)


def _angle(freedom: float) -> float:
    """The angle up to which the integral holds 47.5 % (half of 95), by halving where it lies."""
    wanted = 0.475 * sqrt(pi) * gamma(freedom / 2) / gamma((freedom + 1) / 2)
    low, high = 0.0, pi / 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _integral(middle, freedom - 1) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _integral(end: float, power: float) -> float:
    """∫ cos^power from 0 to `end`, by Simpson's rule."""
    step = end / _PIECES
    inner = (pow(cos(number * step), power) * (4 if number % 2 else 2) for number in range(1, _PIECES))
    return step / 3 * (1 + sum(inner) + pow(cos(end), power))
