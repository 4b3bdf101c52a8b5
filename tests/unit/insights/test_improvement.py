"""Whether a coached agent does better than chance alone would have it: no false claim above its nominal rate (N3)."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.insights.improvement.beyond_chance import LEAST_COLLEAGUES, prediction
from debrief.insights.improvement.matching import LEAST_ANSWERS, MOST_COLLEAGUES, alike, shifts
from debrief.insights.improvement.model import Attribute
from debrief.insights.improvement.progress import progress, windows
from debrief.insights.means import Sums, student, tail
from tests.sizes import soaked

GREETS = Attribute("sc_1", question_id="qn_greet")
TONE = Attribute("sc_1", section_id="tone")


def rate(passed: int, applicable: int) -> Sums:
    return Sums(applicable, passed * 10_000, passed * 10_000**2)


def week(chance: random.Random, true: float) -> dict[Attribute, Sums]:
    answers = chance.randint(6, 16)
    return {GREETS: rate(sum(chance.random() < true for _ in range(answers)), answers)}


class Told:
    """How often what is said of coached agents who were picked for the worst week of their team."""

    def __init__(self, trials: int, *, seed: int, effect: float = 0.0, team: int = 25) -> None:
        chance = random.Random(seed)
        self.trials, self.improved, self.naive = trials, 0, 0
        for _ in range(trials):
            true = [min(0.98, max(0.05, chance.gauss(0.7, 0.12))) for _ in range(team)]
            before = [week(chance, each) for each in true]
            worst = min(range(team), key=lambda each: before[each][GREETS].hundredths / before[each][GREETS].number)
            others = {str(each): before[each] for each in range(team) if each != worst}
            chosen = alike(before[worst], others, [GREETS])
            expected = shifts(before[worst], others, chosen, [GREETS])
            true[worst] = min(1.0, true[worst] + effect)
            after = [week(chance, each) for each in true]
            line = progress(
                [GREETS],
                before[worst],
                after[worst],
                [after[int(each)] for each in chosen],
                shifts=expected,
                left_out=0,
                minimum=5,
            )[0]
            self.improved += line.verdict == "improved"
            self.naive += line.move is not None and line.move.direction == "up"


@pytest.mark.feature("N3", "S3.7")
def test_of_agents_picked_for_a_bad_week_improved_is_claimed_at_most_as_often_as_is_nominal() -> None:
    told = Told(soaked(400), seed=7)
    nominal = 0.025
    # As often as 99.9 of 100 such runs of so many trials at the nominal rate would stay below.
    most = nominal + 3.1 * (nominal * (1 - nominal) / told.trials) ** 0.5
    assert told.improved / told.trials <= most
    # What it is held against: before and after alone would call it several times as often.
    assert told.naive / told.trials > 2 * nominal


@pytest.mark.feature("N3")
def test_what_coaching_has_truly_done_is_seen_more_often_than_chance() -> None:
    told = Told(soaked(150), seed=8, effect=0.3)
    assert told.improved / told.trials > 0.1


@pytest.mark.feature("N3")
def test_a_prediction_is_the_interval_of_one_more_colleague() -> None:
    others = [rate(passed, 10) for passed in (4, 6, 5, 7, 8)]
    found = prediction(rate(6, 10), others)
    assert found is not None
    assert found.value == pytest.approx(60)
    assert found.low < 60 < found.high
    assert found.chance == pytest.approx(1)
    # On the edge of the interval the chance is a twentieth.
    edge = prediction(Sums(1_000_000, 10_000 * 1_000_000, 10_000**2 * 1_000_000), [rate(4, 10)] * 5)
    assert edge is not None
    assert edge.above
    assert 2 * tail(student(7), 7) == pytest.approx(0.05, abs=1e-9)


@pytest.mark.feature("N3")
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=12), st.integers(0, 20), st.integers(0, 20))
def test_a_prediction_lies_within_what_is_possible_or_is_none(
    others: list[tuple[int, int]], passed: int, more: int
) -> None:
    weeks = [rate(min(a, a + b), a + b) for a, b in others]
    found = prediction(rate(passed, passed + more), weeks)
    with_data = sum(each.number > 0 for each in weeks)
    assert (found is None) == (passed + more == 0 or with_data < LEAST_COLLEAGUES)
    if found is not None:
        assert 0 <= found.low <= found.value <= found.high <= 100
        assert 0 <= found.chance <= 1


@pytest.mark.feature("N3")
@given(st.dictionaries(st.text(min_size=1, max_size=4), st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_colleagues_are_the_nearest_and_choosing_again_chooses_the_same(others: dict[str, tuple[int, int]]) -> None:
    own = {GREETS: rate(5, 10)}
    weeks = {name: {GREETS: rate(a, a + b)} for name, (a, b) in others.items()}
    chosen = alike(own, weeks, [GREETS])
    assert chosen == alike(own, dict(reversed(weeks.items())), [GREETS])
    assert len(chosen) <= MOST_COLLEAGUES
    assert all(weeks[each][GREETS].number >= LEAST_ANSWERS for each in chosen)

    def apart(name: str) -> float:
        return abs(weeks[name][GREETS].hundredths / weeks[name][GREETS].number - 5000)

    left = [each for each in weeks if each not in chosen and weeks[each][GREETS].number >= LEAST_ANSWERS]
    if chosen and left:
        assert max(map(apart, chosen)) <= min(map(apart, left))


@pytest.mark.feature("S3.7")
def test_progress_compares_the_seven_days_before_with_the_past_seven_since() -> None:
    assigned = date(2026, 3, 10)
    spans = windows(assigned, assigned + timedelta(days=20))
    assert spans.before == (date(2026, 3, 3), date(2026, 3, 9))
    assert spans.now == (date(2026, 3, 24), date(2026, 3, 30))
    early = windows(assigned, assigned + timedelta(days=2))
    assert early.now == (assigned, assigned + timedelta(days=2)), "no day from before counts as now"


@pytest.mark.feature("S3.7", "N3")
def test_an_attribute_is_told_with_its_interval_and_below_the_minimum_not_at_all() -> None:
    before, now = {GREETS: rate(8, 20), TONE: Sums(4, 20_000, 110_000_000)}, {GREETS: rate(19, 20)}
    lines = progress([GREETS, TONE], before, now, [], left_out=0, minimum=5)
    greets, tone = lines
    assert greets.before.value == 40
    assert greets.move is not None
    assert greets.move.points == pytest.approx(55)
    assert greets.move.direction == "up"
    assert greets.move.low is not None
    assert 0 < greets.move.low < 55
    assert (greets.verdict, greets.expected) == ("not_enough_data", None), "nobody to hold it against"
    assert (tone.before.value, tone.before.sample, tone.now.sample, tone.move) == (None, 4, 0, None)
