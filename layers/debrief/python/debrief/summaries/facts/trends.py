"""How scores moved: week by week, and against the period before, with what the samples can tell (N3)."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from math import atan, cos, exp, lcm, lgamma, log, pi, pow, sqrt, tan
from typing import Final, NamedTuple

from debrief.insights.comparing import Change, Move, judged
from debrief.insights.exact_tests import ONE_WAY, Chances, mean_chances
from debrief.insights.intervals import Z_95, Interval, is_significant
from debrief.quality.evaluations.averages import UNITS, average, fraction_of, mean, units_in, units_of
from debrief.summaries.facts.material import DayScores
from debrief.summaries.facts.model import Week

_EXPANDED_FROM: Final = 2_000.0
"""Degrees of freedom from which the expansion around the normal quantile is right to twelve digits."""

_MOST_STEPS: Final = 50
_LARGEST_COMMON: Final = 10**40
_ROUNDED: Final = 10**11
"""Units of a percent to which scores are rounded that have no common denominator up to the largest."""

_PIECES: Final = 200


class Totals(NamedTuple):
    """How many scores there are, and their sum in units of `quality.evaluations.averages`."""

    scored: int
    units: int

    @property
    def mean(self) -> float | None:
        """Their mean; None of none."""
        return average(self.units, self.scored) if self.scored else None


def totals_of(days: Sequence[DayScores], first_day: date = date.min, last_day: date = date.max) -> Totals:
    """The sum of those that lie from `first_day` to `last_day`."""
    own = [each for each in days if first_day <= each.day <= last_day]
    units = sum(units_in(each.score_hundredths, each.score_rest) for each in own)
    return Totals(sum(each.scored for each in own), units)


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
        score, sample, interval = totals.mean, totals.scored, None
        if sample <= len(own):
            score, sample, interval = mean(own) if own else None, len(own), mean_interval(own)
        enough = sample >= minimum
        found.append(
            Week(
                first_day=start,
                last_day=end,
                average=score if enough else None,
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
    of freedom. Wilson's interval is for shares of passes, which scores aren't. Scores that are all the same show no
    spread to reckon with: see `_of_equal`.
    """
    if len(scores) < 2:
        return None
    units = [units_of(each) for each in scores]
    if min(units) == max(units):
        return _of_equal(scores[0], len(scores))
    centre, margin = average(sum(units), len(units)), t_95(len(units) - 1) * sqrt(_squared_error(units))
    return Interval(max(centre - margin, 0.0), min(centre + margin, 100.0))


def mean_change(before: Sequence[float], after: Sequence[float]) -> Change | None:
    """How the mean moved from `before` to `after`, looked at by itself; None with fewer than two values on a side."""
    move = mean_move(before, after)
    return judged([move])[0] if move else None


def mean_move(before: Sequence[float], after: Sequence[float], among: int = 1) -> Move | None:
    """How the mean moved, to be judged with others: of how many it is one. None with fewer than two values on a side.

    With Welch's interval: B. L. Welch, "The generalization of 'Student's' problem when several different population
    variances are involved", Biometrika 34 (1947), 28–35: difference ± t·√(s₁²/n₁ + s₂²/n₂), with the degrees of freedom
    of Welch and Satterthwaite. Where the scores of each side are all the same: the two intervals of `_of_equal`,
    combined as Newcombe combines Wilson's.

    Its chance is that of Pitman's permutation test, where Welch's interval excludes 0. The other interval allows for
    scores between 0 and 100 that were never seen, and isn't asked: equal scores that are followed by other equal ones
    are clear where the test says so.
    """
    if len(before) < 2 or len(after) < 2:
        return None
    first, second = [units_of(each) for each in before], [units_of(each) for each in after]
    points = float(Fraction(sum(second), len(second) * UNITS) - Fraction(sum(first), len(first) * UNITS))
    squared = _squared_error(first), _squared_error(second)
    if spread := any(squared):
        interval = _welch(points, squared, (len(first), len(second)))
    else:
        interval = _between(_of_equal(before[0], len(before)), before[0], _of_equal(after[0], len(after)), after[0])
    chance = 1.0
    if points and (is_significant(interval) or not spread):
        chances = _mean_chances(before, after, among)
        chance = min(1.0, 2 * (chances.up if points > 0 else chances.down))
    return Move(points, interval, chance)


