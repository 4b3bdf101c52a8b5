"""The exact tests against published figures, against counting one by one, and against their own promise (N3)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.insights import exact_tests
from debrief.insights.exact_tests import ONE_WAY, clear_chances, clear_rates, fisher, mean_chances, rate_chances
from tests.sizes import soaked

pytestmark = pytest.mark.feature("N3")

tables = st.tuples(st.integers(1, 12), st.integers(1, 12)).flatmap(
    lambda sizes: st.tuples(st.integers(0, sizes[0]), st.just(sizes[0]), st.integers(0, sizes[1]), st.just(sizes[1]))
)


def holm(chances: Sequence[float], level: float = 2 * ONE_WAY) -> tuple[bool, ...]:
    """Holm's procedure as it is defined, over chances that are all reckoned."""
    clear = [False] * len(chances)
    for rank, place in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        if chances[place] > level / (len(chances) - rank):
            break
        clear[place] = True
    return tuple(clear)


def test_boschloos_chance_is_that_of_the_worked_example() -> None:
    # Of 117 who took the first job 74 were satisfied, of 63 who took the second 31: the example of several packages,
    # among them scipy.stats.boschloo_exact; Fisher's chance is 0.0483, Boschloo's 0.0356.
    assert fisher(31, 63, 74, 117) == pytest.approx(0.0483, abs=5e-5)
    assert rate_chances(31, 63, 74, 117).up == pytest.approx(0.0356, abs=5e-5)


def test_fishers_chance_of_the_lady_tasting_tea() -> None:
    assert fisher(0, 4, 4, 4) == pytest.approx(1 / 70)
    assert fisher(1, 4, 3, 4) == pytest.approx(17 / 70)


def _by_margins(a: int, n: int, b: int, m: int) -> Fraction:
    """Fisher's chance from its definition: all ways in which so many of n + m answers pass, one by one."""
    ways = [sum(place >= n for place in some) for some in combinations(range(n + m), a + b)]
    return Fraction(sum(after >= b for after in ways), len(ways))


@given(
    st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
        lambda sizes: st.tuples(
            st.integers(0, sizes[0]), st.just(sizes[0]), st.integers(0, sizes[1]), st.just(sizes[1])
        )
    )
)
def test_fishers_chance_is_that_of_dealing_out(table: tuple[int, int, int, int]) -> None:
    assert fisher(*table) == pytest.approx(float(_by_margins(*table)))


@given(tables)
def test_boschloos_chance_is_the_worst_of_all_rates(table: tuple[int, int, int, int]) -> None:
    a, n, b, m = table
    found = rate_chances(*table).up
    if b * n <= a * m:
        assert found == 1.0
        return
    given_margins = fisher(*table)
    as_rare = [(x, y) for x in range(n + 1) for y in range(m + 1) if fisher(x, n, y, m) <= given_margins * (1 + 1e-12)]

    def probability(rate: float) -> float:
        return sum(
            comb(n, x) * rate**x * (1 - rate) ** (n - x) * comb(m, y) * rate**y * (1 - rate) ** (m - y)
            for x, y in as_rare
        )

    worst = max(probability(step / 500) for step in range(1, 500))
    # Where it is far from clear anyway, Fisher's larger chance stands.
    assert found == pytest.approx(worst, rel=1e-4) or found == given_margins > 8 * ONE_WAY
    assert found <= given_margins * (1 + 1e-12)


@given(tables)
def test_turning_samples_around_turns_the_chances(table: tuple[int, int, int, int]) -> None:
    a, n, b, m = table
    there, back = rate_chances(a, n, b, m), rate_chances(b, m, a, n)
    assert (there.up, there.down) == pytest.approx((back.down, back.up))


SIZES = [(5, 5), (11, 10), (20, 5), (30, 5), (37, 1), (20, 20), (40, 5), (3, 1), (2, 2)]


@pytest.mark.parametrize(("n", "m"), SIZES)
def test_a_rise_is_seen_where_there_is_none_in_one_of_forty_cases_at_most(n: int, m: int) -> None:
    seen = [(a, b) for a in range(n + 1) for b in range(m + 1) if rate_chances(a, n, b, m).up <= ONE_WAY]
    for step in range(1, 200):
        rate = step / 200
        alarms = sum(comb(n, a) * comb(m, b) * rate ** (a + b) * (1 - rate) ** (n + m - a - b) for a, b in seen)
        assert alarms <= ONE_WAY + 1e-9


