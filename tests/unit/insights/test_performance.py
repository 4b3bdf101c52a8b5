"""Agents' performance over the API: what is shown to whom, periods, sorting, the leaderboard, and what a page reads."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import boto3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.insights.benchmarks.refresh_steps import RefreshSteps
from debrief.insights.benchmarks.store import BenchmarkStore
from debrief.insights.effectiveness.ranking import Entry, ranked
from debrief.insights.inquiry_averages import EffectMetric
from debrief.insights.projection.rollups import additions
from debrief.insights.projection.shares import conversation_share
from debrief.insights.projection.store import RollupStore
from debrief.interactions.conversations.model import Interaction
from tests.doubles import metered
from tests.sizes import soaked
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event
from tests.unit.insights.world import NOW, World, conversation

BIG = {"us_a": 100, "us_b": 200, "us_c": 300, "us_x": 400}
"""Seconds of each conversation of those in the big team."""


def ask(user_id: str | None, what: str, **query: Any) -> Answer:
    from api.insights_api.handler import lambda_handler

    asked: dict[str, str | list[str]] = {name.removesuffix("_"): str(value) for name, value in query.items()}
    asked.setdefault("channel", "voice")
    if what == "channels":
        del asked["channel"]
    return answer_of(lambda_handler(api_event("GET", f"/performance/{what}", user_id, query=asked), LAMBDA_CONTEXT))


def _made(agent_id: str, number: int, seconds: int, inquiry: tuple[str, ...], **more: Any) -> Interaction:
    fields: dict[str, Any] = {
        "agent_id": agent_id,
        "team_id": "tm_small" if agent_id == "us_d" else "tm_big",
        "handle_ms": seconds * 1000,
        "inquiry": inquiry,
        "started_at": NOW - timedelta(days=number),
    }
    read = {} if more.get("channel") == "email" else {"predicted_satisfaction": 4, "predicted_resolution": 1}
    return conversation(f"int_{agent_id}_{inquiry}_{number}", read, **(fields | more))


def _of(agent_id: str, seconds: int) -> list[Interaction]:
    """Six about a bill, and two that took twice as long about something else."""
    bills = [_made(agent_id, number, seconds, ("bill",)) for number in range(6)]
    return bills + [_made(agent_id, number, 2 * seconds, ("move",)) for number in range(30, 32)]


@pytest.fixture
def busy(world: World) -> World:
    """The big team with conversations of its own pace, us_d alone in another team, and benchmarks over all."""
    made = [each for agent_id, seconds in {**BIG, "us_d": 500}.items() for each in _of(agent_id, seconds)]
    made += [_made("us_a", number, 60, ("reply",), channel="email") for number in range(3)]
    world.load([], made)
    RefreshSteps(BenchmarkStore(), RollupStore(), world.people, world.clock, world.ids).go_on()
    return world


def _figure(figures: Sequence[dict[str, Any]], metric: str) -> dict[str, Any]:
    return next(each for each in figures if each["metric"] == metric)


# For the agent -----------------------------------------------------------------------------------------------------


@pytest.mark.feature("S1.1", "S1.5")
def test_channels_are_those_with_data_and_email_has_nothing_predicted(busy: World) -> None:
    found = ask("us_a", "channels").body["items"]
    assert [each["channel"] for each in found] == ["voice", "email"] or found[0]["newest_at"] == found[1]["newest_at"]
    email = ask("us_a", "overview", channel="email").body
    assert [each["metric"] for each in email["overall"]] == ["effectiveness", "handle_time"]
    assert _figure(email["overall"], "effectiveness")["value"] == 60
    (line,) = ask("us_a", "inquiries", channel="email").body["items"]
    assert [each["metric"] for each in line["figures"]] == ["effectiveness", "handle_time"]


@pytest.mark.feature("S1.3", "S1.4")
def test_an_overview_names_what_brings_the_score_down_and_up_with_team_and_best_beside(busy: World) -> None:
    found = ask("us_b", "overview").body
    # (6 × 40 + 2 × 80) ÷ 8 = 50; without the bills 80, without the moves 40.
    assert _figure(found["overall"], "effectiveness")["value"] == pytest.approx(50)
    (top,), (poor,) = found["top_performing"], found["to_work_on"]
    assert (top["inquiry"], top["effect"], top["number"]) == ("bill", pytest.approx(-30), 6)
    assert (poor["inquiry"], poor["effect"]) == ("move", pytest.approx(10))
    assert top["own"]["value"] == pytest.approx(40)
    assert top["own"]["word"] == "great"
    assert top["team"] == {"metric": "effectiveness", "value": 50.0, "withheld": False}
    assert top["top"]["value"] == pytest.approx(20)
    # Two conversations are too few to rank anybody.
    assert poor["own"]["word"] == "not_enough_data"
    assert poor["top"]["value"] is None


@pytest.mark.feature("P4", "S1.3")
def test_an_agent_is_told_nobody_elses_name_and_the_best_that_it_is_them(busy: World) -> None:
    for user_id in BIG:
        answer = ask(user_id, "inquiries/details", inquiry="bill", beside="true")
        others = {"us_a", "us_b", "us_c", "us_d", "us_x"} - {user_id}
        assert not [each for each in others if each in str(answer.body)]
        assert _figure(answer.body["top"], "effectiveness")["own"] is (user_id == "us_a")


@pytest.mark.feature("P4")
def test_a_team_that_is_oneself_is_not_shown_as_a_team(busy: World) -> None:
    own = ask("us_d", "inquiries/details", inquiry="bill", beside="true").body
    # It is their own figure once more.
    assert _figure(own["team"], "effectiveness") == {"metric": "effectiveness", "value": None, "withheld": True}
    assert own["frame"]["compared_at"] is not None


@pytest.mark.feature("P4")
def test_few_colleagues_are_hidden_by_withholding_the_average(world: World) -> None:
    world.load([], [each for agent_id in ("us_a", "us_b", "us_c") for each in _of(agent_id, BIG[agent_id])])
    RefreshSteps(BenchmarkStore(), RollupStore(), world.people, world.clock, world.ids).go_on()
    found = ask("us_a", "inquiries/details", inquiry="bill", beside="true").body
    assert _figure(found["team"], "effectiveness") == {"metric": "effectiveness", "value": None, "withheld": True}
    assert _figure(found["top"], "effectiveness")["withheld"] is True
    seen = ask("us_lead", "inquiries/details", agent_id="us_a", inquiry="bill", beside="true").body
    assert _figure(seen["team"], "effectiveness")["value"] == pytest.approx(40)
    assert _figure(seen["top"], "effectiveness")["agent_id"] == "us_a"


@pytest.mark.feature("S1.6")
def test_details_have_words_the_focus_and_the_newest_conversations(busy: World) -> None:
    found = ask("us_x", "inquiries/details", inquiry="bill").body
    assert found["recommended"] == "handle_time"
    assert (found["team"], found["top"]) == (None, None)
    assert [each["interaction_id"] for each in found["recent"]] == [f"int_us_x_('bill',)_{n}" for n in range(6)]
    assert found["recent"][0] == {
        "interaction_id": "int_us_x_('bill',)_0",
        "started_at": "2026-03-31T12:00:00.000Z",
        "handle_ms": 400_000,
        "effectiveness": 80.0,
        "satisfaction": 4.0,
        "resolved": True,
    }
    assert ask("us_a", "inquiries/details", inquiry="bill").body["recommended"] is None
    assert ask("us_a", "inquiries/details", inquiry="nothing").status == 404
    assert ask("us_a", "inquiries/details", inquiry="").status == 404


@pytest.mark.feature("S1.5")
@pytest.mark.parametrize(
    "sort, descending, first",
    [
        ("volume", "true", "bill"),
        ("volume", "false", "move"),
        ("effectiveness", "true", "move"),
        ("effectiveness", "false", "bill"),
        ("handle_time", "false", "bill"),
        ("resolution", "false", "bill"),
        ("resolution", "true", "bill"),
    ],
)
def test_the_table_is_sorted_both_ways_and_what_has_no_value_is_last(
    busy: World, sort: str, descending: str, first: str
) -> None:
    items = ask("us_a", "inquiries", sort=sort, descending=descending).body["items"]
    assert items[0]["inquiry"] == first
    # Of two conversations no rate is told.
    assert _figure(next(each for each in items if each["inquiry"] == "move")["figures"], "resolution")["value"] is None


@pytest.mark.feature("S1.1", "S1.5")
def test_periods_end_with_the_newest_conversation_and_a_day_is_24_hours_back_from_it(world: World) -> None:
    old = NOW - timedelta(days=300)
    hours = (0, 20, 30, 24 * 6, 24 * 20, 24 * 80, 24 * 100)
    world.load([], [_made("us_a", hour, 100, ("bill",), started_at=old - timedelta(hours=hour)) for hour in hours])
    counted = {
        name: ask("us_a", "inquiries", period=name).body["number"] for name in ("24_hours", "week", "month", "3_months")
    }
    assert counted == {"24_hours": 2, "week": 4, "month": 5, "3_months": 6}
    frame = ask("us_a", "overview", period="24_hours").body["frame"]
    assert (frame["last_day"], frame["newest_at"]) == ("2025-06-04", "2025-06-04T12:00:00.000Z")
    assert frame["since"] == "2025-06-03T12:00:00.000Z"
    ranged = ask("us_a", "inquiries", from_="2025-03-01", to="2025-03-31").body
    assert (ranged["number"], ranged["frame"]["period"]) == (1, None)
    assert ask("us_a", "overview", from_="2025-03-02", to="2025-03-01").status == 400


# For those who lead ------------------------------------------------------------------------------------------------


@pytest.mark.feature("P4", "S1.3")
@pytest.mark.parametrize("what", ["channels", "overview", "inquiries", "inquiries/details"])
def test_people_see_those_of_their_line_and_a_refusal_tells_nothing(busy: World, what: str) -> None:
    query = {"inquiry": "bill"} if what.endswith("details") else {}
    allowed = {
        user_id: ask(user_id, what, agent_id="us_b", **query).status
        for user_id in ("us_b", "us_a", "us_lead", "us_head", "us_other", "us_admin")
    }
    assert allowed == {"us_b": 200, "us_a": 404, "us_lead": 200, "us_head": 200, "us_other": 404, "us_admin": 200}
    there, gone = (ask("us_other", what, agent_id=each, **query).body for each in ("us_b", "us_nobody"))
    assert there | {"trace_id": ""} == gone | {"trace_id": ""}


@pytest.mark.feature("S1.4", "N3")
def test_a_leaderboard_is_of_the_line_with_ranges_and_nobody_below_the_minimum(busy: World) -> None:
    few = [_made("us_lead", number, 50, ("bill",)) for number in range(4)]
    busy.load([], few)
    busy.settle(inquiries=("bill", "move"))
    RefreshSteps(BenchmarkStore(), RollupStore(), busy.people, busy.clock, busy.ids).go_on()
    found = ask("us_lead", "leaderboard").body
    assert [(each["agent_id"], each["rank"]) for each in found["items"]] == [
        ("us_a", 1),
        ("us_b", 2),
        ("us_c", 3),
        ("us_d", 4),
        ("us_lead", None),
    ]
    best, unranked = found["items"][0], found["items"][-1]
    assert best["low"] < best["value"] < best["high"]
    assert best["first"] <= best["rank"] <= best["last"]
    assert (unranked["value"], unranked["number"]) == (None, 4)
    assert [each["agent_id"] for each in ask("us_other", "leaderboard").body["items"]] == ["us_x"]
    assert ask("us_a", "leaderboard").status == 403
    assert ask("us_lead", "leaderboard", team_id="tm_nowhere").status == 404
    assert {each["agent_id"] for each in ask("us_lead", "leaderboard", team_id="tm_big").body["items"]} == {
        "us_a",
        "us_b",
        "us_c",
    }
    assert len(ask("us_admin", "leaderboard").body["items"]) == 6
    # Over one inquiry alone: there are two of "move" of each, which is too few, and none of the lead's.
    about = ask("us_lead", "leaderboard", inquiry="move").body
    assert [(each["agent_id"], each["rank"], each["number"]) for each in about["items"]] == [
        (each, None, 2) for each in ("us_a", "us_b", "us_c", "us_d")
    ]
    bills = ask("us_lead", "leaderboard", inquiry="bill").body
    assert (bills["inquiry"], found["inquiry"]) == ("bill", None)
    assert [each["agent_id"] for each in bills["items"][:2]] == ["us_a", "us_b"]
    assert bills["items"][0]["number"] == 6
    assert bills["items"][0]["value"] < best["value"], "what took twice as long isn't in it"
    assert ask("us_lead", "leaderboard", inquiry="never heard of").body["items"] == []
    assert [each["agent_id"] for each in ask("us_other", "leaderboard", inquiry="bill").body["items"]] == ["us_x"]
    assert ask("us_lead", "leaderboard", channel="email", metric="resolution").status == 422


@pytest.mark.feature("N3")
@settings(max_examples=soaked(60), deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 4)), min_size=1, max_size=12),
    st.sampled_from(list(EffectMetric)),
)
def test_ranks_follow_what_is_read_and_lie_in_their_range(drawn: list[tuple[int, int]], metric: EffectMetric) -> None:
    unit = 1000 if metric is EffectMetric.HANDLE_TIME else 1
    entries = [
        Entry(f"us_{number:02d}", unit * value, unit * (value - half), unit * (value + half))
        for number, (value, half) in enumerate(drawn)
    ]
    places = ranked(entries, metric)
    sign = 1 if metric.lower_is_better else -1
    values = [sign * each.entry.value for each in places]
    assert values == sorted(values)
    for place in places:
        own = sign * place.entry.value
        assert place.rank == 1 + sum(value < own for value in values)
        assert place.tied == (values.count(own) > 1)
        assert 1 <= place.first <= place.rank <= place.last <= len(places)


# What it reads -----------------------------------------------------------------------------------------------------


def _filled(world: World, times: int) -> None:
    """Ten inquiries on each of 90 days, eleven conversations a day, as many times over."""
    rows: dict[Any, Counter[str]] = {}
    for number in range(990):
        day, kind = divmod(number, 11)
        made = _made("us_a", day, 100 + kind, (f"inquiry {kind % 10}",), started_at=NOW - timedelta(days=day))
        for place, counters in additions(conversation_share(made, "UTC")).items():
            if place.pk.endswith("#INQUIRIES") or (place.pk.endswith("#HANDLED") and day < 3):
                own = rows.setdefault(place, Counter())
                for name, count in counters.items():
                    own[name] += count * (times if place.pk.endswith("#INQUIRIES") else 1)
    dynamodb = boto3.client("dynamodb")
    items: list[Any] = [
        {"PK": {"S": place.pk}, "SK": {"S": place.sk}, "kind": {"S": "rollup"}, "revision": {"N": "1"}}
        | {name: {"N": str(count)} for name, count in counters.items()}
        for place, counters in rows.items()
    ]
    for first in range(0, len(items), 25):
        some: Any = [{"PutRequest": {"Item": item}} for item in items[first : first + 25]]
        dynamodb.batch_write_item(RequestItems={"test-insights": some})


@pytest.mark.feature("S1.1", "S1.5")
def test_a_page_reads_the_same_at_a_thousand_and_at_a_hundred_thousand_conversations(world: World) -> None:
    used = {}
    for times in (1, 100):
        world.start_over()
        _filled(world, times)
        with metered() as usage:
            answer = ask("us_a", "overview")
        assert answer.body["number"] == 990 * times
        used[990 * times] = (usage.read_units, usage.round_trips)
    (few, trips), (many, more) = used.values()
    # Larger numbers take a few bytes more.
    assert many <= 1.2 * few
    assert many < 60
    assert trips == more
