"""Intervals for rates and for differences of rates: how much a small sample can tell (N3).

Sources:
    E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927), 209–212.
    R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of
    eleven methods", Statistics in Medicine 17 (1998), 873–890: method 10, the hybrid score interval.
"""

from math import sqrt
from typing import NamedTuple

Z_95 = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""


class Interval(NamedTuple):
    """From `low` to `high`, both included."""

    low: float
    high: float


class Difference(NamedTuple):
    """How far a rate moved: `value` = after − before as proportions, with its interval.

    significant: the interval excludes 0.
    """

    value: float
    interval: Interval
    significant: bool


def wilson(passed: float, applicable: int, z: float = Z_95) -> Interval:
    """The Wilson score interval of the proportion `passed` ÷ `applicable`, within 0–1.

    (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) ÷ (1 + z²/n), with p = passed ÷ applicable and n = applicable.

    Raises:
        ValueError: `applicable` isn't positive, or `passed` isn't between 0 and it.
    """
    _check(passed, applicable)
    share = passed / applicable
    squared = z * z / applicable
    centre = share + squared / 2
    margin = z * sqrt(share * (1 - share) / applicable + squared / (4 * applicable))
    # At the ends the formula gives exactly 0 and 1; floats may miss them by a hair.
    low = 0.0 if passed == 0 else (centre - margin) / (1 + squared)
    high = 1.0 if passed == applicable else (centre + margin) / (1 + squared)
    return Interval(low, high)


def wilson_of_shares(total: float, number: int, z: float = Z_95) -> Interval:
    """The interval of the mean of so many independent shares, each within 0–1, that come to `total`; within 0–1.

    Wilson's, as if each were all or nothing. Of values within 0–1 with mean p none vary more than these, whose variance
    is p(1−p) (R. Bhatia, C. Davis, "A better bound on the variance", American Mathematical Monthly 107 (2000),
    353–357): where shares lie between, the interval is wider than it need be, never narrower, and where all are 1 it
    still has a width.

    Raises:
        ValueError: as `wilson`.
    """
    return wilson(total, number, z)


def newcombe(
    passed_before: int, applicable_before: int, passed_after: int, applicable_after: int, z: float = Z_95
) -> Difference:
    """The change of a rate between two independent samples, with Newcombe's hybrid score interval, within −1 to 1.

    With Wilson's limits l and u of each p, and d = p₂ − p₁ (1 before, 2 after):
    d − √((p₂−l₂)² + (u₁−p₁)²) to d + √((u₂−p₂)² + (p₁−l₁)²).

    Raises:
        ValueError: as `wilson`, for either sample.
    """
    before, after = wilson(passed_before, applicable_before, z), wilson(passed_after, applicable_after, z)
    first, second = passed_before / applicable_before, passed_after / applicable_after
    value = second - first
    low = value - sqrt((second - after.low) ** 2 + (before.high - first) ** 2)
    high = value + sqrt((after.high - second) ** 2 + (first - before.low) ** 2)
    interval = Interval(max(low, -1.0), min(high, 1.0))
    return Difference(value, interval, is_significant(interval))


def is_significant(interval: Interval) -> bool:
    """Whether a difference's interval excludes 0; an interval that only touches 0 doesn't."""
    return interval.low > 0 or interval.high < 0


def _check(passed: float, applicable: int) -> None:
    if applicable <= 0:
        raise ValueError("a rate needs at least one applicable answer")
    if not 0 <= passed <= applicable:
        raise ValueError("passed has to lie between 0 and applicable")


def finite_wilson(passed: int, applicable: int, population: int, z: float = Z_95) -> Interval:
    """The interval of the proportion in a population of so many, `applicable` of which were drawn without putting back.

    Wilson's, with the size of a sample with putting back that varies as much: n·(N−1)/(N−n), since the variance of the
    proportion is p(1−p)/n · (N−n)/(N−1) (W. G. Cochran, Sampling Techniques, 3rd edition, 1977, section 3.2). What was
    drawn is known, so that the limits are at least passed ÷ N and at most 1 − (n − passed) ÷ N; with n = N nothing is
    left to chance. A population that is smaller than what was drawn of it counts as just that.

    Raises:
        ValueError: as `wilson`.
    """
    _check(passed, applicable)
    population = max(population, applicable)
    if population == applicable:
        return Interval(passed / applicable, passed / applicable)
    size = applicable * (population - 1) / (population - applicable)
    share = passed / applicable
    squared = z * z / size
    centre = share + squared / 2
    margin = z * sqrt(share * (1 - share) / size + squared / (4 * size))
    least, most = passed / population, 1 - (applicable - passed) / population
    return Interval(max((centre - margin) / (1 + squared), least), min((centre + margin) / (1 + squared), most))