def test_many_answers_take_fishers_test_in_logarithms() -> None:
    few, many = fisher(120, 201, 150, 200), exact_tests._fisher_of_many(120, 201, 150, 200)
    assert many == pytest.approx(few, rel=1e-9)
    assert rate_chances(120, 201, 150, 200).up == pytest.approx(few, rel=1e-9)
    assert rate_chances(60_000, 100_000, 61_000, 100_000).up < 0.001
    assert rate_chances(60_000, 100_000, 60_010, 100_000).up > 0.4


@pytest.mark.parametrize("table", [(0, 0, 1, 2), (1, 2, 0, 0), (3, 2, 1, 2), (1, 2, -1, 2)])
def test_impossible_counts_are_refused(table: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError):
        rate_chances(*table)


# Means ---------------------------------------------------------------------------------------------------------------

scores = st.lists(st.integers(0, 20), min_size=1, max_size=6)


@given(scores, scores)
def test_the_chances_of_means_are_those_of_all_ways_to_deal_out(before: list[int], after: list[int]) -> None:
    pool = [*before, *after]
    ways = [sum(pool[place] for place in some) for some in combinations(range(len(pool)), len(after))]
    expected = (
        Fraction(sum(each >= sum(after) for each in ways), len(ways)),
        Fraction(sum(each <= sum(after) for each in ways), len(ways)),
    )
    assert mean_chances(before, after) == pytest.approx((float(expected[0]), float(expected[1])))


@given(st.lists(st.integers(0, 4), min_size=9, max_size=14), st.lists(st.integers(0, 4), min_size=9, max_size=14))
@settings(deadline=None, max_examples=soaked(25))
def test_counting_sums_is_counting_ways(before: list[int], after: list[int]) -> None:
    pool = sorted([*before, *after])
    sums = exact_tests._sums(pool, len(after))
    assert sum(sums.values()) == comb(len(pool), len(after))
    counted = mean_chances(before, after)
    high = Fraction(sum(n for total, n in sums.items() if total >= sum(after)), comb(len(pool), len(after)))
    assert counted.up == pytest.approx(float(high))


def test_what_is_drawn_comes_near_what_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = [70, 75, 80, 80, 85, 90, 90, 95] * 2, [80, 85, 85, 90, 95, 95, 95, 100] * 2
    counted = mean_chances(before, after)
    monkeypatch.setattr(exact_tests, "_MOST_SUMS", 0)
    drawn = mean_chances(before, after)
    assert drawn != counted
    assert drawn == pytest.approx(counted, abs=0.005)


@given(
    st.lists(st.integers(0, 10**6), min_size=12, max_size=20), st.lists(st.integers(0, 10**6), min_size=12, max_size=20)
)
@settings(deadline=None, max_examples=soaked(5))
def test_nothing_in_it_is_chance_and_no_order_matters(before: list[int], after: list[int]) -> None:
    found = mean_chances(before, after)
    assert mean_chances(before[::-1], sorted(after)) == found
    back = mean_chances(after, before)
    assert (back.down, back.up) == (found.up, found.down)
    assert min(found) > 0
    assert max(found) <= 1


def test_scores_that_were_rounded_have_equal_sums_within_what_that_can_move() -> None:
    # Three times a third of 100 are meant: as much as 100 and two zeros, of which there are three ways.
    before, after = [0, 0, 100, 0], [33, 33, 33]
    assert mean_chances(before, after) == pytest.approx((16 / 35, 20 / 35))
    assert mean_chances(before, after, rounded=True) == pytest.approx((16 / 35, 23 / 35))


def test_an_empty_sample_has_no_chances() -> None:
    with pytest.raises(ValueError):
        mean_chances([], [1])


# Many at once --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chances", "clear"),
    [
        # Worked by hand: 0.005 ≤ 0.05/4, 0.01 ≤ 0.05/3, 0.03 > 0.05/2, so the rest isn't clear either.
        ([0.01, 0.04, 0.03, 0.005], (True, False, False, True)),
        ([0.05], (True,)),
        ([0.026, 0.04], (False, False)),
        ([0.025, 0.05], (True, True)),
        ([], ()),
    ],
)
def test_holms_decision_by_hand(chances: list[float], clear: tuple[bool, ...]) -> None:
    assert holm(chances) == clear
    assert clear_chances(chances) == clear


