"""Intervals of means, from sums, against values that are printed elsewhere and against reckoning from the scores."""

from fractions import Fraction
from math import sqrt
from statistics import mean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.insights.means import Sums, difference_interval, mean_interval, student

scores = st.lists(st.integers(0, 10_000), min_size=2, max_size=40)


def sums(hundredths: list[int]) -> Sums:
    return Sums(len(hundredths), sum(hundredths), sum(each**2 for each in hundredths))


@pytest.mark.feature("S4.9", "N3")
@pytest.mark.parametrize(
    "freedom, printed",
    # Abramowitz and Stegun, table 26.10.
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (10, 2.228), (20, 2.086), (30, 2.042), (120, 1.980)],
)
def test_students_quantiles_are_those_of_the_printed_table(freedom: int, printed: float) -> None:
    assert round(student(freedom), 3) == printed


@pytest.mark.feature("S4.9", "N3")
@given(scores)
def test_the_interval_of_a_mean_from_sums_is_that_of_the_scores(hundredths: list[int]) -> None:
    found = mean_interval(sums(hundredths))
    if len(set(hundredths)) == 1:
        assert found is None
        return
    assert found is not None
    number = len(hundredths)
    margin = student(number - 1) * sqrt(variance(map(float, hundredths)) / number)
    assert found.low == pytest.approx(max(0, (mean(hundredths) - margin) / 100), abs=1e-6)
    assert found.high == pytest.approx(min(100, (mean(hundredths) + margin) / 100), abs=1e-6)


@pytest.mark.feature("S4.9", "N3")
@given(scores, scores)
def test_a_difference_lies_in_its_interval_which_turns_round_with_it(one: list[int], other: list[int]) -> None:
    there, back = difference_interval(sums(one), sums(other)), difference_interval(sums(other), sums(one))
    if there is None or back is None:
        assert there is back is None
        assert len(set(one)) == len(set(other)) == 1
        return
    points = float(Fraction(sum(other), len(other)) - Fraction(sum(one), len(one))) / 100
    assert there.low - 1e-9 <= points <= there.high + 1e-9
    assert [there.low, there.high] == pytest.approx([-back.high, -back.low])


@pytest.mark.feature("N3")
def test_welchs_interval_of_a_worked_case() -> None:
    """Two samples with variances 250 and 1000 (points²): f = 5.88, t = 2.459, worked by hand."""
    one = [7000, 8000, 9000, 10_000, 6000]
    other = [2000, 4000, 6000, 8000, 10_000]
    found = difference_interval(sums(one), sums(other))
    assert found is not None
    freedom = (50 + 200) ** 2 / (50**2 / 4 + 200**2 / 4)
    margin = student(freedom) * sqrt(250)
    assert freedom == pytest.approx(5.882, abs=1e-3)
    assert [found.low, found.high] == pytest.approx([-20 - margin, -20 + margin])


@pytest.mark.feature("N3")
def test_too_few_scores_have_no_interval() -> None:
    assert mean_interval(Sums(1, 5000, 5000**2)) is None
    assert difference_interval(Sums(1, 5000, 5000**2), sums([1, 2])) is None
