"""Averages are exact: of fractions, in any order, and over what was counted before they were (S4.9, N1)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.kernel.figures import fixed
from debrief.quality.evaluations.averages import UNITS, average, hundredths_of, mean, rest_of, units_in, units_of
from debrief.quality.evaluations.scoring import rounded

pytestmark = pytest.mark.feature("S4.9", "N1")

fractions = st.integers(1, 42).flatmap(lambda possible: st.integers(0, possible).map(lambda n: Fraction(n, possible)))


def test_of_seven_times_ten_and_one_eight_of_twelve() -> None:
    scores = [float(Fraction(1000, 12))] * 7 + [float(Fraction(800, 12))]
    assert mean(scores) == 81.25
    assert fixed(mean(scores), 1) == "81.3"
    # What the rollups kept before they knew what hundredths lack gives 81.24875: 81.2.
    assert fixed(sum(map(rounded, scores)) / 8, 1) == "81.2"


@given(st.lists(fractions, min_size=1, max_size=60))
def test_an_average_is_the_float_nearest_to_the_exact_one(shares: list[Fraction]) -> None:
    assert mean([float(100 * share) for share in shares]) == float(100 * sum(shares) / len(shares))


@given(st.lists(fractions, min_size=1, max_size=40))
def test_a_sum_kept_in_hundredths_and_what_they_lack_is_the_exact_sum(shares: list[Fraction]) -> None:
    units = [units_of(float(100 * share)) for share in shares]
    kept = sum(map(hundredths_of, units)), sum(map(rest_of, units))
    assert units_in(*kept) == sum(units)
    assert Fraction(units_in(*kept), UNITS) == 100 * sum(shares)
    assert all(abs(rest_of(each)) <= UNITS // 200 for each in units)


@given(fractions)
def test_hundredths_are_those_that_are_shown(share: Fraction) -> None:
    assert hundredths_of(units_of(float(100 * share))) == round(100 * rounded(float(100 * share)))


@given(st.floats(0, 100))
def test_any_score_is_kept_as_near_as_anybody_could_see(percent: float) -> None:
    assert abs(Fraction(units_of(percent), UNITS) - Fraction(percent)) < Fraction(1, 10**12)


def test_what_was_counted_before_stays_as_it_was_rounded() -> None:
    new = units_of(float(Fraction(200, 3)))
    both = units_in(8333 + hundredths_of(new), rest_of(new))
    assert average(both, 2) == float((Fraction(8333, 100) + Fraction(200, 3)) / 2)


def test_ten_million_scores_lack_what_the_table_can_hold() -> None:
    assert len(str(10_000_000 * (UNITS // 200))) <= 28
