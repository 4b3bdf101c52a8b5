"""The five key metrics and what came of coaching: held against figures that are reckoned from single values (N3)."""

import random
from fractions import Fraction
from math import atanh, sqrt, tanh
from statistics import correlation as pearson
from statistics import fmean, stdev, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.insights.improvement.key_metrics import (
    KEY_METRICS,
    RATES,
    arc_sums,
    changes,
    figure,
    independent,
    rate_sums,
)
from debrief.insights.improvement.matched import LEAST_PAIRS, Stand, effect, pairs
from debrief.insights.improvement.together import LEAST_PEOPLE, correlation, ranks
from debrief.insights.means import Sums
from tests.sizes import soaked

T_95 = {7: 2.364624, 9: 2.262157, 11: 2.200985, 14: 2.144787, 19: 2.093024, 29: 2.045230}
"""Student's quantiles as tables print them."""

SCORES = st.lists(st.integers(0, 10_000), min_size=1, max_size=30)
ARCS = st.lists(st.integers(-1_000, 1_000), min_size=1, max_size=30)


def sums(hundredths: list[int]) -> Sums:
    return Sums(len(hundredths), sum(hundredths), sum(each * each for each in hundredths))


@pytest.mark.feature("S2.7", "N3")
@given(ARCS)
def test_an_arc_comes_out_of_its_sums_as_the_mean_of_the_single_ones(arcs: list[int]) -> None:
    found = figure("sentiment_arc", arc_sums(len(arcs), sum(arcs), sum(each * each for each in arcs)), 1)
    assert found.value == pytest.approx(fmean(arcs) / 100, abs=1e-9)
    assert found.sample == len(arcs)
    if found.value is not None and found.low is not None and found.high is not None:
        assert -10 <= found.low <= found.value + 1e-9
        assert found.value - 1e-9 <= found.high <= 10


@pytest.mark.feature("S2.7", "N3")
@pytest.mark.parametrize("number", [8, 10, 12, 15, 20, 30])
def test_the_interval_of_a_mean_is_student_s_of_the_single_values(number: int) -> None:
    chance = random.Random(number)
    arcs = [chance.randint(-300, 500) for _ in range(number)]
    found = figure("sentiment_arc", arc_sums(number, sum(arcs), sum(each * each for each in arcs)), 5)
    margin = T_95[number - 1] * stdev(arcs) / sqrt(number)
    assert found.low == pytest.approx((fmean(arcs) - margin) / 100, abs=1e-5)
    assert found.high == pytest.approx((fmean(arcs) + margin) / 100, abs=1e-5)


@pytest.mark.feature("S2.7", "N3")
@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_below_the_minimum_there_is_no_figure_and_no_change(a: int, b: int, c: int, d: int) -> None:
    before, now = rate_sums(min(a, b), b), rate_sums(min(c, d), d)
    told = figure("compliance", now, 5)
    assert (told.value is None) == (d < 5)
    assert told.sample == d
    moved = changes({"compliance": before}, {"compliance": now}, 5)
    assert ("compliance" in moved) == (b >= 5 and d >= 5)
    if told.value is not None:
        assert Fraction(told.value).limit_denominator(1000) == Fraction(100 * min(c, d), d)


@pytest.mark.feature("S2.7", "N3")
def test_of_five_rates_that_have_not_changed_one_is_called_clear_rarely() -> None:
    chance, wrong, trials = random.Random(11), 0, soaked(150)
    for _ in range(trials):
        drawn = [
            {
                each: rate_sums(sum(chance.random() < 0.8 for _ in range(25)), 25)
                for each in KEY_METRICS
                if each in RATES
            }
            for _ in range(2)
        ]
        moved = changes(drawn[0], drawn[1], 5)
        wrong += any(each.direction != "unclear" for each in moved.values())
    assert wrong / trials <= 0.05 + 3.1 * sqrt(0.05 * 0.95 / trials)


@pytest.mark.feature("S2.7", "N3")
def test_a_clear_change_of_a_rate_is_called_one_and_a_mean_s_never() -> None:
    high, low = sums([9_000, 9_100, 9_050, 8_990, 9_020] * 8), sums([5_000, 5_100, 5_050, 4_990, 5_020] * 8)
    moved = changes(
        {"quality": low, "compliance": rate_sums(20, 60)}, {"quality": high, "compliance": rate_sums(55, 60)}, 5
    )
    assert moved["compliance"].direction == "up"
    assert moved["quality"].direction == "unclear"
    assert moved["quality"].points == pytest.approx(40)


