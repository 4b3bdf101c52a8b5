"""Reports that rest on a sample say so, with an interval for the conversations that there were (N9, N3)."""

from math import comb
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.insights.intervals import finite_wilson, wilson
from debrief.insights.line_items import LineItemCount, line_item_rates
from debrief.insights.projection.model import Subject
from debrief.insights.reports.sampled import drawn_alike, sample_of, within
from debrief.people.model import AutomaticSampling
from tests.unit.insights.taken_apart import load
from tests.unit.insights.test_period_before import report
from tests.unit.insights.world import World

pytestmark = pytest.mark.feature("N9", "N3")

COUNTS = st.integers(min_value=1, max_value=300).flatmap(
    lambda n: st.tuples(st.integers(min_value=0, max_value=n), st.just(n), st.integers(min_value=0, max_value=900))
)


@given(COUNTS)
def test_it_lies_within_wilsons_and_holds_what_is_known(counts: tuple[int, int, int]) -> None:
    passed, applicable, more = counts
    population = applicable + more
    found, whole = finite_wilson(passed, applicable, population), wilson(passed, applicable)
    assert found.low <= passed / applicable + 1e-12
    assert found.high >= passed / applicable - 1e-12
    assert found.low >= max(whole.low, passed / population) - 1e-12
    assert found.high <= min(whole.high, 1 - (applicable - passed) / population) + 1e-12
    assert finite_wilson(passed, applicable, applicable) == (passed / applicable, passed / applicable)
    assert finite_wilson(passed, applicable, applicable - 1) == finite_wilson(passed, applicable, applicable)


@pytest.mark.parametrize(("population", "drawn"), [(60, 20), (200, 40), (400, 30)])
def test_it_covers_about_as_often_as_it_says(population: int, drawn: int) -> None:
    """Over every number that may pass in the population, by the hypergeometric distribution itself."""
    covered = []
    for passing in range(population + 1):
        right = 0.0
        for passed in range(max(0, drawn - population + passing), min(drawn, passing) + 1):
            low, high = finite_wilson(passed, drawn, population)
            if low - 1e-12 <= passing / population <= high + 1e-12:
                ways = comb(passing, passed) * comb(population - passing, drawn - passed)
                right += ways / comb(population, drawn)
        covered.append(right)
    assert sum(covered) / len(covered) >= 0.94
    assert min(covered) >= 0.8


def test_a_rate_of_a_sample() -> None:
    (rate,) = line_item_rates([LineItemCount("sc", "Card", 1, "q", "Greeting?", 30, 40, no_opportunity=10)])
    found = within(rate, 100)
    assert found is not None
    assert rate.low is not None
    assert rate.high is not None
    assert rate.low < found.low < 75 < found.high < rate.high, "of the 80 to which it would have applied"
    assert within(rate, 50) == (75, 75), "all were evaluated"
    (thin,) = line_item_rates([LineItemCount("sc", "Card", 1, "q", "Greeting?", 1, 2)])
    assert within(thin, 100) is None


def test_what_it_was_drawn_from_is_told() -> None:
    assert sample_of(AutomaticSampling(), 9) is None
    share = sample_of(AutomaticSampling(how="share", percent=12.5), 9)
    number = sample_of(AutomaticSampling(how="number", per_agent_month=7), 9)
    assert share is not None
    assert number is not None
    assert (share.conversations, share.percent, share.per_agent_month) == (9, 12.5, None)
    assert (number.how, number.percent, number.per_agent_month) == ("number", None, 7)


@pytest.fixture
def busy(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    load(world, monkeypatch)
    world.settle(minimum_sample=1, automatic_sampling=AutomaticSampling(how="share", percent=20))
    return world


def bounds(**query: Any) -> dict[str, Any]:
    items = report("us_admin", "line-items", from_="2026-03-09", to="2026-03-22", **query)["items"]
    return {each["question_id"]: (each["sample_low"], each["sample_high"]) for each in items}


def test_only_what_the_ai_evaluates_is_drawn(busy: World) -> None:
    """What people evaluate they have chosen: together with it the interval would close though nothing more is known."""
    automatic = {id: each for id, each in bounds(type="automatic").items() if each[0] is not None}
    assert automatic
    every = bounds()
    assert {id: every[id] for id in automatic} == automatic
    assert all(each == (None, None) for id, each in every.items() if id not in automatic)
    assert {*bounds(type="manual").values()} == {(None, None)}


def test_so_many_of_each_agent_tell_of_one_agent(busy: World) -> None:
    """All of a quiet agent and a tenth of a busy one would tell of the quiet one."""
    busy.settle(automatic_sampling=AutomaticSampling(how="number", per_agent_month=5))
    assert {*bounds(type="automatic").values()} == {(None, None)}
    agents = [Subject("agent", "us_1")]
    number, share = AutomaticSampling(how="number"), AutomaticSampling(how="share")
    assert drawn_alike(number, agents)
    assert drawn_alike(share, [*agents, Subject("agent", "us_2")])
    assert not drawn_alike(number, [*agents, Subject("agent", "us_2")])
    assert not drawn_alike(number, [Subject("team", "tm_1")])
