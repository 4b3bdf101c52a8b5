"""Coefficients of agreement: values published with their data, cases by hand, and what must hold of all of them."""

import csv
from collections.abc import Sequence
from fractions import Fraction
from operator import truediv
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.quality.agreement.bootstrap import interval
from debrief.quality.agreement.coefficients import (
    Counted,
    ac1,
    against_the_rest,
    alpha,
    compared,
    counted,
    kappa,
    leave_one_out_kappa,
    percent_agreement,
    unanimous,
)
from debrief.quality.agreement.estimates import agreement
from tests.shared import shared
from tests.sizes import soaked

pytestmark = pytest.mark.feature("N4")

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): four observers, twelve units, data missing.
FOUR = (
    (1, 1, None, 1),
    (2, 2, 3, 2),
    (3, 3, 3, 3),
    (3, 3, 3, 3),
    (2, 2, 2, 2),
    (1, 2, 3, 4),
    (4, 4, 4, 4),
    (1, 1, 2, 1),
    (2, 2, 2, 2),
    (None, 5, 5, 5),
    (None, None, 1, 1),
    (None, None, 3, None),
)

# Two who judged fifty, by hand: 20, 5, 10 and 15.
FIFTY: Counted = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}


def test_alpha_as_published() -> None:
    units = counted(FOUR)
    found = [alpha(units, Fraction, level) for level in ("nominal", "ordinal", "interval")]
    assert [round(float(each or 0), 3) for each in found] == [0.743, 0.815, 0.849]
    assert found[0] == Fraction(113, 152)


def test_ac1_and_percent_as_published() -> None:
    # K. L. Gwet, irrCAC, with the same table: AC1 .775 and p_a .818.
    units = counted(FOUR)
    assert round(float(ac1(units, Fraction) or 0), 5) == 0.77544
    assert round(float(percent_agreement(units, Fraction) or 0), 5) == 0.81818


def test_kappa_by_hand() -> None:
    # p_o = 35/50, p_e = (25 × 30 + 25 × 20) / 2500 = 1/2
    assert kappa(FIFTY, Fraction) == Fraction(2, 5)


@pytest.mark.parametrize(("name", "skip"), [("cac.raw4raters.csv", 1), ("xraw10x4.csv", 1)])
def test_the_tables_as_they_were_published(name: str, skip: int) -> None:
    with shared("data", "agreement", name).open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    units = counted([[int(cell) if cell else None for cell in row[skip:]] for row in rows])
    assert compared(units) == sum(sum(bool(cell) for cell in row[skip:]) > 1 for row in rows)
    if name == "cac.raw4raters.csv":
        assert units == counted(FOUR)
    assert_all_agree_with_pairs(units)


def assert_all_agree_with_pairs(units: Any) -> None:
    """The definitions themselves, pair by pair, in the place of the closed formulas."""
    judged = [[value for value in unit if value is not None] for unit in units.elements()]
    judged = [values for values in judged if len(values) > 1]
    shares = [
        Fraction(sum(a == b for i, a in enumerate(v) for j, b in enumerate(v) if i != j), len(v) * (len(v) - 1))
        for v in judged
    ]
    assert percent_agreement(units, Fraction) == (sum(shares) / len(shares) if shares else None)
    everything = [value for values in judged for value in values]
    n = len(everything)
    for level, apart in (("nominal", lambda a, b: int(a != b)), ("interval", lambda a, b: (a - b) ** 2)):
        within = sum((Fraction(sum(apart(a, b) for a in v for b in v), len(v) - 1) for v in judged), Fraction())
        expected = sum(apart(a, b) for a in everything for b in everything)
        assert alpha(units, Fraction, level) == (1 - (n - 1) * within / expected if expected else None)  # type: ignore[arg-type]


tables = st.lists(st.lists(st.sampled_from([None, 1, 2, 3, 5]), min_size=4, max_size=4), min_size=1, max_size=9)


@given(tables)
@settings(max_examples=soaked(60))
def test_closed_formulas_are_the_definitions(table: list[list[int | None]]) -> None:
    assert_all_agree_with_pairs(counted(table))


