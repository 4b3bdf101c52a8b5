"""Sums of scores that stay exact, so that an average is the same figure wherever it is reckoned (S4.9).

A score is a fraction, such as 10 of 12 points, of which a float holds the nearest. Here it becomes the fraction again
and then a whole number of very small units, of which thirds, sevenths, elevenths and so on are whole multiples: sums of
such numbers are exact, in whatever order and however many there are. The rollups keep a sum in two counters: hundredths
of a percent, rounded one by one, as they were kept from the start, and what these lack in units. Of what was counted
before there were units nothing is known to lack; it stays as it was rounded until it is counted anew.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Final

UNITS: Final = 2**8 * 3**4 * 5**6 * 7**2 * 11 * 13 * 17 * 19 * 23 * 29 * 31 * 37 * 41
"""Units of a percent. What is lacking in ten million scores together has 28 digits; DynamoDB keeps 38."""

_HUNDREDTH: Final = UNITS // 100
_LARGEST_DENOMINATOR: Final = 1_000_000
"""Two fractions with denominators up to here are 1e-12 apart at least, a float of 0–100 is off by 1e-14 at most: so the
nearest such fraction is the score itself, where there is one as near as that. Others stay floats."""

_HAIR: Final = Fraction(1, 10**13)


@lru_cache(maxsize=4096)
def fraction_of(percent: float) -> Fraction:
    """The score in percent that a float is the nearest to, such as 2000/43."""
    given = Fraction(percent)
    short = given.limit_denominator(_LARGEST_DENOMINATOR)
    return short if abs(short - given) < _HAIR else given


@lru_cache(maxsize=4096)
def units_of(percent: float) -> int:
    """A score in percent as a whole number of units; exact where no prime above 41 divides its denominator."""
    exact = fraction_of(percent)
    return _halves_up(exact.numerator * UNITS, exact.denominator)


def hundredths_of(units: int) -> int:
    """The score in hundredths of a percent, halves up, as it is shown."""
    return _halves_up(units, _HUNDREDTH)


def rest_of(units: int) -> int:
    """The units that are lacking in the hundredths; fewer than nothing where these were rounded up."""
    return units - hundredths_of(units) * _HUNDREDTH


def units_in(hundredths: int, rest: int) -> int:
    """The units of a sum that is kept in hundredths, and what these lack."""
    return hundredths * _HUNDREDTH + rest


def average(units: int, scored: int) -> float:
    """The mean of `scored` scores of so many units together, in percent: the float that is nearest to it."""
    return float(Fraction(units, scored * UNITS))


def mean(percents: Iterable[float]) -> float:
    """The mean of scores in percent; there is at least one."""
    units = [units_of(percent) for percent in percents]
    return average(sum(units), len(units))


def _halves_up(part: int, of: int) -> int:
    return (2 * part + of) // (2 * of)