def of_evaluations(chance: random.Random, number: int, questions: int) -> Sums:
    """Answers of evaluations that pass or miss all of their compliance criteria together."""
    passed = sum(chance.random() < 0.8 for _ in range(number))
    return rate_sums(passed * questions, number * questions)._replace(apart=number)


@pytest.mark.feature("S2.7", "N3")
def test_answers_of_one_evaluation_count_as_one() -> None:
    """Six answers that always come out alike say as much as one: taken for six they called chance clear often."""
    chance, wrong, naive, covered, trials = random.Random(5), 0, 0, 0, soaked(120)
    for _ in range(trials):
        then, now = of_evaluations(chance, 25, 6), of_evaluations(chance, 25, 6)
        wrong += changes({"compliance": then}, {"compliance": now}, 5)["compliance"].direction != "unclear"
        then, alone = then._replace(apart=None), now._replace(apart=None)
        naive += changes({"compliance": then}, {"compliance": alone}, 5)["compliance"].direction != "unclear"
        found = figure("compliance", now, 5)
        assert found.low is not None
        assert found.high is not None
        assert found.sample == 150, "what is told are the answers"
        covered += found.low <= 80 <= found.high
    allowed = 3.1 * sqrt(0.05 * 0.95 / trials)
    assert wrong / trials <= 0.05 + allowed < naive / trials
    assert covered / trials >= 0.95 - allowed


@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_what_counts_as_fewer_answers_keeps_its_share_within_its_interval(
    number: int, apart: int, data: st.DataObject
) -> None:
    passed = data.draw(st.integers(0, number))
    few = rate_sums(passed, number)._replace(apart=apart)
    rate = independent(few)
    assert rate.applicable == min(number, apart)
    assert abs(rate.passed / rate.applicable - passed / number) <= 0.5 / rate.applicable + 1e-9
    found, whole = figure("compliance", few, 1), figure("compliance", rate_sums(passed, number), 1)
    assert found.value == whole.value
    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert found.low <= found.value <= found.high


def stand(before: list[int], now: list[int]) -> Stand:
    return Stand(sums(before), sums(now))


@pytest.mark.feature("N3")
@given(st.integers(0, 2**32))
def test_nobody_is_in_two_pairs_and_what_came_of_it_does_not_choose_them(seed: int) -> None:
    chance = random.Random(seed)

    def someone() -> Stand:
        return stand(*([chance.randint(0, 100) * 100 for _ in range(chance.randint(1, 6))] for _ in range(2)))

    coached = {f"c{each}": someone() for each in range(chance.randint(0, 12))}
    others = {f"o{each}": someone() for each in range(chance.randint(0, 12))}
    found = pairs(coached, others)
    assert len({each.coached for each in found}) == len({each.colleague for each in found}) == len(found)
    later = {id: each._replace(now=sums([0] * each.now.number)) for id, each in others.items()}
    assert pairs(coached, later) == found


@pytest.mark.feature("N3")
def test_the_effect_is_the_mean_difference_of_pairs_with_student_s_interval() -> None:
    chance = random.Random(3)
    # Exactly alike before: nothing of a gap has to be taken off.
    levels = [[6_000 + 200 * each + 10 * more for more in range(4)] for each in range(10)]
    coached = {f"c{each}": stand(level, [chance.randint(60, 90) * 100] * 4) for each, level in enumerate(levels)}
    others = {f"o{each}": stand(level, [chance.randint(50, 80) * 100] * 4) for each, level in enumerate(levels)}
    apart = [
        coached[f"c{each}"].now.hundredths / 4 - others[f"o{each}"].now.hundredths / 4 for each in range(len(levels))
    ]
    found = effect(coached, others)
    assert found is not None
    margin = T_95[9] * sqrt(variance(apart) / 10)
    assert found.pairs == 10
    assert found.points == pytest.approx(fmean(apart) / 100)
    assert (found.low, found.high) == pytest.approx(
        ((fmean(apart) - margin) / 100, (fmean(apart) + margin) / 100), abs=1e-4
    )


