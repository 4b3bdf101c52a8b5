"""Of a sample the AI evaluates by itself what the lot draws, and nothing else (N9, N14)."""

from datetime import UTC, date, datetime, timedelta
from statistics import mean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.words import Channel
from debrief.kernel.calendar import month_of
from debrief.people.model import AutomaticSampling
from debrief.people.store import PeopleStore
from debrief.quality.answering.sampling import MonthTally, by_number, by_share, foreseen, lot_of
from debrief.quality.answering.sampling_store import Sampling
from debrief.quality.drawing.lot import place
from tests.unit.quality.world import World, content, yes_no

pytestmark = pytest.mark.feature("N9", "N14")


@pytest.fixture
def world(aws: None) -> World:
    return World()


@given(st.text(max_size=30), st.floats(min_value=0.1, max_value=100), st.floats(min_value=0.1, max_value=100))
def test_a_larger_share_draws_the_same_ones_and_more(id: str, one: float, other: float) -> None:
    lot = lot_of(id, place)
    assert 0 <= lot < 1
    small, large = sorted((one, other))
    if by_share(lot, AutomaticSampling(how="share", percent=small)).drawn:
        assert by_share(lot, AutomaticSampling(how="share", percent=large)).drawn


def test_a_share_is_about_that() -> None:
    fifth = AutomaticSampling(how="share", percent=20)
    drawn = sum(by_share(lot_of(f"int_{number}", place), fifth).drawn for number in range(5_000))
    assert abs(drawn - 1_000) < 4 * (5_000 * 0.2 * 0.8) ** 0.5
    assert all(
        by_share(lot_of(f"int_{n}", place), AutomaticSampling(how="share", percent=100)).drawn for n in range(99)
    )


def month(conversations: int, many: int, before: int, of: str = "") -> list[int]:
    """Which of the conversations of a month, spread over its days, are drawn."""
    sampling, tally = AutomaticSampling(how="number", per_agent_month=many), MonthTally()
    found = []
    for number in range(conversations):
        day = date(2026, 4, 1) + timedelta(days=30 * number // conversations)
        one = by_number(lot_of(f"{of}{number}", place), sampling, tally, before, day)
        tally = tally.model_copy(update={"seen": tally.seen + 1, "drawn": tally.drawn + one.drawn})
        found += [number] * one.drawn
    return found


@given(st.integers(min_value=1, max_value=400), st.integers(min_value=1, max_value=40), st.integers(0, 800))
def test_never_more_than_the_number_and_exactly_it_where_the_month_is_as_the_one_before(
    conversations: int, many: int, before: int
) -> None:
    assert len(month(conversations, many, before)) <= many
    # All on the first day would foretell thirty times as many: a month's worth is spread evenly here.
    told = len(month(conversations, many, conversations))
    assert told <= min(many, conversations)


def test_every_part_of_the_month_is_as_likely() -> None:
    places = [each for number in range(200) for each in month(300, 20, 300, of=f"agent {number} ")]
    assert abs(len(places) / 200 - 20) < 1.5, "as many as wanted"
    assert abs(mean(places) - 149.5) < 4 * 86.6 / len(places) ** 0.5


@given(st.integers(min_value=1, max_value=1000), st.integers(min_value=0, max_value=1000), st.dates())
def test_what_is_foreseen_is_at_least_what_there_was(seen: int, before: int, day: date) -> None:
    found = foreseen(seen, before, day)
    assert found >= max(seen, before)
    if day == month_of(day)[1]:
        assert found == max(seen, before)


def automatic_card(world: World, **more: Any) -> str:
    return world.published(
        content(
            yes_no("a", answerer="ai", check="exact_match", phrases={"any_of": ["call is recorded"]}),
            start_automatically=True,
            **more,
        )
    )


def test_only_what_is_drawn_is_evaluated_and_a_replay_comes_to_the_same(world: World) -> None:
    automatic_card(world)
    world.settle(automatic_sampling=AutomaticSampling(how="share", percent=30))
    taken = {}
    for number in range(1, 13):
        interaction = world.add_interaction(number)
        made = world.automatic.evaluate(interaction.id).evaluations
        taken[interaction.id] = bool(made)
        assert len(world.automatic.evaluate(interaction.id).evaluations) == len(made)
        assert bool(made) is (lot_of(interaction.id, place) < 0.3)
    assert {True, False} == set(taken.values())


def test_so_many_of_an_agent_and_a_month(world: World) -> None:
    world.settle(automatic_sampling=AutomaticSampling(how="number", per_agent_month=2))
    sampling, settings = Sampling(world.clock, world.ids), PeopleStore().settings()
    at = datetime(2026, 5, 31, 12, tzinfo=UTC)
    kims = [world.add_interaction(number, at=at + timedelta(minutes=number)) for number in range(6)]
    answers = [sampling.takes(each, settings) for each in kims]
    assert answers == [True, True, False, False, False, False], "on the last day none are to come"
    assert [sampling.takes(each, settings) for each in kims] == answers, "asked again it answers the same"
    assert sampling.takes(world.add_interaction(7, "joe", at=at), settings), "another agent has others"
    assert sampling.takes(world.add_interaction(8, at=at + timedelta(days=1)), settings) is (
        lot_of("int_8", place) < 2 / 31
    )


def test_no_lot_is_spent_on_what_nothing_would_be_evaluated_with(world: World) -> None:
    automatic_card(world, applies_to={"channels": ["voice"]})
    world.settle(automatic_sampling=AutomaticSampling(how="number", per_agent_month=1))
    at = datetime(2026, 5, 31, 12, tzinfo=UTC)
    chat = world.add_interaction(1, at=at, channel=Channel.CHAT)
    call = world.add_interaction(2, at=at + timedelta(minutes=1))
    assert not world.automatic.evaluate(chat.id).evaluations
    assert world.automatic.evaluate(call.id).evaluations, "the month's one is still to be drawn"