@given(tables)
@settings(max_examples=soaked(60))
def test_rough_is_exact_but_for_rounding_and_nothing_depends_on_order(table: list[list[int | None]]) -> None:
    units = counted(table)
    turned = counted([row[::-1] for row in reversed(table)])
    for level in ("nominal", "ordinal", "interval"):
        exact = alpha(units, Fraction, level)
        assert exact == alpha(turned, Fraction, level)
        assert exact is None or exact <= 1
        rough = alpha(units, truediv, level)
        assert (rough is None) == (exact is None)
        assert rough == pytest.approx(float(exact)) if exact is not None else True
    one = ac1(units, Fraction)
    assert one == ac1(turned, Fraction)
    assert one is None or -1 <= one <= 1
    assert (one == 1) == (percent_agreement(units, Fraction) == 1)


@given(tables, st.permutations([1, 2, 3, 5]))
@settings(max_examples=soaked(40))
def test_names_of_nominal_answers_make_no_difference(table: list[list[int | None]], names: Sequence[int]) -> None:
    renamed = dict(zip([1, 2, 3, 5], (f"option {each}" for each in names), strict=True))
    other = counted([[renamed[each] if each is not None else None for each in row] for row in table])
    assert alpha(other, Fraction) == alpha(counted(table), Fraction)
    assert ac1(other, Fraction) == ac1(counted(table), Fraction)


def test_ordinal_sees_ranks_only() -> None:
    stretched = {1: 1, 2: 10, 3: 11, 4: 100, 5: 1000}
    other = [[stretched[each] if each else None for each in row] for row in FOUR]
    assert alpha(counted(other), Fraction, "ordinal") == alpha(counted(FOUR), Fraction, "ordinal")
    assert alpha(counted(other), Fraction, "interval") != alpha(counted(FOUR), Fraction, "interval")


def test_all_gave_the_same_answer() -> None:
    units = counted([("yes", "yes", "yes"), ("yes", None, "yes")])
    told = agreement(units, "cal_1")
    assert told.unanimous
    assert told.alpha is None
    assert kappa(units, Fraction) is None
    assert (told.percent.value if told.percent else None, told.ac1.value if told.ac1 else None) == (100, 1)


def test_nobody_was_compared() -> None:
    told = agreement(counted([("yes", None), (None, "no")]), "cal_1")
    assert (told.compared, told.percent, told.alpha, told.ac1, told.unanimous) == (0, None, None, None, False)
    assert not unanimous(counted([]))


def test_whoever_stands_apart_has_the_lowest_kappa() -> None:
    table = [("a", "a", "a", "b"), ("b", "b", "b", "a"), ("a", "a", "a", "a"), ("b", "b", "b", "b")]
    found = [leave_one_out_kappa(counted(table), Fraction, each) for each in range(4)]
    assert found == [1, 1, 1, 0]


def test_the_rest_of_two_minds_tell_nothing() -> None:
    assert against_the_rest(counted([("a", "a", "b"), (None, "a", "a"), ("b", "a", None)]), 0) == {("b", "a"): 1}


def test_intervals_are_the_same_again_and_hold_the_value() -> None:
    first, again = agreement(counted(FOUR), "cal_1"), agreement(counted(FOUR), "cal_1")
    assert first == again
    for each in (first.alpha, first.ac1, first.percent):
        assert each is not None
        assert each.low is not None
        assert each.high is not None
        assert each.low < each.value < each.high
    # The bootstrap of A. F. Hayes and K. Krippendorff for a table of this size is about as wide.
    assert first.alpha is not None
    assert 0.3 < (first.alpha.low or 0) < 0.6


def test_one_kind_of_unit_has_no_interval() -> None:
    assert interval(counted([("a", "b")] * 3), lambda drawn: 0.0, "x") is None


def test_more_answers_are_a_narrower_interval_also_where_they_are_many() -> None:
    def width(times: int) -> float:
        many = {unit: count * times for unit, count in FIFTY.items()}
        low, high = interval(many, lambda drawn: kappa(drawn, truediv), "q") or (0.0, 0.0)
        assert low < 0.4 < high
        return high - low

    small, large = width(1), width(100)
    assert large == pytest.approx(small / 10, rel=0.25)


def test_in_every_draw_of_an_interval_as_many_answers_could_be_chosen() -> None:
    table = counted([(1, 2, 1), (4, 1, 4), (1, 3, 3), (2, 2, 1)])
    few, told = agreement(table, "q"), agreement(table, "q", categories=4)
    assert few == told, "a draw without a 3 is of the same scale"
    assert few.ac1 is not None
    wider = agreement(table, "q", categories=5)
    assert wider.ac1 is not None
    assert wider.ac1.value > few.ac1.value