def trial(chance: random.Random, gain: float) -> tuple[dict[str, Stand], dict[str, Stand], float]:
    """Forty people, of whom twelve of the worst of a period are coached; how far these rose by themselves."""

    def answers(true: float) -> Sums:
        number = chance.randint(8, 20)
        return rate_sums(sum(chance.random() < true for _ in range(number)), number)

    true = [min(0.97, max(0.1, chance.gauss(0.7, 0.1))) for _ in range(40)]
    before = [answers(each) for each in true]
    worst = sorted(range(40), key=lambda each: before[each].hundredths / before[each].number)
    # Some of the bad ones aren't coached: there was no time for them.
    picked = set(worst[:24:2])
    now = [answers(min(1.0, each + gain) if at in picked else each) for at, each in enumerate(true)]
    stands = [Stand(*each) for each in zip(before, now, strict=True)]
    rose = fmean(stands[at].now.hundredths / stands[at].now.number for at in picked) - fmean(
        stands[at].before.hundredths / stands[at].before.number for at in picked
    )
    return (
        {str(at): stands[at] for at in picked},
        {str(at): stands[at] for at in range(40) if at not in picked},
        rose / 100,
    )


@pytest.mark.feature("N3", "S2.7")
def test_what_a_bad_period_alone_brings_is_not_sold_as_success() -> None:
    chance, trials = random.Random(5), soaked(120)
    wrong, rose, apart = 0, [], []
    for _ in range(trials):
        coached, others, by_itself = trial(chance, gain=0.0)
        found = effect(coached, others)
        assert found is not None
        assert found.pairs >= LEAST_PAIRS
        wrong += found.low > 0
        rose.append(by_itself)
        apart.append(found.points)
    # Before and after alone would have it that they rose by several points, each time.
    assert fmean(rose) > 4
    assert abs(fmean(apart)) < 1.5
    assert wrong / trials <= 0.025 + 3.1 * sqrt(0.025 * 0.975 / trials)


@pytest.mark.feature("N3", "S2.7")
def test_what_coaching_has_done_is_seen_beside_them() -> None:
    chance, trials = random.Random(6), soaked(40)
    found = [effect(*trial(chance, gain=0.2)[:2]) for _ in range(trials)]
    assert sum(each is not None and each.low > 0 for each in found) / trials > 0.6


@pytest.mark.feature("N3")
def test_of_too_few_pairs_nothing_is_told() -> None:
    few = {str(each): stand([5_000, 6_000, 7_000], [9_000, 9_100, 9_200]) for each in range(LEAST_PAIRS - 1)}
    assert effect(few, {f"o{each}": value for each, value in few.items()}) is None


@pytest.mark.feature("S2.6", "N3")
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(-50, 50)), min_size=0, max_size=40))
def test_a_correlation_is_pearson_s_of_the_ranks_with_the_interval_of_bonett_and_wright(
    pairs_: list[tuple[int, int]],
) -> None:
    first, second = [float(a) for a, _ in pairs_], [float(b) for _, b in pairs_]
    found = correlation(first, second)
    if len(pairs_) < LEAST_PEOPLE or len(set(first)) < 2 or len(set(second)) < 2:
        assert found is None
        return
    assert found is not None
    # Ranks told otherwise: how many are below, and half of those that are the same.
    slow = [[sum(b < a for b in many) + (sum(b == a for b in many) + 1) / 2 for a in many] for many in (first, second)]
    assert ranks(first) == slow[0]
    expected = pearson(slow[0], slow[1])
    if abs(expected) < 0.999:
        assert found.value == pytest.approx(expected, abs=1e-9)
        margin = 1.959964 * sqrt((1 + expected**2 / 2) / (len(first) - 3))
        assert found.interval.low == pytest.approx(tanh(atanh(expected) - margin), abs=1e-6)
    assert -1 <= found.interval.low <= found.value <= found.interval.high <= 1


@pytest.mark.feature("S2.6", "N3")
def test_two_things_that_have_nothing_to_do_with_each_other_go_together_rarely() -> None:
    chance, trials = random.Random(9), soaked(300)
    wrong = 0
    for _ in range(trials):
        found = correlation([float(chance.randint(0, 3)) for _ in range(15)], [chance.gauss(0, 10) for _ in range(15)])
        wrong += found is not None and found.clear
    assert wrong / trials <= 0.05 + 3.1 * sqrt(0.05 * 0.95 / trials)


@pytest.mark.feature("S2.6")
def test_what_rises_together_is_told_and_too_few_are_not() -> None:
    shares = [each / 20 for each in range(20)]
    found = correlation(shares, [each + 0.001 * (each * 7 % 3) for each in shares])
    assert found is not None
    assert found.clear
    assert found.value > 0.9
    assert correlation(shares[:9], shares[:9]) is None
    with pytest.raises(ValueError, match="each value"):
        correlation(shares, shares[1:])
