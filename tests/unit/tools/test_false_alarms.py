"""The printed tables hold what they promise: no false alarm above nominal (N3)."""

from math import sqrt
from random import Random

import pytest

from tools.false_alarms.tables import (
    NOMINAL,
    SHAPES,
    SIZES,
    called,
    chance,
    item_alarms,
    mean_alarms,
    report_alarms,
    table_alarms,
    weakest_alarms,
)

pytestmark = pytest.mark.feature("N3", "S0.12")


@pytest.mark.parametrize("sizes", SIZES)
def test_no_size_of_samples_raises_more_false_alarms_than_nominal(sizes: tuple[int, int]) -> None:
    alarms = item_alarms(*sizes)
    assert max(alarms.up, alarms.down) <= NOMINAL + 1e-9
    assert alarms.either <= 2 * NOMINAL + 1e-9


def test_samples_below_the_minimum_raise_none() -> None:
    assert item_alarms(37, 1) == item_alarms(3, 1) == (0, 0, 0)


def test_a_true_rise_is_seen_the_more_often_the_more_there_is_to_see() -> None:
    powers = [chance(called(size, size), (size, size), (0.5, 0.9)).up for size in (5, 10, 20)]
    assert powers == sorted(powers)
    assert powers[-1] > 0.8


def test_a_report_of_many_items_calls_nothing_changed_more_often_than_nominal() -> None:
    # Of 2,000 reports, one in twenty is 100; three standard errors are 30 more.
    assert report_alarms(20, 20, 0.8) <= 2 * NOMINAL + 0.015


@pytest.mark.parametrize("items", [3, 10])
def test_the_weakest_of_many_is_called_improved_no_more_often_than_one_alone(items: int) -> None:
    # Of 2,000 reports, one in forty is 50; three standard errors are 21 more.
    assert weakest_alarms(items, 20, 0.8) <= NOMINAL + 0.0105


@pytest.mark.parametrize("name", SHAPES)
def test_averages_of_few_and_skewed_scores_raise_no_more_either(name: str) -> None:
    # Of 500 pairs 12.5 are nominal; three standard errors are 10.5 more.
    alarms = mean_alarms(SHAPES[name], 40, 5, runs=500)
    assert max(alarms.up, alarms.down) <= NOMINAL + 0.021


@pytest.mark.feature("S4.13")
@pytest.mark.parametrize(("agents", "tables"), [(12, 100), (50, 40)])
def test_home_calls_nobody_up_or_down_more_often_than_nominal_however_many_stand_there(
    agents: int, tables: int
) -> None:
    """Each judged alone, 39 % of tables of 12 and 91 % of tables of 50 had an arrow though nobody had changed."""
    nominal = 2 * NOMINAL
    assert table_alarms(SHAPES["normal"], agents, 15, tables=tables) <= nominal + 3 * sqrt(nominal / tables)


def test_scores_are_drawn_within_what_can_be_scored() -> None:
    for drawn in SHAPES.values():
        assert all(0 <= drawn(Random(seed)) <= 100 for seed in range(200))
