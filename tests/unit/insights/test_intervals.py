"""Intervals against the figures of Newcombe's two papers of 1998 and against calculation by hand."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.insights.intervals import Interval, is_significant, newcombe, wilson


@pytest.mark.feature("N3")
@pytest.mark.parametrize(
    "passed, applicable, low, high",
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_as_published(passed: int, applicable: int, low: float, high: float) -> None:
    interval = wilson(passed, applicable)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@pytest.mark.feature("N3")
def test_wilson_by_hand() -> None:
    # p = 0.5, n = 4, z = 2: centre (0.5 + 4/8) / (1 + 4/4) = 0.5; margin 2·√(0.25/4 + 4/64) / 2 = √0.125
    assert wilson(2, 4, z=2) == pytest.approx((0.5 - 0.125**0.5, 0.5 + 0.125**0.5))


@pytest.mark.feature("N3")
@pytest.mark.parametrize(
    "passed, applicable, passed_2, applicable_2, low, high",
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998), 873–890, table II, method 10; the paper's θ is p₁ − p₂
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0000),
        (10, 10, 0, 10, 0.6075, 1.0000),
    ],
)
def test_newcombe_as_published(
    passed: int, applicable: int, passed_2: int, applicable_2: int, low: float, high: float
) -> None:
    change = newcombe(passed_2, applicable_2, passed, applicable)
    assert change.value == pytest.approx(passed / applicable - passed_2 / applicable_2)
    assert (round(change.interval.low, 4), round(change.interval.high, 4)) == (low, high)
    assert change.significant == (low > 0)


@pytest.mark.feature("N3")
@pytest.mark.parametrize(
    "interval, significant",
    [((0.1, 0.2), True), ((-0.2, -0.1), True), ((-0.1, 0.1), False), ((0.0, 0.2), False), ((-0.2, 0.0), False)],
)
def test_a_difference_is_significant_when_its_interval_excludes_0(
    interval: tuple[float, float], significant: bool
) -> None:
    assert is_significant(Interval(*interval)) is significant


@pytest.mark.parametrize("passed, applicable", [(0, 0), (1, 0), (-1, 5), (6, 5)])
def test_impossible_counts_are_refused(passed: int, applicable: int) -> None:
    with pytest.raises(ValueError):
        wilson(passed, applicable)
    with pytest.raises(ValueError):
        newcombe(1, 2, passed, applicable)


counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.feature("N3")
@given(counts)
def test_wilson_holds_the_rate_and_mirrors(count: tuple[int, int]) -> None:
    passed, applicable = count
    interval = wilson(passed, applicable)
    assert 0 <= interval.low <= passed / applicable <= interval.high <= 1
    mirrored = wilson(applicable - passed, applicable)
    assert mirrored == pytest.approx((1 - interval.high, 1 - interval.low))


def _score_limits(passed: int, applicable: int) -> tuple[Decimal, Decimal]:
    """Wilson's limits from their definition, in fifty digits: the rates π with (p − π)²·n = z²·π·(1 − π)."""
    with localcontext() as context:
        context.prec = 50
        n, p, z = Decimal(applicable), Decimal(passed) / Decimal(applicable), Decimal("1.95996398454005423552")
        a, b, c = n + z * z, -(2 * n * p + z * z), n * p * p
        root = (b * b - 4 * a * c).sqrt()
        return (-b - root) / (2 * a), (-b + root) / (2 * a)


@pytest.mark.feature("N3")
@given(counts, counts)
def test_intervals_are_right_to_nine_digits(before: tuple[int, int], after: tuple[int, int]) -> None:
    low, high = _score_limits(*before)
    assert wilson(*before) == pytest.approx((float(low), float(high)), abs=1e-9)
    low_2, high_2 = _score_limits(*after)
    first, second = (Decimal(passed) / Decimal(applicable) for passed, applicable in (before, after))
    down = ((second - low_2) ** 2 + (high - first) ** 2).sqrt()
    up = ((high_2 - second) ** 2 + (first - low) ** 2).sqrt()
    expected = (float(second - first - down), float(second - first + up))
    assert newcombe(*before, *after).interval == pytest.approx(expected, abs=1e-9)


@pytest.mark.feature("N3")
@given(counts, counts)
def test_newcombe_holds_the_difference_and_turns_around(before: tuple[int, int], after: tuple[int, int]) -> None:
    change, back = newcombe(*before, *after), newcombe(*after, *before)
    assert -1 <= change.interval.low <= change.value <= change.interval.high <= 1
    assert back.interval == pytest.approx((-change.interval.high, -change.interval.low))


@pytest.mark.feature("N3")
@given(counts)
def test_no_change_is_never_significant(count: tuple[int, int]) -> None:
    assert not newcombe(*count, *count).significant
