"""Whether rates moved, each by itself and many together (N3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.insights.comparing import Change, Rate, rate_change, rate_changes
from debrief.insights.exact_tests import rate_chances
from debrief.insights.intervals import Interval, newcombe

pytestmark = pytest.mark.feature("N3")

rates = st.integers(1, 40).flatmap(lambda n: st.builds(Rate, st.integers(0, n), st.just(n)))


@given(rates, rates)
def test_a_change_is_clear_where_interval_and_exact_test_agree(before: Rate, after: Rate) -> None:
    change = rate_change(before, after)
    interval = newcombe(*before, *after).interval
    assert change.interval == pytest.approx((100 * interval.low, 100 * interval.high))
    up = interval.low > 0 and rate_chances(*before, *after).up <= 0.025
    down = interval.high < 0 and rate_chances(*before, *after).down <= 0.025
    assert change.direction == ("up" if up else "down" if down else "unclear")


@given(st.lists(st.tuples(rates, rates), max_size=12))
def test_the_more_are_compared_the_less_is_clear(pairs: list[tuple[Rate, Rate]]) -> None:
    for (before, after), together in zip(pairs, rate_changes(pairs), strict=True):
        alone = rate_change(before, after)
        assert together._replace(clear=alone.clear) == alone
        assert alone.clear or not together.clear


def test_a_change_that_is_clear_by_itself_may_not_be_among_twenty() -> None:
    moved, still = (Rate(10, 20), Rate(18, 20)), (Rate(16, 20), Rate(16, 20))
    assert rate_change(*moved).direction == "up"
    assert [each.direction for each in rate_changes([moved, *[still] * 19])] == ["unclear"] * 20
    large = (Rate(2, 20), Rate(18, 20))
    assert [each.direction for each in rate_changes([large, *[still] * 19])] == ["up", *["unclear"] * 19]


def test_what_is_written_as_nothing_is_no_change() -> None:
    change = Change(0.04, Interval(0.01, 0.07), clear=True)
    assert (change.excludes_0, change.direction) == (True, "unclear")
    assert Change(0.05, Interval(0.01, 0.09), clear=True).direction == "up"
    assert rate_change(Rate(5_000_000, 10_000_000), Rate(5_004_000, 10_000_000)).direction == "unclear"


def test_points_are_exact() -> None:
    assert rate_change(Rate(1, 8), Rate(8, 8)).points == 87.5
    assert rate_change(Rate(3, 10), Rate(9, 10)).points == 60
