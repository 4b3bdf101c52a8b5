"""Draws of goals: shares that differ by one at most, by lot, and computed again from what is kept."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.interactions.conversations.model import Interaction
from debrief.kernel.conditions.model import Condition, IsIn
from debrief.quality.automations.choosing import choose, explained
from debrief.quality.drawing.lot import PassedOver, agrees, drawn, in_order
from debrief.quality.goals.dealing import (
    MOST_BEHIND,
    Pick,
    behind_after,
    drawn_from,
    needed_of_each,
    share_of_each,
    wanted_of,
)
from debrief.quality.goals.framing import agrees as offered_agrees
from debrief.quality.goals.framing import candidates, framed
from debrief.quality.goals.model import AgentDraw, Behind, Excluded, GoalContent, Per
from debrief.quality.goals.periods import draw_id_of, next_period, period_at
from tests.sizes import soaked
from tests.unit.quality.conditions import AT, conditions, holds, interaction, interactions
from tests.unit.quality.test_automation_rules import card


def rules(per: Per, count: int, evaluators: int = 3, **more: object) -> GoalContent:
    fields: dict[str, Any] = {
        "name": "Goal",
        "scorecard_id": "sc_1",
        "evaluator_ids": tuple(f"us_e{number}" for number in range(evaluators)),
        "per": per,
        "count": count,
        "first_on": date(2026, 3, 2),
        "agent_ids": ("us_a",),
    }
    return GoalContent(**fields | more)


def row(agent: int, offered: int, *, before: int = 0, barred: tuple[str, ...] = (), seed: str = "seed") -> AgentDraw:
    frame = tuple(f"int_{agent}_{number}" for number in range(offered))
    return AgentDraw(
        draw_id="dw_1",
        goal_id="gl_1",
        agent_id=f"us_{agent:03d}",
        at=AT,
        before=before,
        frame=frame,
        offered=tuple(in_order(seed, frame)),
        barred=tuple(PassedOver(id=each, why="out_of_reach") for each in barred),
    )


def counts(picks: list[Pick]) -> tuple[Counter[str], Counter[str]]:
    return Counter(each.agent_id for each in picks), Counter(each.evaluator_id for each in picks)


@pytest.mark.feature("S4.10")
def test_over_200_agents_and_10_evaluators_the_counts_differ_by_one_at_most() -> None:
    shapes: tuple[tuple[Per, int], ...] = (
        ("agent", 1),
        ("agent", 3),
        ("evaluator", 7),
        ("evaluator", 20),
        ("evaluator", 50),
    )
    for per, count in shapes:
        wanted = rules(per, count, evaluators=10)
        picks = drawn_from("seed", wanted, [row(agent, needed_of_each(wanted, 200)) for agent in range(200)])
        assert len(picks) == wanted_of(wanted, 200) == len({each.interaction_id for each in picks})
        for of in counts(picks):
            assert max(of.values()) - min(of.values()) <= 1
        agents, evaluators = counts(picks)
        assert len(agents) == min(200, len(picks))
        assert len(evaluators) == 10


@pytest.mark.feature("S4.10")
def test_period_by_period_nobody_is_drawn_twice_more_than_another() -> None:
    wanted, before = rules("evaluator", 10), Counter[str]()
    for period in range(12):
        seed = f"seed {period}"
        rows = [row(agent, 5, before=before[f"us_{agent:03d}"], seed=seed) for agent in range(47)]
        before += counts(drawn_from(seed, wanted, rows))[0]
    assert sum(before.values()) == 360
    assert max(before.values()) - min(before.values()) == 1


@pytest.mark.feature("S4.10")
@settings(max_examples=soaked(25), deadline=None)
@given(
    st.sampled_from(("agent", "evaluator")),
    st.integers(1, 3),
    st.integers(2, 6),
    st.lists(st.integers(0, 17), min_size=2, max_size=8),
)
def test_draw_by_draw_no_evaluator_has_two_more_than_another(
    per: Per, count: int, evaluators: int, sizes: list[int]
) -> None:
    wanted, behind, total = rules(per, count, evaluators), tuple[Behind, ...](), Counter[str]()
    for number, agents in enumerate(sizes):
        rows = [row(agent, count, seed=f"seed {number}") for agent in range(agents)]
        picks = drawn_from(f"seed {number}", wanted, rows, behind)
        total += (found := counts(picks)[1])
        of_all = [total[each] for each in wanted.evaluator_ids]
        assert max(of_all) - min(of_all) <= 1
        of_this = [found[each] for each in wanted.evaluator_ids]
        assert max(of_this) - min(of_this) <= 2 - (per == "evaluator")
        behind = behind_after(wanted.evaluator_ids, behind, {each: found[each] for each in wanted.evaluator_ids})


@pytest.mark.feature("S4.10")
def test_who_joins_starts_level_and_who_was_away_catches_up_a_little() -> None:
    wanted, behind, total = rules("agent", 1), tuple[Behind, ...](), Counter[str]()
    for number in range(9):
        # The first may evaluate nobody for a while.
        barred = ("us_e0",) if number < 6 else ()
        rows = [row(agent, 1, barred=barred, seed=f"{number}") for agent in range(12)]
        total += (found := counts(drawn_from(f"{number}", wanted, rows, behind))[1])
        behind = behind_after(wanted.evaluator_ids, behind, {each: found[each] for each in wanted.evaluator_ids})
        if number == 5:
            assert behind == (Behind(evaluator_id="us_e0", number=MOST_BEHIND),)
        if number == 6:
            assert found["us_e0"] > 4, "then more than a third of the twelve"
    assert all(each.number == 1 for each in behind)
    assert behind_after(("us_e1", "us_new"), (), {"us_e1": 7, "us_gone": 1}) == ()


@st.composite
def worlds(draw: st.DrawFn) -> tuple[GoalContent, list[AgentDraw]]:
    evaluators = draw(st.integers(1, 5))
    wanted = rules(draw(st.sampled_from(("agent", "evaluator"))), draw(st.integers(1, 6)), evaluators)
    shapes = st.tuples(st.integers(0, 8), st.integers(0, 3), st.sets(st.sampled_from(wanted.evaluator_ids)))
    rows = [
        row(agent, offered, before=before, barred=tuple(sorted(barred)))
        for agent, (offered, before, barred) in enumerate(draw(st.lists(shapes, max_size=12)))
    ]
    return wanted, rows


@pytest.mark.feature("S4.10", "N14")
@settings(max_examples=soaked(80), deadline=None)
@given(worlds(), st.randoms())
def test_a_draw_keeps_to_its_rules_and_comes_out_the_same_however_it_is_read(
    world: tuple[GoalContent, list[AgentDraw]], chance: object
) -> None:
    wanted, rows = world
    picks = drawn_from("seed", wanted, rows)
    shuffled = sorted(rows, key=lambda each: each.agent_id[::-1])
    assert drawn_from("seed", wanted, shuffled) == picks
    by_agent = {each.agent_id: each for each in rows}
    assert len({each.interaction_id for each in picks}) == len(picks)
    agents, evaluators = counts(picks)
    for pick in picks:
        assert pick.evaluator_id not in {each.id for each in by_agent[pick.agent_id].barred}
        assert pick.interaction_id in by_agent[pick.agent_id].offered
    for each in rows:
        mine = {pick.interaction_id for pick in picks if pick.agent_id == each.agent_id}
        assert mine == set(each.offered[: len(mine)]), "of each agent the first by lot, as they are told"
    if wanted.per == "agent":
        for each in rows:
            able = len(each.barred) < len(wanted.evaluator_ids)
            assert agents[each.agent_id] == (min(wanted.count, len(each.offered)) if able else 0)
    else:
        assert all(number <= wanted.count for number in evaluators.values())
        assert len(picks) <= wanted_of(wanted, len(rows))


@pytest.mark.feature("N14")
def test_where_an_evaluator_has_more_than_their_number_the_first_by_lot_are_drawn_all_the_same() -> None:
    wanted = rules("evaluator", 2)
    alone = {name: tuple(f"us_e{each}" for each in range(3) if each != name) for name in (0, 1)}
    unlike = 0
    for number in range(60):
        seed = f"seed {number}"
        rows = [
            row(1, 2, barred=alone[0], seed=seed),
            row(2, 2, barred=alone[1], seed=seed),
            row(3, 4, barred=("us_e2",), seed=seed),
        ]
        picks = drawn_from(seed, wanted, rows)
        of_third = [each.interaction_id for each in picks if each.agent_id == "us_003"]
        assert set(of_third) == set(rows[2].offered[: len(of_third)])
        assert all(each <= 2 for each in counts(picks)[1].values())
        unlike += 0 < len(of_third) < 2
    assert unlike, "it happens"


@pytest.mark.feature("S4.10")
@settings(max_examples=soaked(60), deadline=None)
@given(
    st.lists(st.sets(st.integers(0, 2), max_size=2), min_size=1, max_size=7),
    st.tuples(*[st.integers(0, 3)] * 3),
)
def test_shares_of_evaluators_are_as_even_as_who_may_evaluate_whom_allows(
    barred: list[set[int]], missing: tuple[int, int, int]
) -> None:
    wanted = rules("agent", 1)
    rows = [row(agent, 1, barred=tuple(f"us_e{each}" for each in sorted(of))) for agent, of in enumerate(barred)]
    behind = [Behind(evaluator_id=f"us_e{at}", number=each) for at, each in enumerate(missing) if each]
    found = counts(drawn_from("seed", wanted, rows, behind))[1]
    spread = sum((found[f"us_e{at}"] - each) ** 2 for at, each in enumerate(missing))

    def best(left: list[set[int]], held: tuple[int, int, int]) -> int:
        if not left:
            return sum(each**2 for each in held)
        able = [each for each in range(3) if each not in left[0]]
        return min(best(left[1:], tuple(h + (at == each) for at, h in enumerate(held))) for each in able)  # type: ignore[arg-type]

    assert spread == best(barred, (-missing[0], -missing[1], -missing[2])), "no other way of dealing is more even"


@pytest.mark.feature("S4.10", "S4.11", "N14")
@settings(max_examples=soaked(80), deadline=None)
@given(conditions, st.lists(interactions, max_size=6, unique_by=lambda each: each.id))
def test_a_condition_answers_alike_in_a_trial_a_goal_and_an_automation(
    condition: Condition, some: list[Interaction]
) -> None:
    goal = framed(condition, some)
    excluded = {each.id for each in goal.excluded}
    for each in some:
        tried = explained(condition, each).holds
        automation = choose([card(1, condition)], each).automation is not None
        assert tried is automation is (each.id not in excluded) is holds(condition, each)


@pytest.mark.feature("N14")
@settings(max_examples=soaked(60), deadline=None)
@given(st.sets(st.integers(0, 60), max_size=30), st.sets(st.integers(0, 60)), st.integers(0, 9), st.text(max_size=8))
def test_what_was_offered_is_computed_again_and_a_swapped_one_is_seen(
    frame: set[int], out: set[int], most: int, seed: str
) -> None:
    ids = tuple(f"int_{each}" for each in sorted(frame))
    excluded = tuple(Excluded(id=f"int_{each}", why="evaluated") for each in sorted(out & frame))
    left = candidates(seed, ids, excluded)
    kept = row(1, 0).model_copy(update={"frame": ids, "excluded": excluded, "offered": tuple(left[:most])})
    assert offered_agrees(seed, kept)
    if len(left) > most > 0:
        swapped = (*kept.offered[:-1], left[most])
        assert not offered_agrees(seed, kept.model_copy(update={"offered": swapped}))


@pytest.mark.feature("N14")
@settings(max_examples=soaked(60), deadline=None)
@given(
    st.sets(st.text(min_size=1, max_size=4), max_size=8), st.sets(st.text(min_size=1, max_size=4)), st.text(max_size=6)
)
def test_a_lot_among_people_is_computed_again(frame: set[str], barred: set[str], seed: str) -> None:
    lot = drawn(seed, frame, lambda each: "not_active" if each in barred else None)
    assert agrees(lot)
    assert (lot.chosen is None) is (frame <= barred)
    others = [each for each in frame if each != lot.chosen]
    assert not any(agrees(lot.model_copy(update={"chosen": each})) for each in others)


@pytest.mark.feature("S4.10")
def test_periods_are_those_of_the_calendar_and_are_drawn_once() -> None:
    monday, sunday = date(2026, 3, 2), date(2026, 3, 8)
    weekly = rules("agent", 1, recurrence="weekly", first_on=date(2026, 3, 4), last_on=date(2026, 3, 20))
    assert period_at(weekly, monday) is None
    assert period_at(weekly, sunday) == (date(2026, 3, 4), sunday)
    assert period_at(weekly, date(2026, 3, 19)) == (date(2026, 3, 16), date(2026, 3, 20))
    assert next_period(weekly, monday) == date(2026, 3, 4)
    assert next_period(weekly, sunday) == date(2026, 3, 9)
    assert next_period(weekly, date(2026, 3, 19)) is None
    assert draw_id_of("gl_1", weekly, date(2026, 3, 4)) == draw_id_of("gl_1", weekly, sunday)
    earlier = weekly.model_copy(update={"first_on": date(2026, 3, 3)})
    assert draw_id_of("gl_1", earlier, sunday) == draw_id_of("gl_1", weekly, sunday), (
        "another first day draws no second"
    )
    once = weekly.model_copy(update={"recurrence": "once"})
    assert draw_id_of("gl_1", once, monday) == draw_id_of("gl_1", once, sunday)
    assert (next_period(once, monday), next_period(once, sunday)) == (date(2026, 3, 4), None)
    monthly = weekly.model_copy(update={"recurrence": "monthly", "last_on": None})
    assert period_at(monthly, date(2026, 4, 9)) == (date(2026, 4, 1), date(2026, 4, 30))
    daily = weekly.model_copy(update={"recurrence": "daily"})
    assert next_period(daily, sunday) == date(2026, 3, 9)


@pytest.mark.feature("S4.10")
def test_reading_stops_once_enough_fit() -> None:
    read: list[int] = []

    def newest() -> object:
        for number in range(200):
            read.append(number)
            yield interaction(number, queue="orders" if number % 2 else "parcels")

    found = framed(IsIn(field="queue", values=("orders",)), newest())  # type: ignore[arg-type]
    assert (len(read), len(found.frame) - len(found.excluded)) == (60, 30)
    assert share_of_each(rules("evaluator", 10), 7) == 4
    assert share_of_each(rules("evaluator", 1), 200) == 1, "who has none is named however few are wanted"
