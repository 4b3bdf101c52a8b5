"""Reporting lines, against the plainest possible way of computing them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.people.lines import (
    MOST_LEVELS,
    closes_cycle,
    everyone_below,
    is_below,
    levels,
    line_above,
    on_cycle,
)

Managers = dict[str, str | None]


@st.composite
def forests(draw: st.DrawFn) -> Managers:
    """People p0…pn; each reports to nobody or to somebody with a smaller number."""
    size = draw(st.integers(1, 25))
    managers: Managers = {}
    for number in range(size):
        above = draw(st.none() | st.integers(0, number - 1)) if number else None
        managers[f"p{number}"] = None if above is None else f"p{above}"
    return managers


@st.composite
def tangles(draw: st.DrawFn) -> Managers:
    """People with any managers at all: circles, own managers and managers that aren't there."""
    size = draw(st.integers(1, 12))
    anybody = st.none() | st.integers(0, size).map(lambda number: f"p{number}")
    return {f"p{number}": draw(anybody) for number in range(size)}


def naive_above(person: str, managers: Managers) -> list[str]:
    above = managers.get(person)
    return [] if above is None else [above, *naive_above(above, managers)]


@pytest.mark.feature("P1")
@given(forests())
def test_the_walk_up_equals_the_naive_one(managers: Managers) -> None:
    for person in managers:
        assert list(line_above(person, managers.get)) == naive_above(person, managers)[:MOST_LEVELS]
        for other in managers:
            assert is_below(person, other, managers.get) == (other in naive_above(person, managers))


@pytest.mark.feature("P1")
@given(forests())
def test_collecting_downwards_finds_exactly_those_whose_walk_up_ends_there(managers: Managers) -> None:
    asked: list[str] = []

    def reports_of(manager: str) -> list[tuple[str, bool]]:
        asked.append(manager)
        return [(person, person in managers.values()) for person, above in managers.items() if above == manager]

    for manager in managers:
        asked.clear()
        below = everyone_below(manager, reports_of)
        assert below == {person for person in managers if manager in naive_above(person, managers)}
        assert set(asked) - {manager} <= set(managers.values()), "only managers are asked"


@given(forests(), st.data())
def test_a_move_is_refused_exactly_when_it_closes_a_circle(managers: Managers, data: st.DataObject) -> None:
    people = st.sampled_from(sorted(managers))
    person, manager = data.draw(people), data.draw(people)
    assert closes_cycle(person, manager, managers.get) == bool(on_cycle(managers | {person: manager}))


@given(tangles())
def test_those_on_a_circle_are_those_who_come_back_to_themselves(managers: Managers) -> None:
    def comes_back(person: str) -> bool:
        current = managers[person]
        for _ in managers:
            if current == person:
                return True
            current = managers.get(current) if current else None
        return False

    assert on_cycle(managers) == {person for person in managers if comes_back(person)}
    for person in managers:
        assert len(list(line_above(person, managers.get))) <= len(managers)


@given(tangles())
def test_levels_count_the_managers_above_and_are_unknown_above_a_circle(managers: Managers) -> None:
    circle = on_cycle(managers)
    for person, level in levels(managers).items():
        if level is None:
            assert circle & {person, *line_above(person, managers.get)}
        else:
            assert level == sum(above in managers for above in line_above(person, managers.get))


def test_reading_a_damaged_line_ends() -> None:
    endless = {f"p{number}": f"p{number + 1}" for number in range(1000)}
    assert len(list(line_above("p0", endless.get))) == MOST_LEVELS