def _mean_chances(before: Sequence[float], after: Sequence[float], among: int = 1) -> Chances:
    """The permutation test of scores as whole numbers of their common denominator, so that equal sums are equal.

    Where that has too many digits to reckon with, as of floats that are no fractions, they are rounded.
    """
    first, second = [fraction_of(each) for each in before], [fraction_of(each) for each in after]
    denominator = 1
    for each in {score.denominator for score in (*first, *second)}:
        denominator = lcm(denominator, each)
        if rounded := denominator > _LARGEST_COMMON:
            denominator = _ROUNDED
            break
    before_units, after_units = ([round(score * denominator) for score in side] for side in (first, second))
    return mean_chances(before_units, after_units, rounded=rounded, among=among)


def _squared_error(units: Sequence[int]) -> float:
    """The variance of the mean of at least two scores, s² ÷ n, reckoned exactly."""
    count = len(units)
    spread = count * sum(each * each for each in units) - sum(units) ** 2
    return float(Fraction(spread, count * count * (count - 1) * UNITS * UNITS))


def _welch(points: float, squared: tuple[float, float], counts: tuple[int, int]) -> Interval:
    # Welch and Satterthwaite's formula over shares of the variance, so that tiny variances don't vanish when squared.
    share = squared[0] / sum(squared)
    freedom = 1 / (share**2 / (counts[0] - 1) + (1 - share) ** 2 / (counts[1] - 1))
    margin = t_95(max(freedom, 1.0)) * sqrt(sum(squared))
    return Interval(points - margin, points + margin)


def _between(first: Interval, before: float, second: Interval, after: float) -> Interval:
    """The interval of the difference of two means that each have their own, as Newcombe combines those of two rates."""
    low = after - before - sqrt((after - second.low) ** 2 + (first.high - before) ** 2)
    high = after - before + sqrt((second.high - after) ** 2 + (before - first.low) ** 2)
    return Interval(max(low, -100.0), min(high, 100.0))


def _of_equal(score: float, count: int) -> Interval:
    """Where the mean may lie when `count` scores are all the same.

    At most so large a part of all scores differs, 1 − 0.025^(1/n), that seeing none is not too unlikely (C. J. Clopper
    and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26
    (1934), 404–413, with no failures), and those that do lie between 0 and 100.
    """
    part = 1 - ONE_WAY ** (1 / count)
    return Interval(score * (1 - part), score + (100 - score) * part)


@lru_cache(maxsize=1024)
def t_95(freedom: float) -> float:
    """Student's t quantile of a two-sided 95 % interval; of Welch's intervals, degrees of freedom are no whole numbers.

    By its definition, right to nine digits: with t = √ν·tan θ, the probability from 0 to t is
    Γ((ν+1)/2) ÷ (√π·Γ(ν/2)) · ∫ cos^(ν−1) from 0 to θ. Of very many degrees by the expansion around the normal quantile
    (M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 26.7.5).

    Raises:
        ValueError: fewer than one degree.
    """
    if freedom < 1:
        raise ValueError("a spread needs two values")
    z = Z_95
    expanded = sum(
        (
            z,
            (z**3 + z) / 4 / freedom,
            (5 * z**5 + 16 * z**3 + 3 * z) / 96 / freedom**2,
            (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384 / freedom**3,
        )
    )
    return expanded if freedom >= _EXPANDED_FROM else sqrt(freedom) * tan(_angle(freedom, expanded))


def _angle(freedom: float, near: float) -> float:
    """The angle up to which the integral holds 47.5 % (half of 95), by Newton's steps. near: about the quantile.

    The integral grows ever more slowly, so that a step from below never goes too far and one from above ends below.
    """
    wanted = 0.475 * exp(0.5 * log(pi) + lgamma(freedom / 2) - lgamma((freedom + 1) / 2))
    angle = atan(near / sqrt(freedom))
    for _ in range(_MOST_STEPS):
        step = (wanted - _integral(angle, freedom - 1)) / pow(cos(angle), freedom - 1)
        angle += step
        if abs(step) < 1e-14:
            break
    return angle


def _integral(end: float, power: float) -> float:
    """∫ cos^power from 0 to `end`, by Simpson's rule."""
    step = end / _PIECES
    inner = (pow(cos(number * step), power) * (4 if number % 2 else 2) for number in range(1, _PIECES))
    return step / 3 * (1 + sum(inner) + pow(cos(end), power))