@given(st.lists(st.floats(0, 0.2), max_size=30), st.integers(1, 10))
def test_parts_of_a_table_call_no_more_clear_than_the_whole_would(chances: list[float], size: int) -> None:
    parts = [chances[first : first + size] for first in range(0, len(chances), size)]
    found = [clear for part in parts for clear in clear_chances(part, len(chances))]
    assert all(whole or not part for part, whole in zip(found, holm(chances), strict=True))
    # Nobody is kept back whom a table of as many would show without any other.
    alone = [chance <= 2 * ONE_WAY / len(chances) for chance in chances]
    assert all(part or not one for part, one in zip(found, alone, strict=True))


def test_among_many_so_many_ways_are_drawn_that_the_strictest_can_be_met() -> None:
    before, after = list(range(60)), list(range(1_000, 1_060))
    for among in (1, 50, 100):
        assert mean_chances(before, after, among=among).either < 2 * ONE_WAY / among


@given(st.lists(st.none() | tables, max_size=12))
@settings(deadline=None)
def test_what_holm_decides_of_rates_needs_not_all_their_chances(
    looked_at: list[tuple[int, int, int, int] | None],
) -> None:
    chances = [rate_chances(*table).either if table else 1.0 for table in looked_at]
    assert clear_rates(looked_at) == holm(chances)


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[int, int, int, int]]]:
    """The tables whose worst case over all rates is looked for."""
    found: list[tuple[int, int, int, int]] = []
    boschloo = exact_tests._boschloo

    def counted(a: int, n: int, b: int, m: int) -> float:
        found.append((a, n, b, m))
        return boschloo(a, n, b, m)

    monkeypatch.setattr(exact_tests, "_boschloo", counted)
    rate_chances.cache_clear()
    yield found
    rate_chances.cache_clear()


@pytest.mark.parametrize(("n", "m"), [(100, 300), (190, 190)])
def test_a_hundred_line_items_cost_no_more_than_holm_needs(n: int, m: int, worked: list[tuple[int, ...]]) -> None:
    # What Fisher's chance makes clear needs no more, nor does what comes after the first that isn't.
    assert clear_rates([(n // 2, n, m * 9 // 10 - each, m) for each in range(10)] * 10) == (True,) * 100
    assert worked == []
    near = [(n // 2, n, m * 6 // 10 + each % 10, m) for each in range(100)]
    assert clear_rates(near) == (False,) * 100
    assert len(worked) == 1


@pytest.mark.parametrize(("n", "m"), [(100, 300), (190, 190)])
def test_one_worst_case_adds_up_little(n: int, m: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # It took a product for each pair of passes before and after, and twice eighty sums for each hill.
    terms, sums = [0], [0]
    binomial, tail = exact_tests._binomial, exact_tests._tail

    def counted(answers: int, rate: float) -> tuple[int, list[float]]:
        first, passes = binomial(answers, rate)
        terms[0] += len(passes)
        return first, passes

    def tails(*table: int) -> float:
        sums[0] += 1
        return tail(*table)

    exact_tests._grid.cache_clear()
    monkeypatch.setattr(exact_tests, "_binomial", counted)
    monkeypatch.setattr(exact_tests, "_tail", tails)
    exact_tests._boschloo(n * 6 // 10, n, m * 7 // 10, m)
    assert sums[0] <= 2 * (n + m + 1) + 1
    assert terms[0] < 200 * 180
    first = terms[0]
    exact_tests._boschloo(n * 6 // 10, n, m * 7 // 10 + 1, m)
    assert terms[0] - first < first / 2
    exact_tests._grid.cache_clear()


def test_an_edge_is_found_where_chances_are_equal() -> None:
    # 1 of 3 and 3 of 3 is as rare as what mirrors it, 0 of 3 and 2 of 3: both count.
    assert fisher(1, 3, 3, 3) == fisher(0, 3, 2, 3) == 0.2
    assert [each > 0 for each in exact_tests._rejected(1, 3, 3, 3)] == [False, False, True, True, True, False, False]


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_stands_between_bonferroni_and_no_correction(chances: list[float]) -> None:
    for chance, clear in zip(chances, holm(chances), strict=True):
        assert clear or chance > 0.05 / len(chances)
        assert not clear or chance <= 0.05
