"""Intervals for means and for differences of means, from sums alone (N3).

Rollups keep no single score, so nothing here is called clear: an exact test would need every score of both sides, and
an interval alone calls a change clear too often where scores are few and skewed (`comparing`).

Sources:
    Student (W. S. Gosset), "The probable error of a mean", Biometrika 6 (1908), 1–25.
    B. L. Welch, "The generalization of 'Student's' problem when several different population variances are
    involved", Biometrika 34 (1947), 28–35: the interval of a difference where the spreads differ.
    M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964), 26.5.8 and 26.7.1: Student's distribution
    as an incomplete beta function, and that as a continued fraction.
"""

from fractions import Fraction
from functools import lru_cache
from math import exp, lgamma, log, log1p, sqrt
from typing import Final, NamedTuple

from debrief.insights.intervals import Interval

_TAIL: Final = 0.025
_STEPS: Final = 200
_HAIR: Final = 1e-15
_LEAST: Final = 1e-300
_ROUNDS: Final = 100
_WIDEST: Final = 1e4
"""Above every quantile that is asked for: with one degree of freedom it is 12.7."""


class Sums(NamedTuple):
    """Scores of 0–100, in sums: how many, and their sum and the sum of their squares, in hundredths.

    apart: how many evaluations they are of, at least, where several may be of one; None where each is of its own.
    """

    number: int
    hundredths: int
    squares: int
    apart: int | None = None

    @property
    def variance(self) -> Fraction | None:
        """Of a score, in hundredths squared; None of fewer than two scores."""
        if self.number < 2:
            return None
        return Fraction(self.number * self.squares - self.hundredths**2, self.number * (self.number - 1))


def mean_interval(sums: Sums) -> Interval | None:
    """The 95 % interval of the mean in percent, within 0–100; None of fewer than two scores, and where all are the
    same, which says nothing of the next one.

    m ± t(n − 1)·√(s²/n).
    """
    variance = sums.variance
    if not variance:
        return None
    mean, margin = sums.hundredths / sums.number, student(sums.number - 1) * sqrt(variance / sums.number)
    return Interval(max(0.0, (mean - margin) / 100), min(100.0, (mean + margin) / 100))


def difference_interval(before: Sums, after: Sums) -> Interval | None:
    """The 95 % interval of after − before in points; None where either side has fewer than two scores, or all scores of
    both are the same as others of their side.

    (m₂ − m₁) ± t(f)·√(v₁ + v₂) with v = s²/n of each, and Welch's f = (v₁ + v₂)² ÷ (v₁²/(n₁−1) + v₂²/(n₂−1)).
    """
    first, second = before.variance, after.variance
    if first is None or second is None or not first + second:
        return None
    one, two = first / before.number, second / after.number
    freedom = (one + two) ** 2 / (one**2 / (before.number - 1) + two**2 / (after.number - 1))
    value = Fraction(after.hundredths, after.number) - Fraction(before.hundredths, before.number)
    margin = student(float(freedom)) * sqrt(one + two)
    return Interval(max(-100.0, (float(value) - margin) / 100), min(100.0, (float(value) + margin) / 100))


@lru_cache(maxsize=1024)
def student(freedom: float) -> float:
    """How many standard errors to each side a two-sided 95 % interval takes, with so many degrees of freedom."""
    low, high = 0.0, _WIDEST
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        low, high = (middle, high) if _beyond(middle, freedom) > _TAIL else (low, middle)
    return (low + high) / 2


def _beyond(t: float, freedom: float) -> float:
    """How likely Student's t is above a positive `t`: half of I(f ÷ (f + t²); f/2, 1/2)."""
    return _incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2


def _incomplete_beta(x: float, a: float, b: float) -> float:
    if x <= 0.0 or x >= 1.0:
        return min(max(x, 0.0), 1.0)
    # The fraction converges fast on this side alone; the other is its complement.
    if x > (a + 1) / (a + b + 2):
        return 1.0 - _incomplete_beta(1.0 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front * _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction, worked out from its beginning."""
    above, below = 1.0, 1.0 / _not_0(1.0 - (a + b) * x / (a + 1))
    value = below
    for step in range(1, _STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for part in (even, odd):
            below = 1.0 / _not_0(1.0 + part * below)
            above = _not_0(1.0 + part / above)
            value *= below * above
        if abs(below * above - 1.0) < _HAIR:
            break
    return value


def _not_0(value: float) -> float:
    return value if abs(value) > _LEAST else _LEAST


def tail(t: float, freedom: float) -> float:
    """How likely Student's t, with so many degrees of freedom, is above a `t` that isn't negative."""
    return _beyond(t, freedom)
